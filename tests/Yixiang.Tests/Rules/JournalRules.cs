using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Yixiang.Kernel;
using Yixiang.Operator;

namespace Yixiang.Tests.Rules;

/// <summary>Whatever can be written into the journal has its words in both languages: found in the code, so that a new act cannot forget them.</summary>
public class JournalRules
{
    private static readonly SyntaxNode[] Trees = [.. Repository.Code.Select(f => CSharpSyntaxTree.ParseText(f.Text, path: f.Path).GetRoot())];

    private static readonly InvocationExpressionSyntax[] Calls = [.. Trees.SelectMany(t => t.DescendantNodes()).OfType<InvocationExpressionSyntax>()];

    /// <summary>But for the one of a lifecycle, whose moves are looked at by themselves.</summary>
    private static readonly InvocationExpressionSyntax[] Entries =
        [.. Calls.Where(c => c.Expression.ToString() == "JournalEntry.Of" && !c.SyntaxTree.FilePath.EndsWith("Kernel/Lifecycle.cs", StringComparison.Ordinal))];

    private static readonly ILifecycle[] Lifecycles =
    [
        .. typeof(ILifecycle).Assembly.GetTypes().Where(t => !t.ContainsGenericParameters)
            .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static))
            .Where(f => typeof(ILifecycle).IsAssignableFrom(f.FieldType)).Select(f => f.GetValue(null)).Cast<ILifecycle>().Distinct(),
    ];

    [Fact]
    public void The_entries_are_found() => Assert.True(Entries.Length > 60, $"{Entries.Length} calls of JournalEntry.Of");

    [Fact]
    public void Every_act_has_its_words() =>
        Rule.Holds(from call in Entries
                   from act in Literals(call.ArgumentList.Arguments[2].Expression, 3)
                   where !Texts.Has($"journal.act-{act}")
                   select $"{At(call)}: journal.act-{act}");

    [Fact]
    public void Every_kind_of_thing_has_its_words() =>
        Rule.Holds((from call in Entries
                    from subject in Literals(call.ArgumentList.Arguments[0].Expression, 3)
                    where !JournalWords.IsSubject(subject)
                    select $"{At(call)}: journal.of-{subject}")
            .Concat(Lifecycles.Where(l => !JournalWords.IsSubject(l.Subject)).Select(l => $"journal.of-{l.Subject}")));

    [Fact]
    public void Every_state_of_a_lifecycle_is_told_in_words() =>
        Rule.Holds(from l in Lifecycles from state in l.States where JournalWords.OfState(l.Subject, state) == state select $"{l.Subject}: {state}");

    [Fact]
    public void No_words_for_acts_that_nobody_writes_down()
    {
        var acts = Entries.SelectMany(c => Literals(c.ArgumentList.Arguments[2].Expression, 3)).ToHashSet();
        Rule.Holds(Texts.Keys.Where(k => k.StartsWith("journal.act-", StringComparison.Ordinal) && !acts.Contains(k["journal.act-".Length..])));
    }

    /// <summary>The texts an expression can come to; what cannot be told stands as itself, and so has no words.</summary>
    private static IEnumerable<string> Literals(ExpressionSyntax expression, int depth) => expression switch
    {
        LiteralExpressionSyntax literal => [literal.Token.ValueText],
        ParenthesizedExpressionSyntax inner => Literals(inner.Expression, depth),
        ConditionalExpressionSyntax either => Literals(either.WhenTrue, depth).Concat(Literals(either.WhenFalse, depth)),
        SwitchExpressionSyntax arms => arms.Arms.SelectMany(a => Literals(a.Expression, depth)),
        MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax type } member => Constant(member.Name.Identifier.Text, type.Identifier.Text),
        IdentifierNameSyntax name when depth > 0 => Named(name, depth - 1),
        _ => [expression.ToString()],
    };

    private static IEnumerable<string> Constant(string name, string type) =>
        from field in Trees.SelectMany(t => t.DescendantNodes()).OfType<FieldDeclarationSyntax>()
        where field.Modifiers.Any(SyntaxKind.ConstKeyword) && field.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Identifier.Text == type
        from variable in field.Declaration.Variables
        where variable.Identifier.Text == name && variable.Initializer is not null
        from text in Literals(variable.Initializer!.Value, 0)
        select text;

    /// <summary>A parameter is what the callers hand over; a constant is what it says.</summary>
    private static List<string> Named(IdentifierNameSyntax name, int depth)
    {
        var text = name.Identifier.Text;
        if (name.Ancestors().OfType<MethodDeclarationSyntax>().FirstOrDefault() is { } method && method.ParameterList.Parameters.FirstOrDefault(p => p.Identifier.Text == text) is { } parameter)
        {
            var (place, isPrivate) = (method.ParameterList.Parameters.IndexOf(parameter), method.Modifiers.Any(SyntaxKind.PrivateKeyword));
            var callers = Calls.Where(c => NameOf(c) == method.Identifier.Text && c.ArgumentList.Arguments.Count > place && c.ArgumentList.Arguments[place].Expression is var given
                && IsOf(c, method) && (isPrivate ? c.SyntaxTree == name.SyntaxTree : given.IsKind(SyntaxKind.StringLiteralExpression) || given is ConditionalExpressionSyntax));
            var found = callers.SelectMany(c => Literals(c.ArgumentList.Arguments[place].Expression, depth)).ToList();
            return found.Count > 0 ? found : [$"{text} of {method.Identifier.Text}"];
        }

        var constants = Constant(text, name.Ancestors().OfType<TypeDeclarationSyntax>().First().Identifier.Text).ToList();
        return constants.Count > 0 ? constants : [text];
    }

    /// <summary>Of two methods with one name the call means the one with as many parameters.</summary>
    private static bool IsOf(InvocationExpressionSyntax call, MethodDeclarationSyntax method) =>
        call.ArgumentList.Arguments.Count <= method.ParameterList.Parameters.Count
        && call.ArgumentList.Arguments.Count >= method.ParameterList.Parameters.Count(p => p.Default is null);

    private static string NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier.Text,
        SimpleNameSyntax simple => simple.Identifier.Text,
        _ => "",
    };

    private static string At(SyntaxNode node) => $"{node.SyntaxTree.FilePath}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}";
}
