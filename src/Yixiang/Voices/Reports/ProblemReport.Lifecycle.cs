using System.ComponentModel.DataAnnotations;
using Yixiang.Kernel;
using static Yixiang.Voices.ReportState;

namespace Yixiang.Voices;

/// <summary>What the officer tells the unit with a report, up to 500 characters; may be nothing.</summary>
public sealed record Forwarding([property: StringLength(500, ErrorMessage = "reason-length")] string? Note);

/// <summary>What the reporter is told, 5 to 2,000 characters.</summary>
public sealed record ReportAnswer([property: Required(ErrorMessage = "report-answer-length"), StringLength(2000, MinimumLength = 5, ErrorMessage = "report-answer-length")] string Text);

public sealed partial class ProblemReport
{
    public static readonly ReportLifecycle Lifecycle = new();

    /// <summary>Received → forwarded to the unit → answered → closed; or answered by the officer at once, or closed as unfounded. Reminders change nothing but the clock's face.</summary>
    public sealed class ReportLifecycle : Lifecycle<ProblemReport, ReportState>
    {
        private const string Term = "working days as the city's rules say";
        private static readonly Role[] Officers = [Role.BureauOfficer, Role.CountyOfficer];
        private static readonly Scope<ProblemReport> OwnArea = Scopes.OwnArea<ProblemReport>();
        private static readonly Scope<ProblemReport> AreaOrUnit = new("own area; unit: forwarded to it", (r, a) => a.Role == Role.UnitAdministrator
            ? r.OrganisationId == a.OrganisationId && r.ForwardedAt is not null
            : a.Role == Role.BureauOfficer || r.AreaCode == a.AreaCode);

        public Move<Forwarding> Forward { get; }
        public Move<Nothing> Remind { get; }
        public Move<ReportAnswer> Answer { get; }

        /// <summary>Nothing was wrong: closed with a reason that the reporter reads.</summary>
        public Move<Reason> Dismiss { get; }

        /// <summary>The answer does not do: the unit is asked again, and the clock begins anew.</summary>
        public Move<Reason> Reopen { get; }
        public Move<Nothing> Close { get; }

        internal ReportLifecycle()
        {
            Forward = Declare<Forwarding>("forward", [Received], Forwarded, Officers, OwnArea, then: (r, input, act) => (r.ForwardedAt, r.Note) = (act.At, Filled(input.Note)));
            Remind = Declare<Nothing>("remind", [Forwarded], Forwarded, Officers, OwnArea, then: (r, _, act) => r.RemindedAt = act.At);
            Answer = Declare<ReportAnswer>("answer", [Received, Forwarded], Answered, [Role.UnitAdministrator, .. Officers], AreaOrUnit, then: (r, input, act) => Settle(r, input.Text, act), term: Term);
            Dismiss = Declare<Reason>("dismiss", [Received, Forwarded], Unfounded, Officers, OwnArea, then: (r, input, act) => Settle(r, input.Text, act), term: Term);
            Reopen = Declare<Reason>("reopen", [Answered], Forwarded, Officers, OwnArea, then: AskAgain);
            Close = Declare<Nothing>("close", [Answered], Closed, Officers, OwnArea);
        }

        public override ReportState Initial => Received;

        protected override void Enter(ProblemReport entity, ReportState state) => (entity.State, entity.Version) = (state, Guid.NewGuid());

        private static void Settle(ProblemReport report, string told, Act act) => (report.Answer, report.AnsweredAs, report.SettledAt) = (told.Trim(), act.Actor.Role, act.At);

        private static void AskAgain(ProblemReport report, Reason why, Act act)
        {
            (report.Note, report.Answer, report.AnsweredAs) = (why.Text.Trim(), null, null);
            (report.ForwardedAt, report.SettledAt) = (report.ForwardedAt ?? act.At, null);
            report.EscalatedAt = null;
        }

        private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }
}
