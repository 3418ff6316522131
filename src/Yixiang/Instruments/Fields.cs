using static Yixiang.Instruments.Demand;
using static Yixiang.Instruments.FieldKind;
using static Yixiang.Instruments.FieldSection;
using static Yixiang.Instruments.ResourceKind;

namespace Yixiang.Instruments;

/// <summary>Every field of the four resource kinds: those of notice article 6, and those of the national platform with its limits and code tables.</summary>
public static class Fields
{
    private static readonly ResourceKind[] Machines = [SingleSet, ServiceUnit];
    private static readonly ResourceKind[] Groups = [InstrumentCentre, ServiceUnit];

    public static readonly Field Name = new("name", Identity, Line, 300, City)
    { NationalKey = "cname", Synonyms = ["仪器设备名称", "设备名称", "仪器名称", "资产名称", "科学仪器中心名称", "仪器中心名称", "中心名称", "服务单元名称", "装置名称", "装置名称（中文）", "设施名称", "name", "名称", "大型仪器名称", "大型设备名称", "仪器名", "instrument name", "name of instrument"] };

    public static readonly Field EnglishName = new("englishName", Identity, Line, 100, National)
    { NationalKey = "ename", Synonyms = ["英文名称", "外文名称", "english name"] };

    public static readonly Field OwnNumber = new("ownNumber", Identity, Line, 150, City)
    { NationalKey = "innerId", Synonyms = ["所在单位仪器编号", "所在单位中心编号", "所在单位设施编号", "所在单位服务单元编号", "所属单位科学装置编号", "所在单位装置编号", "仪器编号", "设备编号", "资产编号", "单位内部编号", "编号", "仪器设备编号", "固定资产编号", "仪器编码", "设备编码", "资产编码", "固定资产编码", "卡片编号", "asset no", "asset number"] };

    public static readonly Field ClassCode = new("classCode", Identity, Code, 6, City)
    { Table = "instrument-class", NationalKey = "instrCategory", Kinds = Machines, Synonyms = ["仪器分类编码", "设备分类编码", "分类编码", "仪器分类", "类别编码", "分类", "类别"] };

    public static readonly Field Model = new("model", Identity, Line, 300, City)
    { NationalKey = "instrVersion", Kinds = Machines, Synonyms = ["规格型号", "型号", "型号规格", "仪器型号", "规格", "model"] };

    public static readonly Field Manufacturer = new("manufacturer", Identity, Line, 150, National)
    { NationalKey = "manufacturer", Kinds = Machines, Synonyms = ["生产制造商", "生产厂商", "生产厂家", "制造商", "厂家", "厂商", "品牌", "manufacturer"] };

    public static readonly Field Nation = new("nation", Identity, Code, 1, National)
    { Table = "nation", NationalKey = "nation", Kinds = Machines, Synonyms = ["产地国别", "产地", "国别", "原产国", "生产国别"] };

    public static readonly Field Category = new("category", Identity, Code, 1, National)
    { Table = "category", NationalKey = "type", Kinds = Machines, Synonyms = ["仪器设备类别", "设备类别", "仪器类别", "服务单元类别", "通用/专用"] };

    public static readonly Field Source = new("source", Identity, Code, 1, National)
    { Table = "instrument-source", NationalKey = "instrSource", Kinds = Machines, Synonyms = ["设备仪器来源", "仪器设备来源", "来源", "仪器来源"] };

    public static readonly Field Affiliation = new("affiliation", Identity, Code, 1, National)
    { Table = "affiliation", NationalKey = "instrBelongsType", Kinds = Machines, Synonyms = ["所属资源载体类型", "资源载体类型"] };

    public static readonly Field AffiliationNumber = new("affiliationNumber", Identity, Line, 150, Optional)
    { NationalKey = "instrBelongsName", Kinds = Machines, Synonyms = ["所属资源载体内部编号", "隶属资源载体名称", "资源载体内部编号"] };

    public static readonly Field Department = new("department", Identity, Line, 150, National)
    { NationalKey = "insideDepart", Synonyms = ["所属单位内部门", "使用部门", "所在部门", "实验室名称", "所属部门", "所在实验室", "部门", "领用单位", "领用部门", "使用科室", "科室", "所属学院"] };

    public static readonly Field HostPlatform = new("hostPlatform", Identity, Line, 150, Optional)
    { Synonyms = ["依托平台", "依托平台名称", "依托科研平台", "所属平台", "所属科研平台", "host platform"] };

    public static readonly Field AssetClass = new("assetClass", Identity, Code, 1, Optional)
    { Table = "gbt14885", Kinds = Machines, Synonyms = ["资产分类", "资产分类代码", "资产分类（GB/T 14885）"] };

    public static readonly Field OriginalValue = new("originalValue", Acquisition, Money, 0, City)
    { NationalKey = "worth", Synonyms = ["原值", "仪器原值", "设备原值", "资产原值", "固定资产原值", "账面原值", "价值", "资产价值", "账面价值", "价格", "购置价格", "购置价", "采购价格", "采购价", "设备价格", "仪器价格", "单价", "金额", "购置金额", "仪器总值", "建设经费", "原值（单位万元、保留小数点后两位）", "原值(万元)", "原值（元）", "original value", "value"] };

    public static readonly Field AcceptedOn = new("acceptedOn", Acquisition, Date, 0, City)
    { Synonyms = ["验收日期", "安装调试验收日期", "验收通过日期", "验收时间", "验收合格日期", "acceptance date", "验收年月"] };

    public static readonly Field BookedOn = new("bookedOn", Acquisition, Date, 0, National)
    { NationalKey = "beginDate", Synonyms = ["建账日期", "入账日期", "启用日期", "购置日期", "建帐日期", "入库日期", "购置时间", "成立日期", "购入日期", "购买日期", "购置年月", "取得日期", "投入使用日期", "开始使用日期", "购入时间"] };

    public static readonly Field Funds = new("funds", Acquisition, Codes, 4, City)
    { Table = "fund-source", NationalKey = "funds", Synonyms = ["主要购置经费来源", "购置经费来源", "经费来源", "资金来源"] };

    public static readonly Field SharingCondition = new("sharingCondition", Acquisition, Code, 1, City)
    { Table = "sharing-condition", Synonyms = ["购置共享规定", "免费或非营利性规定"] };

    public static readonly Field Classified = new("classified", Acquisition, YesNo, 0, City)
    { Public = false, Synonyms = ["是否涉密", "涉密"] };

    public static readonly Field Technical = new("technical", Description, Prose, 500, National)
    { NationalKey = "technical", Synonyms = ["主要技术指标", "技术指标", "性能指标", "科学技术中心", "主要规格及技术指标"] };

    public static readonly Field Function = new("function", Description, Prose, 300, City)
    { NationalKey = "function", Synonyms = ["主要功能", "功能", "主要功能及技术指标", "仪器功能"] };

    public static readonly Field Application = new("application", Description, Prose, 300, City)
    { Synonyms = ["应用范围", "适用范围", "应用领域", "主要应用范围"] };

    public static readonly Field Subjects = new("subjects", Description, Codes, 4, National)
    { Table = "subject", NationalKey = "subject", Synonyms = ["主要学科领域", "学科领域", "学科"] };

    public static readonly Field ServiceContent = new("serviceContent", Description, Prose, 200, National)
    { NationalKey = "serviceContent", Synonyms = ["服务内容", "服务内容(分析测试项目等)", "分析测试项目", "测试项目", "中心简介", "服务项目"] };

    public static readonly Field Accessories = new("accessories", Description, Prose, 500, Optional)
    { Kinds = Machines, Synonyms = ["主要附件及功能", "主要附件", "附件及功能"] };

    public static readonly Field Achievement = new("achievement", Description, Prose, 500, Optional)
    { NationalKey = "achievement", Synonyms = ["服务典型成果", "应用成果", "典型成果"] };

    /// <summary>论文与专利: one a line, as <see cref="Literature"/> reads it.</summary>
    public static readonly Field Publications = new("publications", Description, Prose, 2_000, Optional)
    { Synonyms = ["论文/专利", "论文专利", "论文和专利", "论文与专利", "支撑论文", "支撑的论文专利", "代表性论文", "相关论文", "发表论文", "publications"] };

    public static readonly Field Certification = new("certification", Description, Line, 200, Optional)
    { Synonyms = ["仪器认证情况", "认证情况", "是否取得实验室认证认可", "资质认定"] };

    public static readonly Field InstrumentCount = new("instrumentCount", Description, Number, 100_000, City)
    { Kinds = Groups, NationalKey = "instruNum", Synonyms = ["大型科研仪器数量", "仪器数量", "仪器总数"] };

    public static readonly Field FloorArea = new("floorArea", Description, Number, 10_000_000, National)
    { Kinds = [InstrumentCentre], NationalKey = "area", Synonyms = ["科研用房面积", "科研用房面积㎡", "用房面积"] };

    public static readonly Field SharingModes = new("sharingModes", Openness, Codes, 5, City)
    { Table = "service-way", Synonyms = ["共享方式", "共享模式", "服务方式", "开放方式"] };

    public static readonly Field SharingHours = new("sharingHours", Openness, Line, 200, City)
    { Synonyms = ["共享时段", "开放时间", "开放机时安排", "开放时段", "服务时间", "共享时间"] };

    public static readonly Field OfferedHours = new("offeredHours", Openness, Number, 8_760, City)
    { Synonyms = ["年可共享机时", "可开放机时", "年开放机时", "计划共享机时"] };

    public static readonly Field Audience = new("audience", Openness, Codes, 6, Optional)
    { Table = "audience", Synonyms = ["共享对象", "服务对象", "开放对象"] };

    public static readonly Field FeeBasis = new("feeBasis", Openness, Code, 1, City)
    { Table = "fee-basis", Synonyms = ["收费方式", "收费性质", "收费类型"] };

    public static readonly Field Fee = new("fee", Openness, Prose, 500, National)
    { NationalKey = "fee", Synonyms = ["参考收费标准", "收费标准", "收费说明", "服务收费标准"] };

    public static readonly Field Notes = new("notes", Openness, Prose, 500, National)
    { NationalKey = "requirement", Synonyms = ["用户须知", "对外开放共享规定", "用户须知/对外开放共享规定", "预约须知"] };

    /// <summary>Whether a law, a contract or another special rule limits sharing (A2-1); the words of the rule stand in <see cref="Restrictions"/>.</summary>
    public static readonly Field UseRestriction = new("useRestriction", Openness, Code, 1, Optional)
    { Table = "use-restriction", Synonyms = ["有无特殊规定限制", "特殊规定限制", "是否限制共享", "共享限制"] };

    public static readonly Field Restrictions = new("restrictions", Openness, Prose, 300, Optional)
    { Synonyms = ["使用限制", "限制条件", "特殊规定"] };

    public static readonly Field Qualification = new("qualification", Openness, Prose, 300, Optional)
    { Synonyms = ["上机资质要求", "上机资质", "上机要求", "上机条件", "操作资质要求", "用户资质要求", "人员资质要求", "user qualification"] };

    public static readonly Field RunHours = new("runHours", Openness, Number, 8_760, National)
    { NationalKey = "runMachine", Kinds = Machines, Synonyms = ["年运行机时（小时）", "年总运行机时", "年运行机时", "运行机时", "年有效工作机时"] };

    public static readonly Field ServiceHours = new("serviceHours", Openness, Number, 8_760, National)
    { NationalKey = "serviceMachine", Kinds = Machines, Synonyms = ["年对外服务机时（小时）", "年对外服务机时", "年(对外)服务机时", "对外服务机时", "年服务机时"] };

    public static readonly Field BookingUrl = new("bookingUrl", Openness, Url, 100, Optional)
    { NationalKey = "serviceUrl", Synonyms = ["预约服务网址", "预约网址", "服务网址", "仪器中心网址", "中心网址", "网址"] };

    public static readonly Field Condition = new("condition", Openness, Code, 1, Optional)
    { Table = "condition", Kinds = Machines, Synonyms = ["仪器状态", "运行状态", "设备状态"] };

    public static readonly Field Area = new("area", Place, Code, 6, City)
    { Table = "area", NationalKey = "county", Synonyms = ["安放地址-区县", "安放地址-县", "所在区县", "县区", "县（区、市）", "区县", "所在县区", "行政区划", "县市区", "所属县区", "所属区县"] };

    public static readonly Field Street = new("street", Place, Line, 500, City)
    { NationalKey = "street", Synonyms = ["安放地址-街道（乡镇）", "安放地址-街道", "安放地址", "仪器安放地址", "详细地址", "存放地点", "放置地点", "安放地点", "安装地点", "存放地址", "放置地址", "使用地点", "地址"] };

    public static readonly Field Contact = new("contact", FieldSection.Contact, Line, 20, City)
    { NationalKey = "contact", Public = false, Synonyms = ["联系人", "仪器联系人", "联系人姓名", "负责人", "机组负责人"] };

    public static readonly Field Phone = new("phone", FieldSection.Contact, FieldKind.Phone, 20, City)
    { NationalKey = "phone", Public = false, Synonyms = ["电话", "联系电话", "联系方式", "联系人电话", "手机"] };

    public static readonly Field Email = new("email", FieldSection.Contact, FieldKind.Email, 50, National)
    { NationalKey = "email", Public = false, Synonyms = ["电子邮箱", "邮箱", "电子邮件", "email", "e-mail"] };

    public static readonly Field ContactConsent = new("contactConsent", FieldSection.Contact, Code, 1, City)
    { Table = "contact-consent", Public = false, Synonyms = ["联系方式公开", "是否同意公开"] };

    public static readonly Field Address = new("address", FieldSection.Contact, Line, 300, National)
    { NationalKey = "address", Synonyms = ["通讯地址", "通信地址", "联系地址"] };

    public static readonly Field Postcode = new("postcode", FieldSection.Contact, Digits, 6, National)
    { NationalKey = "postalcode", Synonyms = ["邮政编码", "邮编"] };

    public static readonly Field CustomsSupervised = new("customsSupervised", Customs, YesNo, 0, City)
    { NationalKey = "instrSupervise", Kinds = Machines, Synonyms = ["是否在海关监管年限内（是/否）", "是否在海关监管年限内", "海关监管", "是否海关监管"] };

    public static readonly Field DeclarationNumber = new("declarationNumber", Customs, Digits, 18, City)
    { NationalKey = "declarationNumber", Kinds = Machines, Public = false, When = ("customsSupervised", "yes"), Synonyms = ["进口报关单编号（18位）", "进口报关单编号", "报关单编号"] };

    public static readonly Field DeclarationItem = new("declarationItem", Customs, Digits, 2, City)
    { NationalKey = "itemNumber", Kinds = Machines, Public = false, When = ("customsSupervised", "yes"), Synonyms = ["进口报关单项号（2位数字）", "进口报关单项号", "报关单项号"] };

    public static readonly Field ReleasedOn = new("releasedOn", Customs, Date, 0, City)
    { NationalKey = "importDate", Kinds = Machines, Public = false, When = ("customsSupervised", "yes"), Synonyms = ["海关放行日期", "放行日期"] };

    public static readonly Field DeclaredName = new("declaredName", Customs, Line, 150, City)
    { NationalKey = "formname", Kinds = Machines, Public = false, When = ("customsSupervised", "yes"), Synonyms = ["仪器设备在进口报关单上的名称", "报关单上的名称", "报关名称"] };

    public static readonly Field ShortName = new("englishShortName", Identity, Line, 50, National)
    { Kinds = [LargeFacility], NationalKey = "enameShort", Synonyms = ["英文简称"] };

    public static readonly Field CompetentDepartment = new("competentDepartment", Identity, Line, 150, National)
    { Kinds = [LargeFacility], NationalKey = "competentDep", Synonyms = ["主管部门"] };

    public static readonly Field SupportingInstitution = new("supportingInstitution", Identity, Line, 150, National)
    { Kinds = [LargeFacility], NationalKey = "supInsname", Synonyms = ["依托单位"] };

    public static readonly Field ApprovingDepartment = new("approvingDepartment", Identity, Line, 150, National)
    { Kinds = [LargeFacility], NationalKey = "approvalDep", Synonyms = ["批复部门"] };

    public static readonly Field FacilityCategory = new("facilityCategory", Identity, Code, 1, National)
    { Kinds = [LargeFacility], Table = "facility-category", NationalKey = "deviceCategory", Synonyms = ["设施类别", "设施分类"] };

    public static readonly Field Construction = new("construction", Identity, Code, 1, National)
    { Kinds = [LargeFacility], Table = "construction", NationalKey = "construction", Synonyms = ["建设情况", "建设状态"] };

    public static readonly Field Video = new("video", Description, Url, 200, Optional)
    { Kinds = [LargeFacility], NationalKey = "video", Synonyms = ["视频", "视频网址"] };

    public static readonly Field DomesticUsers = new("domesticUsers", Description, Prose, 200, National)
    { Kinds = [LargeFacility], NationalKey = "serviceContent", Synonyms = ["国内主要单位用户"] };

    public static readonly Field ForeignUsers = new("foreignUsers", Description, Prose, 500, Optional)
    { Kinds = [LargeFacility], NationalKey = "requirement", Synonyms = ["国外主要单位用户"] };

    /// <summary>In the order of the form.</summary>
    public static readonly IReadOnlyList<Field> All =
    [
        Name, EnglishName, ShortName, OwnNumber, ClassCode, Model, Manufacturer, Nation, Category, Source, Affiliation, AffiliationNumber,
        Department, HostPlatform, AssetClass, FacilityCategory, Construction, CompetentDepartment, SupportingInstitution, ApprovingDepartment,
        OriginalValue, AcceptedOn, BookedOn, Funds, SharingCondition, Classified,
        Function, Application, Technical, Subjects, ServiceContent, Accessories, Achievement, Publications, Certification, InstrumentCount, FloorArea,
        Video, DomesticUsers, ForeignUsers,
        SharingModes, SharingHours, OfferedHours, Audience, FeeBasis, Fee, Notes, UseRestriction, Restrictions, Qualification, RunHours, ServiceHours, BookingUrl, Condition,
        Area, Street,
        Contact, Phone, Email, ContactConsent, Address, Postcode,
        CustomsSupervised, DeclarationNumber, DeclarationItem, ReleasedOn, DeclaredName,
        .. PeopleOfFacility(),
    ];

    private static readonly Dictionary<string, Field> ByKey = All.ToDictionary(f => f.Key);
    private static readonly Dictionary<ResourceKind, Field[]> ByKind = Enum.GetValues<ResourceKind>().ToDictionary(k => k, k => All.Where(f => f.Kinds.Contains(k)).ToArray());

    public static Field? Find(string key) => ByKey.GetValueOrDefault(key);

    /// <summary>The fields of one resource kind, in the order of the form.</summary>
    public static IReadOnlyList<Field> Of(ResourceKind kind) => ByKind[kind];

    /// <summary>The three contacts of a facility: who fills in, who answers for the science, who runs it.</summary>
    private static IEnumerable<Field> PeopleOfFacility() =>
        from who in new[] { "filler", "scientist", "operator" }
        from part in new (string Key, FieldKind Kind, int Most)[] { ("Name", Line, 20), ("Phone", FieldKind.Phone, 20), ("Email", FieldKind.Email, 50), ("Institution", Line, 150), ("Position", Line, 50) }
        select new Field(who + part.Key, People, part.Kind, part.Most, Optional) { Kinds = [LargeFacility], Public = false };
}
