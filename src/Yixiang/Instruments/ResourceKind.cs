namespace Yixiang.Instruments;

/// <summary>The four kinds of resource the notice puts under open sharing (A1): 大型科学装置, 科学仪器中心, 科学仪器服务单元, 单台套.</summary>
public enum ResourceKind { LargeFacility, InstrumentCentre, ServiceUnit, SingleSet }

/// <summary>Whether a special rule limits sharing (A2: 无特殊规定限制).</summary>
public enum UseRestriction
{
    /// <summary>No rule limits it.</summary>
    None,

    /// <summary>It may be shared under conditions: customs supervision, biosafety, radiation safety, patient priority.</summary>
    Conditional,

    /// <summary>A rule forbids sharing it.</summary>
    Prohibited,
}
