using System.ComponentModel.DataAnnotations;
using System.Text;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Kernel;

/// <summary>Something that stands in one of a few states and moves between them by declared moves only.</summary>
public interface IStateful<out TState> where TState : struct, Enum
{
    /// <summary>The name by which people and other systems know it, such as <c>F-2026-000123</c>.</summary>
    string Reference { get; }

    TState State { get; }
}

/// <summary>Input of a move that asks for nothing.</summary>
public sealed record Nothing;

/// <summary>Input of a move that must be justified, 2 to 500 characters.</summary>
public sealed record Reason([property: Required(ErrorMessage = "reason-length"), StringLength(500, MinimumLength = 2, ErrorMessage = "reason-length")] string Text);

/// <summary>Which rows a role may move: all, those of its own organisation, those of its own area.</summary>
public sealed record Scope<TEntity>(string Name, Func<TEntity, Actor, bool> Holds)
{
    public static readonly Scope<TEntity> Everything = new("all", (_, _) => true);
}

/// <summary>The moment and the person of a move, handed to its effect.</summary>
public sealed record Act(Actor Actor, DateTimeOffset At);

/// <summary>What pages, the API, the documents and the tests may ask of any lifecycle without knowing its entity.</summary>
public interface ILifecycle
{
    string Subject { get; }

    IEnumerable<IMove> Moves { get; }

    IEnumerable<string> States { get; }

    string InitialState { get; }

    /// <summary>Every state in which something may come into being; the first is the usual one.</summary>
    IEnumerable<string> Beginnings { get; }

    string ToMarkdown();
}

/// <summary>One declared move, seen from outside.</summary>
public interface IMove
{
    string Name { get; }

    /// <summary>The text key of its label: <c>move.SUBJECT.NAME</c>.</summary>
    string Label { get; }

    IEnumerable<string> FromStates { get; }

    string ToState { get; }

    IReadOnlyList<Role> By { get; }

    string ScopeName { get; }

    string? Term { get; }

    Type InputType { get; }
}

/// <summary>All states of an entity and every move between them, declared once; pages, API, journal, documents and tests read it.</summary>
/// <remarks>
/// A state can only be written by <see cref="Enter"/>, and <see cref="Enter"/> is only called by a declared move,
/// so a move that is not declared cannot be expressed in code.
/// </remarks>
public abstract class Lifecycle<TEntity, TState> : ILifecycle where TEntity : class, IStateful<TState> where TState : struct, Enum
{
    private readonly List<Move> moves = [];

    public IReadOnlyList<Move> Moves => moves;

    public abstract TState Initial { get; }

    /// <summary>States beside <see cref="Initial"/> in which something may come into being, such as an organisation that an official list names.</summary>
    public virtual IReadOnlyList<TState> OtherBeginnings => [];

    /// <summary>The word of this lifecycle in text keys, journal and documents: <c>filing</c>.</summary>
    public string Subject { get; } = typeof(TEntity).Name.ToLowerInvariant();

    IEnumerable<IMove> ILifecycle.Moves => moves;

    IEnumerable<string> ILifecycle.States => Enum.GetNames<TState>();

    string ILifecycle.InitialState => Initial.ToString();

    IEnumerable<string> ILifecycle.Beginnings => OtherBeginnings.Prepend(Initial).Select(s => s.ToString());

    protected abstract void Enter(TEntity entity, TState state);

    public Move? Find(string name) => moves.Find(m => m.Name == name);

    /// <summary>The moves that are open to this actor now.</summary>
    public IEnumerable<Move> AvailableTo(Actor actor, TEntity entity) => moves.Where(m => m.WhyNot(actor, entity) is null);

    /// <summary>The moves this actor may make in this state, even when something is still missing: shown as a button that says what is missing.</summary>
    public IEnumerable<Move> OfferedTo(Actor actor, TEntity entity) =>
        moves.Where(m => m.WhyNot(actor, entity) is null or { Kind: RefusalKind.Incomplete });

    protected Move<TInput> Declare<TInput>(
        string name, TState[] from, TState to, Role[] by,
        Scope<TEntity>? scope = null,
        Func<TEntity, Actor, Refusal?>? unless = null,
        Action<TEntity, TInput, Act>? then = null,
        string? term = null) where TInput : class
    {
        var move = new Declared<TInput>(this, new(name, from, to, by, scope ?? Scope<TEntity>.Everything, unless, term), then);
        moves.Add(move);
        return move;
    }

    internal sealed record Declaration(
        string Name, TState[] From, TState To, Role[] By, Scope<TEntity> Scope, Func<TEntity, Actor, Refusal?>? Unless, string? Term);

    /// <summary>One declared move. Only <see cref="Declare"/> makes one.</summary>
    public abstract class Move : IMove
    {
        private readonly Declaration declared;
        private readonly string subject;

        private protected Move(string subject, Declaration declared) => (this.subject, this.declared) = (subject, declared);

        public string Name => declared.Name;
        public string Label => $"move.{subject}.{declared.Name}";
        public IReadOnlyList<TState> From => declared.From;
        public TState To => declared.To;
        public IReadOnlyList<Role> By => declared.By;
        public string ScopeName => declared.Scope.Name;
        public string? Term => declared.Term;
        public abstract Type InputType { get; }
        IEnumerable<string> IMove.FromStates => declared.From.Select(s => s.ToString());
        string IMove.ToState => declared.To.ToString();

        /// <summary>The reason why this actor may not make this move now, or null when it is open.</summary>
        public Refusal? WhyNot(Actor actor, TEntity entity)
        {
            if (!By.Contains(actor.Role) || !declared.Scope.Holds(entity, actor))
            {
                return new(RefusalKind.NotAllowed, "move-not-allowed", T(actor.Role), T(Label), entity.Reference);
            }

            if (!From.Contains(entity.State))
            {
                return new(RefusalKind.WrongState, "move-wrong-state", entity.Reference, T(entity.State), T(Label), string.Join(T("list.or"), From.Select(s => T(s))));
            }

            return declared.Unless?.Invoke(entity, actor);
        }

        internal abstract JournalEntry FireParsed(Act act, TEntity entity, object input);
    }

    /// <summary>A move that takes this input.</summary>
    public abstract class Move<TInput> : Move where TInput : class
    {
        private protected Move(string subject, Declaration declared) : base(subject, declared)
        {
        }

        public override Type InputType => typeof(TInput);

        /// <summary>Makes the move and gives the journal entry that must be saved with it.</summary>
        /// <exception cref="RefusedException">The move is not open to this actor now.</exception>
        public abstract JournalEntry Fire(Act act, TEntity entity, TInput input);

        internal override JournalEntry FireParsed(Act act, TEntity entity, object input) => Fire(act, entity, (TInput)input);
    }

    private sealed class Declared<TInput>(Lifecycle<TEntity, TState> lifecycle, Declaration declared, Action<TEntity, TInput, Act>? then)
        : Move<TInput>(lifecycle.Subject, declared) where TInput : class
    {
        public override JournalEntry Fire(Act act, TEntity entity, TInput input)
        {
            if (WhyNot(act.Actor, entity) is { } refusal)
            {
                throw new RefusedException(refusal);
            }

            var before = entity.State;
            lifecycle.Enter(entity, To);
            then?.Invoke(entity, input, act);
            return JournalEntry.Of(lifecycle.Subject, entity.Reference, Name, act, input, before.ToString(), To.ToString());
        }
    }

    public string ToMarkdown()
    {
        var text = new StringBuilder($"# {typeof(TEntity).Name}\n\nGenerated from the code by `bin/docs`; do not edit.\n\n```mermaid\nstateDiagram-v2\n");
        foreach (var beginning in OtherBeginnings.Prepend(Initial))
        {
            text.Append($"  [*] --> {beginning}\n");
        }

        foreach (var (move, from) in moves.SelectMany(m => m.From.Select(f => (m, f))))
        {
            text.Append($"  {from} --> {move.To}: {move.Name}\n");
        }

        text.Append("```\n\n| move | 中文 | from | to | by | scope | asks for | term |\n|---|---|---|---|---|---|---|---|\n");
        foreach (var m in moves)
        {
            text.Append($"| {m.Name} | {In(Chinese, m.Label)} | {string.Join(", ", m.From)} | {m.To} | {string.Join(", ", m.By)} | {m.ScopeName} | {m.InputType.Name} | {m.Term} |\n");
        }

        return text.ToString();
    }
}
