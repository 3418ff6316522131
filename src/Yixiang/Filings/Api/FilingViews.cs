using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Filings;

/// <summary>How filings are told over the API.</summary>
internal sealed class FilingViews(Db db, Inspector inspector, CityPack pack)
{
    public const string Root = "/api/v1/filings";

    public async Task<FilingView> OfAsync(Filing filing, Actor actor, CancellationToken stop)
    {
        var particulars = filing.Particulars();
        var findings = Missing(filing);
        var instrument = filing.InstrumentId is { } id ? await db.Instruments.Where(i => i.Id == id).Select(i => i.Reference).SingleAsync(stop) : null;
        return new(
            filing.Reference, filing.Kind, filing.ResourceKind, filing.State, filing.AreaCode, instrument, particulars.Values, particulars.Tariff,
            filing is { ExitCause: { } cause, ExitOn: { } on } ? new(cause, on, filing.ExitNote ?? "") : null,
            filing.Completeness, [.. findings.Select(f => new FilingProblem(f.Field, f.Code, f.Sentence))], filing.DueOn, National(filing), filing.DaysLate, filing.Exemption is not null, filing.Round,
            filing.SubmittedAt, filing.DecidedAt, filing.RulesVersion, filing.Version,
            [.. filing.ReturnReasons.Where(r => r.Round == filing.Round).OrderBy(r => r.Id).Select(r => new FilingReturn(r.Field, r.Text))],
            [.. filing.Attachments.OrderBy(a => a.Id).Select(a => new FilingFile(a.Id, a.Kind, a.File.Name, a.File.ContentType, a.File.Size, a.File.Digest, a.Caption, $"{Root}/{filing.Reference}/attachments/{a.Id}"))],
            [.. Filing.Lifecycle.AvailableTo(actor, filing).Select(m => new FilingAction(m.Name, T(m.Label), "POST", $"{Root}/{filing.Reference}/{m.Name}"))]);
    }

    /// <summary>What must be mended before it can be submitted, field by field.</summary>
    public IReadOnlyList<FieldProblem> Missing(Filing filing) => filing.Kind == FilingKind.Exit ? [] : inspector.Inspect(filing.ResourceKind, filing.Particulars()).Blocking;

    public static ListedFiling Line(QueueRow r) => new(
        r.Reference, r.Kind, r.ResourceKind, r.State, r.Name, r.Model, r.OwnNumber, r.ClassCode, r.OriginalValue.Amount, new(r.OrganisationReference, r.Organisation, r.Uscc), r.AreaCode,
        r.AcceptedOn, r.DueOn, r.SubmittedAt, r.DaysLate, $"{Root}/{r.Reference}");

    private DateOnly? National(Filing filing) => filing is { DueOn: not null, AcceptedOn: { } accepted } ? pack.RulesAt(accepted).Filing.NationallyDueOn(accepted, pack.WorkingDays) : null;
}
