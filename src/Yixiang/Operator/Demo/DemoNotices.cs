using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Notices;

namespace Yixiang.Operator;

/// <summary>A paper of the demo: a small PDF of lines; a drawing where it has none.</summary>
public sealed record DemoPaper(string Name, string? Title = null, IReadOnlyList<string[]>? Rows = null);

/// <summary>What the demo's bureau and units published. A second entry under a key is the next version.</summary>
/// <param name="Author">Key of an officer, or of a unit.</param>
/// <param name="Day">Of publication: a day, or so many days before (<c>-12</c>) or after (<c>+5</c>) the demo is loaded; so are all other days.</param>
/// <param name="Appears">It is scheduled for that day.</param>
/// <param name="Leave"><c>submitted</c>: it waits for the bureau.</param>
public sealed record DemoNotice(
    string Key, string Day, Phrase Title, Phrase Summary, IReadOnlyList<string> Body, NoticeKind? Kind = null, string? Author = null, string? English = null, string? Number = null,
    string? From = null, string? Until = null, TimeOnly? Opens = null, TimeOnly? Closes = null, Phrase? Place = null, string? InstrumentType = null, string? Class = null, string? Technique = null,
    bool Pinned = false, string? Withdraw = null, string? Reason = null, string? Appears = null, string? Leave = null, IReadOnlyList<DemoPaper>? Files = null);

/// <summary>The bureau publishes news, policies, guides and open days, a unit a guide to its instrument; one is replaced, one withdrawn, one waits for its hour.</summary>
internal sealed class DemoNotices(DemoScene scene, NoticeDrafts drafts, NoticeMoves moves, DemoPapers papers)
{
    private static readonly Edition.EditionLifecycle Life = Edition.Lifecycle;

    private readonly DemoPast past = scene.Past;
    private readonly Dictionary<string, int> numbers = [];
    private readonly Dictionary<string, DemoNotice> first = [];

    public void Tell()
    {
        foreach (var notice in scene.Data.Notices)
        {
            var begun = first.TryAdd(notice.Key, notice);
            past.On(DayOf(notice.Day), stop => PublishAsync(notice, begun, stop));
            if (notice.Withdraw is { } day)
            {
                past.On(DayOf(day), async stop => await MoveAsync(Life.Withdraw, await FindAsync(notice.Key, stop), new Reason(notice.Reason!), AuthorOf(notice), stop));
            }
        }
    }

    private async Task PublishAsync(DemoNotice told, bool begun, CancellationToken stop)
    {
        var author = AuthorOf(first[told.Key]);
        var edition = begun ? await drafts.BeginAsync(told.Kind!.Value, author, stop) : await drafts.ReviseAsync((await FindAsync(told.Key, stop)).Notice, author, stop);
        numbers[told.Key] = edition.Notice.Number;
        await drafts.SaveAsync(edition, await InputAsync(told, author, stop), edition.Version, author, stop);
        foreach (var paper in told.Files ?? [])
        {
            await drafts.AttachAsync(edition, paper.Name, new MemoryStream(Draw(paper)), author, stop);
        }

        await DecideAsync(told, edition, author, stop);
        if (told.Pinned)
        {
            await drafts.PinAsync(edition.Notice, true, author, stop);
        }
    }

    private async Task DecideAsync(DemoNotice told, Edition edition, Actor author, CancellationToken stop)
    {
        if (told.Appears is { } day)
        {
            await MoveAsync(Life.Schedule, edition, new Appointment(DayOf(day).ToDateTime(new(9, 0))), author, stop);
            return;
        }

        if (author.OrganisationId is not null)
        {
            await MoveAsync(Life.Submit, edition, new Nothing(), author, stop);
        }

        if (told.Leave is null)
        {
            await MoveAsync(Life.Publish, edition, new Nothing(), author.OrganisationId is null ? author : scene.Filings.Officer(0), stop);
        }
    }

    private Task MoveAsync(Lifecycle<Edition, EditionState>.Move move, Edition edition, object input, Actor actor, CancellationToken stop) => moves.MakeAsync(move, edition, input, actor, stop);

    private async Task<NoticeInput> InputAsync(DemoNotice told, Actor author, CancellationToken stop)
    {
        var instrument = told.InstrumentType is null ? null : await ReferenceAsync(told.InstrumentType, author, stop);
        var wording = new Wording
        {
            Title = told.Title.Chinese,
            EnglishTitle = told.Title.English,
            Summary = told.Summary.Chinese,
            EnglishSummary = told.Summary.English,
            Body = told.Body[0],
            EnglishBody = told.English,
            DocumentNumber = told.Number,
            Place = told.Place?.Chinese,
            EnglishPlace = told.Place?.English,
        };
        return new(wording, new(Day(told.From), Day(told.Until), told.Opens, told.Closes), told.Class, told.Technique, instrument);
    }

    /// <summary>The first published instrument of that type that the unit has.</summary>
    private Task<string> ReferenceAsync(string type, Actor author, CancellationToken stop)
    {
        var name = scene.Data.Types[type].Name.Chinese;
        var now = past.Db.InstrumentVersions.Where(v => v.Until == null && v.Name == name);
        return past.Db.Instruments.Where(i => i.OrganisationId == author.OrganisationId && i.PublishedAt != null && i.ExitedAt == null && now.Any(v => v.InstrumentId == i.Id)).OrderBy(i => i.Id).Select(i => i.Reference).FirstAsync(stop);
    }

    private Task<Edition> FindAsync(string key, CancellationToken stop)
    {
        var number = numbers[key];
        return past.Db.Editions.Include(e => e.Files).ThenInclude(f => f.File).Include(e => e.Notice).ThenInclude(n => n.Editions).SingleAsync(e => e.Notice.Number == number && e.State == EditionState.Published, stop);
    }

    private Actor AuthorOf(DemoNotice told) => scene.Data.Organisations.ContainsKey(told.Author!) ? scene.People[$"{told.Author}-admin"] : scene.People[told.Author!];

    private byte[] Draw(DemoPaper paper)
    {
        if (paper.Rows is not null)
        {
            return papers.Pdf(new(paper.Title!), [.. paper.Rows]) ?? File.ReadAllBytes(Path.Combine(CityPack.Folder, "demo", "licence.pdf"));
        }

        return papers.Picture(sketch => sketch.Screen(120, 170, 520));
    }

    private DateOnly? Day(string? told) => told is null ? null : DayOf(told);

    private DateOnly DayOf(string told) => told[0] is '-' or '+' ? past.Today.AddDays(int.Parse(told, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)) : DateOnly.Parse(told, CultureInfo.InvariantCulture);
}
