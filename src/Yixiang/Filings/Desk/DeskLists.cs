using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Filings.Desk;

/// <summary>The lists of the desk as files (A4: every list exports), narrowed and ordered as the page is.</summary>
internal static class DeskLists
{
    private static Table<QueueRow> Queue(CityPack pack, Codebook codebook) => new Table<QueueRow>("desk.queue")
        .Code("desk.column-reference", r => r.Reference).Text("field.name", r => r.Name, 30).Text("field.model", r => r.Model).Text("field.ownNumber", r => r.OwnNumber)
        .Text("desk.column-organisation", r => r.Organisation, 28).Code("desk.column-uscc", r => r.Uscc, 22).Text("desk.column-area", r => pack.AreaName(r.AreaCode), 14)
        .Text("desk.column-kind", r => T(r.Kind), 12).Text("desk.column-resource", r => T(r.ResourceKind), 16).Text("field.classCode", r => codebook.Of(Fields.ClassCode).NameOf(r.ClassCode))
        .Text("desk.column-state", r => T(r.State), 12).Money("field.originalValue", r => r.OriginalValue).Date("field.acceptedOn", r => r.AcceptedOn).Date("desk.column-due", r => r.DueOn)
        .Instant("desk.column-submitted", r => r.SubmittedAt).Number("desk.column-late", r => r.DaysLate).Number("desk.column-round", r => r.Round)
        .Instant("desk.column-decided", r => r.DecidedAt).Text("desk.column-assigned", r => r.AssignedTo);

    private static Table<OverdueRow> Owed(CityPack pack, DateOnly today) => new Table<OverdueRow>("desk.overdue")
        .Text("desk.column-organisation", r => r.Organisation, 28).Code("desk.column-uscc", r => r.Uscc, 22).Text("desk.column-area", r => pack.AreaName(r.AreaCode), 14)
        .Code("desk.column-reference", r => r.Reference).Text("field.ownNumber", r => r.OwnNumber).Text("field.name", r => r.Name, 30)
        .Date("field.acceptedOn", r => r.AcceptedOn).Date("desk.column-due", r => r.DueOn).Number("desk.column-over", r => Math.Max(0, r.DaysOver(today)))
        .Number("desk.column-completeness", r => r.Completeness).Code("desk.column-phone", r => r.OfficePhone);

    public static void MapDeskLists(this IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/filings/export/{format}", (string format, HttpRequest request, Db db, Actor actor, CityPack pack, Codebook codebook, TimeProvider clock) =>
        {
            if (FormatOf(format) is not { } kind)
            {
                return Results.NotFound();
            }

            var ask = QueueAsk.Read(new(request.Query));
            var rows = db.RowsOf(ask.Order(ask.Narrow(db.Filings.AsNoTracking().VisibleTo(actor), db.Organisations, actor)));
            return Download.Of(Queue(pack, codebook), kind, $"{T("desk.queue")}-{CityTime.Show(clock.Today())}", rows.AsAsyncEnumerable(), Heading("desk.queue", pack, clock), null!);
        }).For(Roles.Officers).ExcludeFromDescription();

        app.MapGet("/desk/overdue/export/{format}", (string format, HttpRequest request, Db db, Actor actor, CityPack pack, TimeProvider clock) =>
        {
            if (FormatOf(format) is not { } kind)
            {
                return Results.NotFound();
            }

            var ask = OverdueAsk.Read(new(request.Query));
            var board = new OverdueBoard(db, actor, clock.Today());
            return Download.Of(Owed(pack, clock.Today()), kind, $"{T("desk.overdue")}-{CityTime.Show(clock.Today())}", board.RowsOf(board.Narrow(ask), ask.Organisation).AsAsyncEnumerable(), Heading("desk.overdue", pack, clock), null!);
        }).For(Roles.Officers).ExcludeFromDescription();
    }

    private static SheetFormat? FormatOf(string format) => format switch { "xlsx" => SheetFormat.Xlsx, "csv" => SheetFormat.Csv, _ => null };

    private static TableHeading Heading(string title, CityPack pack, TimeProvider clock) => new(T(title), T("desk.list-of", pack.City.Bureau, CityTime.Show(clock.GetUtcNow())));
}
