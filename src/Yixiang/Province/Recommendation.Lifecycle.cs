using System.ComponentModel.DataAnnotations;
using Yixiang.Kernel;
using static Yixiang.Province.RecommendationState;

namespace Yixiang.Province;

/// <summary>What the province says of an instrument that stands on its platform.</summary>
/// <param name="Number">Its number there, up to 60 characters.</param>
/// <param name="Address">Its page there, http or https, where it is known.</param>
/// <param name="ListedOn">Since which day; today where nothing is said.</param>
public sealed record PlatformEntry(string? Number, string? Address = null, DateOnly? ListedOn = null) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Number?.Trim() is not { Length: > 0 and <= Recommendation.LongestNumber } number || number.Any(char.IsControl))
        {
            yield return new("province-number", [nameof(Number)]);
        }

        if (!string.IsNullOrWhiteSpace(Address) && !IsAddress(Address.Trim()))
        {
            yield return new("province-address", [nameof(Address)]);
        }
    }

    /// <summary>An address that may stand as a link on a public page.</summary>
    public static bool IsAddress(string text) =>
        text.Length <= Recommendation.LongestAddress && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo == "" && !text.Any(char.IsWhiteSpace);
}

/// <summary>With which package it goes, and what of it is sent.</summary>
/// <param name="Version">Id of the instrument's version.</param>
public sealed record Shipment(string Package, long Version);

public sealed partial class Recommendation
{
    public static readonly RecommendationLifecycle Lifecycle = new();

    /// <summary>Proposed → sent → listed or refused; listed → removed. What the province says is written down, never guessed: only its word lists, refuses or removes.</summary>
    public sealed class RecommendationLifecycle : Lifecycle<Recommendation, RecommendationState>
    {
        private static readonly Role[] Bureau = [Role.BureauOfficer];

        /// <summary>With a package, never alone.</summary>
        public Move<Shipment> Send { get; }
        public Move<PlatformEntry> List { get; }
        public Move<Reason> Refuse { get; }

        /// <summary>Number, address or day there were written down wrongly, or changed.</summary>
        public Move<PlatformEntry> Correct { get; }
        public Move<Reason> Remove { get; }
        public Move<Reason> Withdraw { get; }

        /// <summary>By the product itself: the instrument left the ledger before the province was told of it.</summary>
        public Move<Nothing> Lapse { get; }

        internal RecommendationLifecycle()
        {
            Send = Declare<Shipment>("send", [Proposed], Sent, Bureau, then: (r, shipment, act) => (r.SentAt, r.VersionId) = (act.At, shipment.Version));
            List = Declare<PlatformEntry>("list", [Proposed, Sent], Listed, Bureau, then: Stand);
            Refuse = Declare<Reason>("refuse", [Sent], Refused, Bureau, then: End);
            Correct = Declare<PlatformEntry>("correct", [Listed], Listed, Bureau, then: Stand);
            Remove = Declare<Reason>("remove", [Listed], Removed, Bureau, then: End);
            Withdraw = Declare<Reason>("withdraw", [Proposed, Sent], Withdrawn, Bureau, then: End);
            Lapse = Declare<Nothing>("lapse", [Proposed], Withdrawn, [Role.SystemAdministrator], new("the product itself", (_, a) => a.AccountId is null), then: (r, _, act) => r.EndedAt = act.At.ToWholeMilliseconds());
        }

        public override RecommendationState Initial => Proposed;

        /// <summary>An instrument may stand on the platform before this product knows of it.</summary>
        public override IReadOnlyList<RecommendationState> OtherBeginnings => [Listed];

        /// <summary>One that already stands there comes into being as listed.</summary>
        internal static Recommendation BeginListed(Recommendation recommendation, PlatformEntry entry, Act act)
        {
            recommendation.State = Listed;
            Stand(recommendation, entry, act);
            return recommendation;
        }

        protected override void Enter(Recommendation entity, RecommendationState state) => (entity.State, entity.Version) = (state, Guid.NewGuid());

        private static void Stand(Recommendation r, PlatformEntry entry, Act act)
        {
            var today = CityTime.DateOf(act.At);
            if (entry.ListedOn > today)
            {
                throw new RefusedException(new(RefusalKind.WrongInput, "province-day") { Fields = [new("listedOn", "date-in-future", CityTime.Show(entry.ListedOn.Value))] });
            }

            (r.NumberThere, r.AddressThere) = (entry.Number!.Trim(), string.IsNullOrWhiteSpace(entry.Address) ? null : entry.Address.Trim());
            (r.ListedOn, r.ListedAt) = (entry.ListedOn ?? r.ListedOn ?? today, r.ListedAt ?? act.At.ToWholeMilliseconds());
        }

        private static void End(Recommendation r, Reason why, Act act) => (r.Why, r.EndedAt) = (why.Text.Trim(), act.At.ToWholeMilliseconds());
    }

    internal void Put(Package package) => Package = package;
}
