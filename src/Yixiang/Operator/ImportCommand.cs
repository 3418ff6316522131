using System.CommandLine;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Yixiang.Filings;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Organisations;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Operator;

/// <summary>Loads a spreadsheet of instruments: as drafts, or as accepted filings that are published as a batch on the ground of a decision.</summary>
internal static class ImportCommand
{
    private static readonly Argument<string> SheetFileArgument = new("FILE") { Description = T("operator.import-file") };
    private static readonly Option<string?> OrganisationOption = new("--organisation") { Description = T("operator.import-organisation"), HelpName = "CODE" };
    private static readonly Option<string?> MappingOption = new("--mapping") { Description = T("operator.import-mapping"), HelpName = "FILE" };
    private static readonly Option<bool> DryRunOption = new("--dry-run") { Description = T("operator.import-dry-run") };
    private static readonly Option<string?> BatchOption = new("--as-batch") { Description = T("operator.import-as-batch"), HelpName = "TITLE" };
    private static readonly Option<string?> DecisionOption = new("--decision") { Description = T("operator.import-decision"), HelpName = "FILE" };
    private static readonly Option<string?> DecidedOnOption = new("--decided-on") { Description = T("operator.import-decided-on"), HelpName = "DATE" };

    private static readonly Option<string[]> CheckedByOption = new("--checked-by") { Description = T("operator.import-checked-by"), HelpName = "LOGIN", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };

    private static readonly Actor Bureau = Actor.Product with { Role = Role.BureauOfficer };

    public static Command Create()
    {
        var command = new Command("import", T("operator.import")) { SheetFileArgument, OrganisationOption, MappingOption, DryRunOption, BatchOption, DecisionOption, DecidedOnOption, CheckedByOption };
        command.Validators.Add(result =>
        {
            if (result.GetValue(BatchOption) is not null && result.GetValue(DecisionOption) is null)
            {
                result.AddError(T("operator.import-needs-decision"));
            }
        });
        return command.Does(async (call, stop) =>
        {
            try
            {
                return await RunAsync(call, stop);
            }
            catch (RefusedException refused)
            {
                return new(Outcome.Unusable, refused.Refusal.Sentence, new { refused = refused.Refusal.Code, sentence = refused.Refusal.Sentence });
            }
        });
    }

    private static async Task<Outcome> RunAsync(Call call, CancellationToken stop)
    {
        await UpgradeWhenNewAsync(call, stop);
        var checkers = await call.Of<Adoption>().CheckersAsync(call.Parsed.GetRequiredValue(CheckedByOption), stop);
        var import = await BeginAsync(call, stop);
        await CarryAsync(call, import, call.Parsed.GetValue(DryRunOption) ? Import.Lifecycle.Check : Import.Lifecycle.Load, stop);
        import = await call.Db.Imports.AsNoTracking().Include(i => i.File).SingleAsync(i => i.Id == import.Id, stop);
        if (import.ReadProblem() is { } problem)
        {
            throw new RefusedException(problem);
        }

        if (call.Parsed.GetValue(BatchOption) is { } title && import.State == ImportState.Applied)
        {
            await PublishAsync(call, import, title, checkers, stop);
        }

        var report = await ReportAsync(call, import, stop);
        var c = import.Counts;
        return new(
            c.Rejected + c.Duplicates > 0 ? Outcome.Found : Outcome.Done,
            string.Join('\n', [T("operator.imported", c.Rows, c.Accepted, c.Corrected, c.Rejected, c.Unchanged, c.Duplicates, report), .. import.ReadNotes().Select(n => n.Sentence)]),
            new { rows = c.Rows, accepted = c.Accepted, corrected = c.Corrected, rejected = c.Rejected, unchanged = c.Unchanged, duplicates = c.Duplicates, report });
    }

    /// <summary>A first load may meet an empty place; a database of an older version is not touched unasked.</summary>
    private static async Task UpgradeWhenNewAsync(Call call, CancellationToken stop)
    {
        if (!await call.Of<Schema>().IsCurrentAsync(stop) && !(await call.Db.Database.GetAppliedMigrationsAsync(stop)).Any())
        {
            await call.Of<Schema>().UpgradeAsync(stop);
        }

        await call.DemandCurrentAsync(stop);
    }

    private static async Task<Import> BeginAsync(Call call, CancellationToken stop)
    {
        var path = call.Parsed.GetRequiredValue(SheetFileArgument);
        var admits = call.Parsed.GetValue(BatchOption) is not null || call.Parsed.GetValue(DecisionOption) is not null;
        await using var content = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, useAsync: true);
        var ground = admits ? await GroundAsync(call, stop) : null;
        var owner = await OrganisationAsync(call, stop);
        var import = await call.Of<ImportDesk>().BeginAsync(content, Path.GetFileName(path), admits ? null : owner, ground, owner, Actor.Product, stop);
        var (mapping, sheet) = (import.ReadMapping(), (string?)null);
        if (call.Parsed.GetValue(MappingOption) is { } file)
        {
            var json = await File.ReadAllTextAsync(file, stop);
            sheet = MappingFile.SheetOf(json);
            var look = await call.Of<ImportDesk>().LookAsync(import, MappingFile.KindOf(json), sheet, stop);
            mapping = MappingFile.Over(look.Mapping, look.Header, json);
        }

        await call.Of<ImportDesk>().MapAsync(import, mapping, Actor.Product, sheet, stop);
        return import;
    }

    /// <summary>The unit of <c>--organisation</c>; one that nobody knows yet is created unverified.</summary>
    private static async Task<long?> OrganisationAsync(Call call, CancellationToken stop)
    {
        if (call.Parsed.GetValue(OrganisationOption) is not { } given)
        {
            return null;
        }

        if (await call.Db.Organisations.Named(given).Select(o => (long?)o.Id).SingleOrDefaultAsync(stop) is { } known)
        {
            return known;
        }

        if (!Uscc.TryParse(given, out var code, out var problem))
        {
            throw new RefusedException(new(RefusalKind.WrongInput, "import-organisation-code", given, problem!.Sentence));
        }

        var organisation = Organisation.OrganisationLifecycle.Begin(
            new() { Reference = await call.Db.NextOrganisationAsync(stop), Uscc = code.ToString(), Name = code.ToString(), Kind = OrganisationKind.Other, AreaCode = call.Of<CityPack>().City.Code, CreatedAt = call.Now }, namedByList: true);
        call.Db.Organisations.Add(organisation);
        call.Db.Record(JournalEntry.Of("organisation", organisation.Reference, "name", call.Act, null, null, nameof(OrganisationState.Unverified)));
        await call.Db.SaveAsync(organisation.Reference, stop);
        return organisation.Id;
    }

    /// <summary>Keeps the decision document; its name is its number: <c>市科函〔2023〕5号.pdf</c>.</summary>
    private static async Task<ImportGround> GroundAsync(Call call, CancellationToken stop)
    {
        var path = call.Parsed.GetRequiredValue(DecisionOption)!;
        var files = call.Of<FileStore>();
        await using var content = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, useAsync: true);
        var (digest, size) = await files.KeepAsync(content, call.Of<CityPack>().Settings.Uploads.AttachmentBytes, stop);
        var file = new StoredFile { Digest = digest, Name = Path.GetFileName(path), ContentType = TypeOf(files, digest), Size = size, StoredAt = call.Now };
        call.Db.Set<StoredFile>().Add(file);
        call.Db.Record(JournalEntry.Of("import", file.Name, "decision", call.Act, digest));
        await call.Db.SaveAsync(file.Name, stop);
        return new(Path.GetFileNameWithoutExtension(path), file.Id);
    }

    private static string TypeOf(FileStore files, string digest)
    {
        using var kept = files.Open(digest);
        return FileNatures.Of(kept) switch
        {
            FileNature.Pdf => "application/pdf",
            FileNature.Text => "text/plain",
            _ => "application/octet-stream",
        };
    }

    /// <summary>Does the pass here; where a server works on the same database, it may be quicker, and its end is awaited.</summary>
    private static async Task CarryAsync(Call call, Import import, Lifecycle<Import, ImportState>.Move move, CancellationToken stop)
    {
        var actor = move == Import.Lifecycle.Load ? Actor.Product : import.OrganisationId is { } unit ? Actor.Product with { Role = Role.UnitAdministrator, OrganisationId = unit } : Bureau;
        await call.Db.MoveAsync(move, import, new Nothing(), actor, call.Now, stop);
        await call.Of<ImportRun>().CarryAsync(import.Reference, stop: stop);
        while (await call.Db.Imports.AnyAsync(i => i.Id == import.Id && (i.State == ImportState.Checking || i.State == ImportState.Applying), stop))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, stop);
        }
    }

    private static async Task PublishAsync(Call call, Import import, string title, Checkers? checkers, CancellationToken stop)
    {
        var (drafts, moves) = (call.Of<BatchDrafts>(), call.Of<BatchMoves>());
        if (!await drafts.Brought(import).AnyAsync(stop))
        {
            return;
        }

        var decidedOn = call.Parsed.GetValue(DecidedOnOption) is { } given
            ? DateOnly.ParseExact(given, "yyyy-MM-dd", CultureInfo.InvariantCulture)
            : CityTime.DateOf(call.Now);
        var batch = await drafts.BeginAsync(new(title, decidedOn, import.Ground!), Bureau, stop, import);
        await drafts.FillAsync(batch, Bureau, stop);
        await call.Of<Adoption>().AdoptAsync(batch, await call.Db.Set<StoredFile>().SingleAsync(f => f.Id == import.GroundFileId, stop), checkers, stop);
        await moves.MakeAsync(Batch.Lifecycle.Publish, batch, new Nothing(), Bureau, stop);
    }

    private static async Task<string> ReportAsync(Call call, Import import, CancellationToken stop)
    {
        var folder = Path.Combine(Path.GetDirectoryName(call.Of<FileStore>().Root)!, "reports");
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, ImportReport.FileName(import));
        await using var file = new FileStream(path, FileMode.Create);
        await call.Of<ImportReport>().WriteAsync(import, file, stop);
        return path;
    }
}
