using System.Reflection;
using Yixiang.Kernel;
using Yixiang.Tests.Kernel;

namespace Yixiang.Tests.Rules;

/// <summary>Every lifecycle of the product, found by itself: a new one is held to the same rules from its first day.</summary>
public class LifecycleRules
{
    private static readonly ILifecycle[] Found =
    [
        .. typeof(ILifecycle).Assembly.GetTypes().Where(t => !t.ContainsGenericParameters)
            .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static))
            .Where(f => typeof(ILifecycle).IsAssignableFrom(f.FieldType))
            .Select(f => f.GetValue(null)).Cast<ILifecycle>().Distinct().OrderBy(l => l.Subject, StringComparer.Ordinal),
    ];

    public static TheoryData<string> Subjects => [.. Found.Select(l => l.Subject)];

    [Fact]
    public void The_lifecycles_are_found() => Assert.Superset(new HashSet<string> { "batch", "filing", "grant", "instrument", "organisation" }, Found.Select(l => l.Subject).ToHashSet());

    [Theory, MemberData(nameof(Subjects))]
    public void Its_page_in_docs_is_what_the_code_says(string subject) => Repository.IsUpToDate($"docs/lifecycles/{subject}.md", Of(subject).ToMarkdown());

    [Fact]
    public void No_page_in_docs_speaks_of_a_lifecycle_that_is_gone() =>
        Assert.Equal(Found.Select(l => l.Subject), Directory.GetFiles(Path.Combine(Repository.Root, "docs/lifecycles"), "*.md").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_lifecycle_is_walked_through_HTTP_by_everybody_in_every_state() =>
        Assert.Equal(Found.Select(l => l.Subject), typeof(LifecycleRules).Assembly.GetTypes().SelectMany(t => t.GetCustomAttributes<MatrixOfAttribute>()).Select(m => m.Subject).Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Subjects))]
    public void Every_state_can_be_reached(string subject)
    {
        var lifecycle = Of(subject);
        var reached = lifecycle.Beginnings.ToHashSet();
        while (lifecycle.Moves.Where(m => m.FromStates.Any(reached.Contains)).ToList().Any(m => reached.Add(m.ToState)))
        {
        }

        Assert.Equal(lifecycle.States.Order(), reached.Order());
    }

    [Theory, MemberData(nameof(Subjects))]
    public void Names_of_moves_are_distinct_and_imperative_in_the_address(string subject)
    {
        var names = Of(subject).Moves.Select(m => m.Name).ToList();
        Assert.Distinct(names);
        Assert.All(names, name => Assert.Matches("^[a-z]+(-[a-z]+)*$", name));
    }

    [Theory, MemberData(nameof(Subjects))]
    public void A_move_is_made_by_somebody_from_somewhere(string subject) =>
        Assert.All(Of(subject).Moves, move =>
        {
            Assert.NotEmpty(move.By);
            Assert.NotEmpty(move.FromStates);
            Assert.DoesNotContain(Role.Visitor, move.By);
            Assert.Distinct(move.By);
            Assert.Distinct(move.FromStates);
        });

    [Theory, MemberData(nameof(Subjects))]
    public void Every_move_and_state_has_its_words(string subject)
    {
        var lifecycle = Of(subject);
        var states = lifecycle.GetType().BaseType!.GetGenericArguments()[1].Name;
        var keys = lifecycle.Moves.Select(m => m.Label).Concat(lifecycle.States.Select(s => $"enum.{states}.{s}"));

        Rule.Holds(keys.Where(key => !Texts.Has(key)));
    }

    /// <summary>Writing a state anywhere but in a move is what the private setter forbids.</summary>
    [Theory, MemberData(nameof(Subjects))]
    public void No_state_can_be_written_from_outside(string subject)
    {
        var entity = Of(subject).GetType().BaseType!.GetGenericArguments()[0];
        Assert.True(entity.GetProperty("State")!.SetMethod is null or { IsPrivate: true }, $"{entity.Name}.State can be written from outside.");
    }

    private static ILifecycle Of(string subject) => Found.Single(l => l.Subject == subject);
}
