using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.OutputCaching;
using Yixiang.Kernel;
using Yixiang.Ledger.Figures;

namespace Yixiang.Ledger.Browsing;

/// <summary>A class with what is on the ledger of it.</summary>
public sealed record ClassLine(CodeRow Row, string Name, Figure Figure);

/// <summary>The national classification as far as the city has instruments in it.</summary>
[Public, OutputCache(PolicyName = LedgerCache.Policy)]
public sealed class ClassesModel(FiguresOfNow now, CodeTables tables, TimeProvider clock) : PageModel
{
    public DateOnly Today => clock.Today();

    public bool IsEmpty => now.Figures.Whole.Instruments == 0;

    public int Total => Classes.Sum(c => c.Figure.Instruments);

    public IReadOnlyList<ClassLine> Classes { get; private set; } = [];

    public void OnGet() => Classes = [.. Below(null)];

    public IEnumerable<ClassLine> Below(string? code) => ClassLines.Below(now.Figures, tables, code).Where(l => l.Figure.Instruments > 0);
}

internal static class ClassLines
{
    /// <summary>The classes one level below, in the order of the classification.</summary>
    public static IEnumerable<ClassLine> Below(LedgerFigures figures, CodeTables tables, string? code) =>
        tables.InstrumentClasses.Children(code).Select(r => Of(figures, tables, r));

    public static ClassLine Of(LedgerFigures figures, CodeTables tables, CodeRow row) => new(row, tables.InstrumentClasses.NameOf(row.Code), figures.Of(Grouping.Class, row.Code));
}
