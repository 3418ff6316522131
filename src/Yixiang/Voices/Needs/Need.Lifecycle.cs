using System.ComponentModel.DataAnnotations;
using Yixiang.Kernel;
using static Yixiang.Voices.NeedState;

namespace Yixiang.Voices;

/// <summary>An instrument of the ledger, by its reference.</summary>
public sealed record NeedInstrument([property: Required(ErrorMessage = "required"), StringLength(20, ErrorMessage = "required")] string Instrument);

/// <summary>What the asker is told beside the instruments, 5 to 2,000 characters.</summary>
public sealed record NeedAnswer([property: Required(ErrorMessage = "report-answer-length"), StringLength(2000, MinimumLength = 5, ErrorMessage = "report-answer-length")] string Text);

public sealed partial class Need
{
    public static readonly NeedLifecycle Lifecycle = new();

    /// <summary>Received → being matched → answered → closed; or declined with a reason.</summary>
    public sealed class NeedLifecycle : Lifecycle<Need, NeedState>
    {
        private static readonly Role[] Bureau = [Role.BureauOfficer];

        /// <summary>Puts an instrument with the need.</summary>
        public Move<NeedInstrument> Match { get; }
        public Move<NeedInstrument> Unmatch { get; }

        /// <summary>Shows the need to the units of its instruments, without the contact.</summary>
        public Move<Nothing> Forward { get; }
        public Move<NeedAnswer> Answer { get; }
        public Move<Reason> Decline { get; }
        public Move<Nothing> Close { get; }

        internal NeedLifecycle()
        {
            Match = Declare<NeedInstrument>("match", [Received, Matching], Matching, Bureau);
            Unmatch = Declare<NeedInstrument>("unmatch", [Matching], Matching, Bureau);
            Forward = Declare<Nothing>("forward", [Matching], Matching, Bureau, unless: NothingMatched);
            Answer = Declare<NeedAnswer>("answer", [Received, Matching], Answered, Bureau, then: (n, input, act) => (n.Answer, n.SettledAt) = (input.Text.Trim(), act.At), term: "working days as the city's rules say");
            Decline = Declare<Reason>("decline", [Received, Matching], Closed, Bureau, then: (n, input, act) => (n.Answer, n.SettledAt) = (input.Text.Trim(), act.At));
            Close = Declare<Nothing>("close", [Answered], Closed, Bureau);
        }

        public override NeedState Initial => Received;

        protected override void Enter(Need entity, NeedState state) => (entity.State, entity.Version) = (state, Guid.NewGuid());

        private static Refusal? NothingMatched(Need need, Actor _) => need.Matches.Count == 0 ? new(RefusalKind.Incomplete, "need-no-match", need.Reference) : null;
    }
}
