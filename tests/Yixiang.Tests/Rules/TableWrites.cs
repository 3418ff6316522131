using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Yixiang.Tests.Rules;

/// <summary>A place in a file where rows of a table are added, changed in bulk or removed.</summary>
/// <param name="Table">The property of the table (<c>Filings</c>) or the entity (<c>Filing</c>), as the code names it.</param>
internal sealed record TableWrite(string Table, int Line);

/// <summary>Finds writes to tables by their shape: <c>db.Filings.Add</c>, <c>db.Set&lt;Filing&gt;().Remove</c>, <c>db.Add(new Filing …)</c>, <c>….ExecuteUpdateAsync</c>.</summary>
internal static class TableWrites
{
    private static readonly HashSet<string> Verbs =
    [
        "Add", "AddAsync", "AddRange", "AddRangeAsync", "Attach", "AttachRange", "Update", "UpdateRange", "Remove", "RemoveRange",
        "ExecuteUpdate", "ExecuteUpdateAsync", "ExecuteDelete", "ExecuteDeleteAsync",
    ];

    public static IEnumerable<TableWrite> In(string text) =>
        from call in CSharpSyntaxTree.ParseText(text).GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>()
        let target = call.Expression as MemberAccessExpressionSyntax
        where target is not null && Verbs.Contains(target.Name.Identifier.Text)
        let table = TableOf(target.Expression) ?? NewEntity(target.Expression, call)
        where table is not null
        orderby call.SpanStart
        select new TableWrite(table, call.GetLocation().GetLineSpan().StartLinePosition.Line + 1);

    /// <summary>Walks back along a chain of calls to its root: <c>db.Filings</c> or <c>db.Set&lt;Filing&gt;()</c>.</summary>
    private static string? TableOf(ExpressionSyntax expression) => expression switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: GenericNameSyntax { Identifier.Text: "Set" } set } } => set.TypeArgumentList.Arguments[0].ToString(),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax chained } => TableOf(chained.Expression),
        MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax context } table when char.IsLower(context.Identifier.Text[0]) => table.Name.Identifier.Text,
        _ => null,
    };

    private static string? NewEntity(ExpressionSyntax target, InvocationExpressionSyntax call) =>
        target is IdentifierNameSyntax { Identifier.Text: "db" or "context" } && call.ArgumentList.Arguments.FirstOrDefault()?.Expression is ObjectCreationExpressionSyntax made
            ? made.Type.ToString() : null;
}
