namespace Yixiang.Ledger;

/// <summary>Whose an instrument is.</summary>
/// <param name="Reference">Its number, by which it is addressed: <c>O-000123</c>.</param>
/// <param name="Uscc">Null where no list and nobody has named it yet.</param>
public sealed record OrganisationName(string Reference, string Name, string? Uscc);

/// <summary>One instrument in a list.</summary>
public sealed record ListedInstrument(
    string Reference, string Name, string Model, string Manufacturer, string ClassCode, string Area, OrganisationName Organisation, decimal OriginalValueYuan, string Url);

/// <summary>One page of a list.</summary>
/// <param name="Total">How many there are on all pages.</param>
public sealed record Listed<T>(int Total, int Page, int Size, IReadOnlyList<T> Items);

/// <summary>A public field: its key, its name in the reader's language, its canonical value, and that in words.</summary>
public sealed record PublicField(string Key, string Label, string Value, string Text);

/// <summary>One line of a tariff.</summary>
/// <param name="InternalYuan">For the organisation's own people; null where there is none.</param>
/// <param name="ExternalYuan">For everybody else; null where it is by agreement.</param>
public sealed record PublicPrice(string Item, string Unit, decimal? InternalYuan, decimal? ExternalYuan, string? Note);

/// <summary>A version that is or was public.</summary>
/// <param name="Changed">Keys of the public fields in which it differs from the one before.</param>
public sealed record PublicVersion(int Number, DateTimeOffset From, IReadOnlyList<string> Changed);

/// <summary>In which batch an instrument was published.</summary>
public sealed record BatchName(int Number, string Title, string DecisionNumber);

/// <summary>Everything public about one instrument.</summary>
/// <param name="AsOf">The day asked for; null for now.</param>
/// <param name="State"><c>Published</c> or <c>Exited</c>.</param>
/// <param name="Voluntary">Filed although it need not be.</param>
/// <param name="ProvincialNumber">By which it stands on the provincial platform; null where it does not.</param>
/// <param name="Versions">Newest first.</param>
public sealed record PublicInstrument(
    string Reference, string Name, string Model, string Manufacturer, string ClassCode, string Area, string? AreaName, string? Town, OrganisationName Organisation, decimal OriginalValueYuan,
    string Url, DateOnly? AsOf, string State, string Kind, bool Voluntary, DateOnly PublishedOn, DateOnly? ExitedOn, string? ProvincialNumber, string? ProvincialUrl, DateOnly? ProvincialSince,
    string? ExitCause, BatchName? Batch, PublicContact Contact, IReadOnlyList<PublicField> Fields, IReadOnlyList<PublicPrice> Tariff, IReadOnlyList<string> Pictures, int Version,
    IReadOnlyList<PublicVersion> Versions);

/// <summary>A published batch.</summary>
/// <param name="Instruments">How many are in it.</param>
public sealed record PublicBatch(int Number, string Title, DateOnly DecidedOn, string DecisionNumber, DateTimeOffset PublishedAt, int Instruments, string Url, string Annex);

/// <summary>One instrument at its place in a batch, as it was published then.</summary>
public sealed record PublicBatchLine(int Position, string Reference, string Name, string Model, string Organisation, decimal OriginalValueYuan, DateOnly? ExitedOn, string Url);

/// <summary>A published batch with its instruments.</summary>
public sealed record PublicBatchWithLines(PublicBatch Batch, IReadOnlyList<PublicBatchLine> Instruments);

/// <summary>An organisation in a list.</summary>
/// <param name="Instruments">How many it has on the ledger now.</param>
public sealed record ListedOrganisation(string Reference, string? Uscc, string Name, string? EnglishName, string Kind, string Area, int Instruments, string Url);

/// <summary>A host platform (所在平台) by its codes.</summary>
public sealed record PublicPlatform(string Name, string Kind, string? Level);

/// <summary>What is public about an organisation.</summary>
public sealed record PublicOrganisation(
    string Reference, string? Uscc, string Name, string? EnglishName, string Kind, string Area, string? Address, string? Postcode, string? OfficePhone, string? Website, string? About,
    IReadOnlyList<PublicPlatform> HostPlatforms, string Url);
