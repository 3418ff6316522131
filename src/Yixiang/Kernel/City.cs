namespace Yixiang.Kernel;

/// <summary>A city and the office that keeps its platform.</summary>
/// <param name="Code">Statutory code, six digits: <c>140700</c>.</param>
/// <param name="Office">Who answers questions, with an office phone that may be public.</param>
/// <param name="BatchName">How batches are called: <c>{0}</c> is the number, written 一, 二 … in Chinese.</param>
public sealed record City(
    string Code, Phrase Province, Phrase Name, Phrase SiteTitle, Phrase Bureau, Office Office, Phrase Notice, Phrase BatchName, Phrase ListTitle,
    string ReferencePrefix, MailSender Mail);

/// <summary>An office that the public may call.</summary>
public sealed record Office(Phrase Name, Phrase Address, string Phone, string Email, Phrase Hours);

/// <summary>In whose name mail is sent.</summary>
public sealed record MailSender(string Address, Phrase Name);

/// <summary>District and county are statutory; a zone is the city's own division inside another area.</summary>
public enum AreaKind { District, County, CountyLevelCity, Zone }

/// <summary>One of the city's areas.</summary>
/// <param name="Code">GB/T 2260 code, or for a zone a code of this platform's own.</param>
/// <param name="Within">For a zone: the statutory area whose code national forms ask for.</param>
/// <param name="Note">Why a code is not statutory.</param>
public sealed record Area(string Code, Phrase Name, AreaKind Kind, string PostalCode, string? Within = null, Phrase? Note = null)
{
    /// <summary>Is the code one of GB/T 2260?</summary>
    public bool IsStatutory => Within is null;

    /// <summary>The code national and provincial forms understand.</summary>
    public string StatutoryCode => Within ?? Code;
}

/// <summary>The kinds of organisation and of host platform the notice names (A1).</summary>
public sealed record Kinds(IReadOnlyList<Choice> Organisations, IReadOnlyList<Choice> HostPlatforms);

/// <summary>Settings a city chooses; an operator may override them by configuration.</summary>
public sealed record CitySettings(PasswordRules Password, LockoutRules Lockout, SessionRules Session, IReadOnlyList<string> SecondFactorRoles, UploadLimits Uploads, VoiceSettings Voices, FigureSettings Figures);

/// <summary>What the city keeps of people who speak without an account.</summary>
/// <param name="ContactDays">So many days after a report or a need is settled its contact is erased.</param>
public sealed record VoiceSettings(int ContactDays);

/// <summary>From when on a number about people is told to the public.</summary>
/// <param name="LeastPersons">A smaller number of persons is held back, because a person could be guessed from it.</param>
/// <param name="LeastAnswers">A response time is told from so many answers on.</param>
/// <param name="LastAnswers">The response time of an organisation is that of its last so many answers.</param>
public sealed record FigureSettings(int LeastPersons, int LeastAnswers, int LastAnswers);

/// <param name="Classes">How many of the four classes (upper, lower, digit, sign) a password needs.</param>
public sealed record PasswordRules(int MinimumLength, int Classes);

public sealed record LockoutRules(int Attempts, int Minutes);

/// <param name="IdleMinutes">A session ends after so many minutes without a request, with a warning before.</param>
public sealed record SessionRules(int IdleMinutes, int LongestHours);

/// <summary>Limits of files, in MiB (1,048,576 bytes) and pieces.</summary>
/// <param name="Attachments">Endings allowed for attachments of a filing, without the dot.</param>
public sealed record UploadLimits(int AttachmentMiB, int PictureMiB, int SheetMiB, int AttachmentsPerFiling, int PicturesPerInstrument, IReadOnlyList<string> Attachments, IReadOnlyList<string> Pictures)
{
    public const long BytesPerMiB = 1024 * 1024;

    public long AttachmentBytes => AttachmentMiB * BytesPerMiB;
    public long PictureBytes => PictureMiB * BytesPerMiB;
    public long SheetBytes => SheetMiB * BytesPerMiB;
}
