namespace Yixiang.Instruments;

/// <summary>The four kinds of resource of notice article 1 (A1).</summary>
public enum ResourceKind
{
    /// <summary>大型科学装置.</summary>
    LargeFacility,

    /// <summary>科学仪器中心.</summary>
    InstrumentCentre,

    /// <summary>科学仪器服务单元.</summary>
    ServiceUnit,

    /// <summary>单台套 of 200,000 yuan and more.</summary>
    SingleSet,
}
