namespace Yixiang.Kernel;

/// <summary>The rules of a city that hold from a date on. A decision stores the <see cref="Version"/> it used and can be replayed with it.</summary>
/// <param name="Version">Never reused: <c>jinzhong-2023-1</c>.</param>
/// <param name="From">First day on which these rules hold.</param>
/// <param name="Source">The document that laid them down.</param>
public sealed record CityRules(
    string Version, DateOnly From, Phrase Source, EligibilityRules Eligibility, FilingTerms Filing, ReviewRules Review, VoiceTerms Voices, ProvinceRules Province,
    IReadOnlyList<Choice> ExemptionReasons, IReadOnlyList<Choice> ExitCauses);

/// <summary>What belongs to open sharing (A1).</summary>
/// <param name="ThresholdYuan">Lowest original value of a single set, in yuan; the other resource kinds have no threshold.</param>
/// <param name="ResourceKinds">Names of the resource kinds that are in.</param>
/// <param name="Areas">Codes of the areas that are in; empty means every area of the pack.</param>
/// <param name="Rules">The checks, in the order in which they are told.</param>
public sealed record EligibilityRules(decimal ThresholdYuan, IReadOnlyList<string> ResourceKinds, IReadOnlyList<string> Areas, IReadOnlyList<EligibilityRule> Rules)
{
    public Yuan Threshold => Yuan.Of(ThresholdYuan);
}

/// <summary>One check of eligibility.</summary>
/// <param name="Id">As quoted to people: <c>A1-3</c>.</param>
/// <param name="Name">What the rule says, in a few words.</param>
/// <param name="Article">Where it comes from, such as <c>通知第一条（一）</c>.</param>
/// <param name="WhenFailed">What failing it leads to.</param>
public sealed record EligibilityRule(string Id, EligibilityCheck Check, Phrase Name, Phrase Article, EligibilityOutcome WhenFailed);

/// <summary>The closed list of checks that rules may name; each is a C# function in the folder Instruments.</summary>
public enum EligibilityCheck { NotClassified, NotProhibited, InArea, KnownKind, ReachesThreshold, FiscallyFunded }

/// <summary>In by duty, in by choice and marked so (A1), or not to be filed at all.</summary>
public enum EligibilityOutcome { Eligible, Voluntary, Refused }

/// <summary>The clock of a filing (A6).</summary>
/// <param name="CalendarDays">Days from acceptance within which the unit files: 30.</param>
/// <param name="NationalWorkingDays">The national clock beside it, in working days: 30 (国科发基〔2017〕289号).</param>
/// <param name="RemindDaysBefore">How many days before the end the unit is reminded, falling.</param>
/// <param name="RemindEveryDaysOverdue">After the end it is reminded every so many days.</param>
public sealed record FilingTerms(int CalendarDays, int NationalWorkingDays, IReadOnlyList<int> RemindDaysBefore, int RemindEveryDaysOverdue)
{
    /// <summary>The last day on which a filing is in time. The day of acceptance itself does not count (民法典 art. 201).</summary>
    public DateOnly DueOn(DateOnly accepted) => accepted.AddDays(CalendarDays);

    /// <summary>The last day by the national clock.</summary>
    public DateOnly NationallyDueOn(DateOnly accepted, WorkingDays calendar) => calendar.Add(accepted, NationalWorkingDays);
}

/// <summary>Who looks at a filing before it takes effect.</summary>
/// <param name="CountyFirst">The county officer reviews before the bureau.</param>
/// <param name="SecondOfficerAccepts">Acceptance needs a second officer (maker-checker).</param>
/// <param name="ReviewWorkingDays">The bureau's own target for an answer, in working days.</param>
public sealed record ReviewRules(bool CountyFirst, bool SecondOfficerAccepts, int ReviewWorkingDays);

/// <summary>Within how many working days the public is answered (A5, A13).</summary>
/// <param name="ReportWorkingDays">A report of a problem.</param>
/// <param name="NeedWorkingDays">A need that somebody posted.</param>
public sealed record VoiceTerms(int ReportWorkingDays, int NeedWorkingDays);

/// <summary>What the bureau recommends to the province's platform (A7).</summary>
/// <param name="Source">The document from which the threshold is taken.</param>
/// <param name="ThresholdYuan">Lowest original value of a single set, in yuan; other kinds have none.</param>
/// <param name="ResourceKinds">Names of the resource kinds that the sheet for the platform is for.</param>
/// <param name="Rules">The checks, in the order in which they are told.</param>
public sealed record ProvinceRules(Phrase Source, decimal ThresholdYuan, IReadOnlyList<string> ResourceKinds, IReadOnlyList<ProvinceRule> Rules)
{
    public Yuan Threshold => Yuan.Of(ThresholdYuan);
}

/// <summary>One check of what may be recommended.</summary>
/// <param name="Id">As quoted to people: <c>A7-3</c>.</param>
/// <param name="Name">What the rule says, in a few words.</param>
/// <param name="Article">Where it comes from.</param>
public sealed record ProvinceRule(string Id, ProvinceCheck Check, Phrase Name, Phrase Article);

/// <summary>The closed list of checks that these rules may name; each is a C# function in the folder Province.</summary>
public enum ProvinceCheck { Published, KnownKind, ReachesThreshold, FieldsFilled }

/// <summary>One of a city's listed choices: a stable code and its words.</summary>
public sealed record Choice(string Code, Phrase Name, Phrase? Note = null);
