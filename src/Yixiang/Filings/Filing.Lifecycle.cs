using System.ComponentModel.DataAnnotations;
using Yixiang.Instruments;
using Yixiang.Kernel;
using static Yixiang.Filings.FilingState;

namespace Yixiang.Filings;

/// <summary>Why a filing goes back: at least one reason, for the whole or for single fields (key → reason).</summary>
public sealed record Return(string? Text, IReadOnlyDictionary<string, string>? Fields) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var texts = (Fields ?? new Dictionary<string, string>()).Values.Append(Text ?? "").Where(t => t != "").ToList();
        if (texts.Count == 0 || texts.Any(t => t.Length is < 2 or > 500))
        {
            yield return new("reason-length", [nameof(Text)]);
        }

        foreach (var key in (Fields?.Keys ?? []).Where(k => Instruments.Fields.Find(k) is null && k != "tariff" && k != "attachments"))
        {
            yield return new("unknown-field", [$"fields.{key}"]);
        }
    }
}

public sealed partial class Filing
{
    public static readonly FilingLifecycle Lifecycle = new();

    /// <summary>Draft → submitted → (county) → accepted or returned with reasons per field → resubmitted (notice article 6).</summary>
    public sealed class FilingLifecycle : Lifecycle<Filing, FilingState>
    {
        private static readonly Role[] Unit = [Role.UnitAdministrator];
        private static readonly Role[] Bureau = [Role.BureauOfficer];
        private static readonly Scope<Filing> OwnUnit = Scopes.OwnUnit<Filing>();
        private static readonly Scope<Filing> OwnArea = Scopes.OwnArea<Filing>();

        public Move<Nothing> Submit { get; }
        public Move<Nothing> Withdraw { get; }
        public Move<Nothing> Discard { get; }
        public Move<Nothing> Endorse { get; }
        public Move<Nothing> Check { get; }
        public Move<Return> Return { get; }
        public Move<Nothing> Accept { get; }

        /// <summary>A list that the bureau decided on before the platform existed: accepted on the ground of that document, without a review.</summary>
        public Move<Nothing> Admit { get; }

        internal FilingLifecycle()
        {
            Submit = Declare<Nothing>("submit", [Draft, Returned], Submitted, Unit, OwnUnit, unless: Incomplete, then: HandIn, term: "30 days from acceptance");
            Withdraw = Declare<Nothing>("withdraw", [Submitted, Endorsed, Checked], Draft, Unit, OwnUnit);
            Discard = Declare<Nothing>("discard", [Draft, Returned], Discarded, Unit, OwnUnit);
            Endorse = Declare<Nothing>("endorse", [Submitted], Endorsed, [Role.CountyOfficer], OwnArea, unless: NoCountyReview);
            Check = Declare<Nothing>("check", [Submitted, Endorsed], Checked, Bureau, unless: NotForOneToCheck, then: (f, _, act) => f.CheckedBy = act.Actor.AccountId);
            Return = Declare<Return>("return", [Submitted, Endorsed, Checked], Returned, [Role.BureauOfficer, Role.CountyOfficer], OwnArea, unless: BeyondCounty, then: SendBack);
            Accept = Declare<Nothing>("accept", [Submitted, Endorsed, Checked], Accepted, Bureau, unless: NotForOneToAccept, then: Decide);
            Admit = Declare<Nothing>("admit", [Draft], Accepted, Bureau, unless: NoGround, then: TakeOver);
        }

        public override FilingState Initial => Draft;

        protected override void Enter(Filing entity, FilingState state) => (entity.State, entity.Version) = (state, Guid.NewGuid());

        private static void HandIn(Filing filing, Nothing _, Act act)
        {
            filing.Round++;
            filing.SubmittedAt = act.At;
            if (filing.FirstSubmittedAt is null)
            {
                filing.FirstSubmittedAt = act.At;
                filing.DaysLate = filing is { DueOn: { } due, Exemption: null } ? Math.Max(0, CityTime.DateOf(act.At).DayNumber - due.DayNumber) : 0;
            }
        }

        private static void SendBack(Filing filing, Return reasons, Act act)
        {
            var all = (reasons.Fields ?? new Dictionary<string, string>()).Append(new("", reasons.Text ?? "")).Where(r => r.Value != "");
            filing.ReturnReasons.AddRange(all.Select(r => new ReturnReason { Round = filing.Round, Field = r.Key, Text = r.Value, AccountId = act.Actor.AccountId, At = act.At }));
            filing.CheckedBy = null;
        }

        private static void Decide(Filing filing, Nothing _, Act act) => (filing.DecidedBy, filing.DecidedAt) = (act.Actor.AccountId, act.At);

        private static void TakeOver(Filing filing, Nothing input, Act act)
        {
            (filing.SubmittedAt, filing.FirstSubmittedAt) = (act.At, act.At);
            Decide(filing, input, act);
        }

        private static Refusal? NoGround(Filing filing, Actor _) =>
            filing.Ground is null ? new(RefusalKind.NotAllowed, "filing-no-ground") : null;

        private static Refusal? Incomplete(Filing filing, Actor _) =>
            filing.Kind == FilingKind.Exit
                ? filing.ExitCause is null || filing.ExitOn is null ? new(RefusalKind.Incomplete, "filing-exit-incomplete") : null
                : filing.Blocking > 0 ? new(RefusalKind.Incomplete, "filing-incomplete", filing.Blocking) : null;

        private static Refusal? NoCountyReview(Filing filing, Actor _) =>
            filing.CountyFirst ? null : new(RefusalKind.NotAllowed, "filing-no-county-review");

        private static Refusal? BeyondCounty(Filing filing, Actor actor) =>
            actor.Role == Role.CountyOfficer && (!filing.CountyFirst || filing.State != Submitted) ? new(RefusalKind.NotAllowed, "filing-beyond-county") : null;

        private static Refusal? AwaitsCounty(Filing filing) =>
            filing is { CountyFirst: true, State: Submitted } ? new(RefusalKind.WrongState, "filing-awaits-county") : null;

        private static Refusal? NotForOneToCheck(Filing filing, Actor _) =>
            filing.SecondOfficer ? AwaitsCounty(filing) : new(RefusalKind.NotAllowed, "filing-one-officer");

        private static Refusal? NotForOneToAccept(Filing filing, Actor actor) =>
            AwaitsCounty(filing)
            ?? (!filing.SecondOfficer ? null
                : filing.State != Checked ? new(RefusalKind.WrongState, "filing-awaits-check")
                : filing.CheckedBy == actor.AccountId ? new(RefusalKind.NotAllowed, "filing-second-officer")
                : null);
    }

    /// <summary>Called when an initial filing is accepted and its instrument comes into being.</summary>
    internal void Became(Instrument instrument) => InstrumentId = instrument.Id;
}
