using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Organisations;

namespace Yixiang.Tests.Kernel;

/// <summary>Names the lifecycle whose every move × role × state a test class walks through HTTP; a rule demands one for each.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MatrixOfAttribute(string subject) : Attribute
{
    public string Subject { get; } = subject;
}

/// <summary>Everybody who may come to a thing of the first of two units: each role, and of those that are bound to a place one that is elsewhere.</summary>
internal sealed record Cast(Organisation Unit, Organisation Other, Actor Own, Actor County, Actor Checker, Actor Officer, IReadOnlyList<Actor> Everybody)
{
    public static async Task<Cast> GatherAsync(Site site)
    {
        var (unit, other) = (await site.GivenOrganisationAsync("本单位", "140702"), await site.GivenOrganisationAsync("别的单位", "140727"));
        var own = await site.GivenActorAsync(Role.UnitAdministrator, unit.Id, name: "own unit");
        var county = await site.GivenActorAsync(Role.CountyOfficer, area: unit.AreaCode, name: "own area");
        var (checker, officer) = (await site.GivenActorAsync(Role.BureauOfficer, name: "the one before"), await site.GivenActorAsync(Role.BureauOfficer, name: "another officer"));
        List<Actor> everybody =
        [
            Actor.Visitor, own, county, checker, officer,
            await site.GivenActorAsync(Role.UnitAdministrator, other.Id, name: "other unit"), await site.GivenActorAsync(Role.CountyOfficer, area: other.AreaCode, name: "other area"),
        ];
        foreach (var role in Enum.GetValues<Role>().Except(everybody.Select(a => a.Role)))
        {
            everybody.Add(await site.GivenActorAsync(role, role == Role.Technician ? unit.Id : null));
        }

        return new(unit, other, own, county, checker, officer, everybody);
    }
}

/// <summary>One attempt at a move: a body for the API, or the fields of a form.</summary>
/// <param name="Roles">To whom the door is open at all.</param>
/// <param name="Body">A record for JSON, bytes for an upload, pairs for a form.</param>
internal sealed record Knock(string Address, IReadOnlyList<Role> Roles, object Body)
{
    public bool IsPage => Body is (string, string)[];
}

/// <summary>Walks a lifecycle: in each of its states everybody tries each of its moves. What comes of it is foretold by the declaration, never by the answer.</summary>
internal sealed class Matrix<TEntity, TState>(Site site, Lifecycle<TEntity, TState> life) where TEntity : class, IStateful<TState> where TState : struct, Enum
{
    private readonly Dictionary<Actor, HttpClient> clients = [];
    private readonly Dictionary<Actor, PageForm> forms = [];

    /// <summary>Something fresh in this state, with all that its moves look at; null where this way does not know the state.</summary>
    public required Func<TState, Task<TEntity?>> Given { get; init; }

    /// <summary>How the move is tried; null where there is no door for it, which is then told in the docs as the product's own.</summary>
    public required Func<Actor, Lifecycle<TEntity, TState>.Move, TEntity, Knock?> Door { get; init; }

    /// <summary>Whether it is there for this actor.</summary>
    public required Func<Actor, TEntity, Task<bool>> Sees { get; init; }

    /// <summary>Whether a refusal names this thing; false where it is moved with another, of which the refusal then speaks.</summary>
    public bool Named { get; init; } = true;

    /// <summary>Gives how many moves were made and how many refused.</summary>
    public async Task<(int Made, int Refused)> WalkAsync(IReadOnlyList<Actor> everybody)
    {
        var (made, refused) = (0, 0);
        foreach (var state in Enum.GetValues<TState>())
        {
            TEntity? one = null;
            foreach (var (actor, move) in from a in everybody from m in life.Moves select (a, m))
            {
                one ??= await Given(state);
                if (one is null || Door(actor, move, one) is not { } knock)
                {
                    continue;
                }

                Assert.Equal(state, one.State);
                var before = await DigestAsync(one);
                var wrong = await TryAsync(actor, move, one, knock);
                var after = await DigestAsync(one);
                var isMade = knock.Roles.Contains(actor.Role) && await Sees(actor, one) && move.WhyNot(actor, one) is null;
                Assert.True(wrong is null, $"{move.Name} by {actor.Role} ({actor.Name}) on {state}: {wrong}");
                if (!isMade)
                {
                    refused++;
                    Assert.True(before == after, $"{move.Name} by {actor.Role} ({actor.Name}) on {state} was refused and left a trace:\n{before}\n{after}");
                    continue;
                }

                made++;
                await AssertMadeAsync(move, one, int.Parse(before[(before.LastIndexOf('|') + 1)..], CultureInfo.InvariantCulture));
                one = null;
            }
        }

        return (made, refused);
    }

    /// <summary>What was answered otherwise than foretold, or null.</summary>
    private async Task<string?> TryAsync(Actor actor, Lifecycle<TEntity, TState>.Move move, TEntity one, Knock knock)
    {
        using var answer = await SendAsync(actor, knock);
        var (code, text) = (CodeOf(answer), WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
        var expected = actor.Role == Role.Visitor ? 401 : !knock.Roles.Contains(actor.Role) ? 403 : !await Sees(actor, one) ? 404 : 0;
        if (expected != 0)
        {
            return code == expected ? null : $"expected {expected}, was {code}: {text}";
        }

        if (move.WhyNot(actor, one) is not { } refusal)
        {
            return code < 400 && (!knock.IsPage || answer.StatusCode == HttpStatusCode.Redirect) ? null : $"expected to be made, was {code}: {text}";
        }

        if (!knock.IsPage)
        {
            return code == refusal.Kind.Status() && text.Contains($"urn:yixiang:refusal:{refusal.Code}", StringComparison.Ordinal) && (!Named || text.Contains(one.Reference, StringComparison.Ordinal) || !refusal.Args.Contains(one.Reference)) ? null : $"expected {refusal.Kind.Status()} {refusal.Code}, was {code}: {text}";
        }

        // A page says why on itself, or on the page to which it leads back.
        var said = answer.Headers.Location is { } back ? WebUtility.HtmlDecode(await clients[actor].GetStringAsync(back)) : text;
        return said.Contains(refusal.Sentence, StringComparison.Ordinal) ? null : $"expected “{refusal.Sentence}”, was {code}: {said}";
    }

    private async Task<HttpResponseMessage> SendAsync(Actor actor, Knock knock)
    {
        var client = clients.TryGetValue(actor, out var known) ? known : clients[actor] = actor.Role == Role.Visitor ? site.Visitor() : site.As(actor);
        if (knock.Body is byte[] bytes)
        {
            return await client.PostAsync(knock.Address, new ByteArrayContent(bytes) { Headers = { ContentType = new("application/octet-stream") } });
        }

        if (knock.Body is not (string, string)[] fields)
        {
            return await client.PostAsJsonAsync(knock.Address, knock.Body);
        }

        var form = forms.TryGetValue(actor, out var opened) ? opened : forms[actor] = await PageForm.OpenAsync(client, actor.Role == Role.Visitor ? "/sign-in" : "/account/data");
        foreach (var (name, value) in fields)
        {
            form[name] = value;
        }

        var answer = await form.SendToAsync(knock.Address);
        foreach (var (name, _) in fields)
        {
            form.Remove(name);
        }

        return answer;
    }

    /// <summary>A page leads a stranger to the sign-in, and says to whom it is not open that it is not.</summary>
    private static int CodeOf(HttpResponseMessage answer) => answer.Headers.Location?.OriginalString is not { } to ? (int)answer.StatusCode
        : to.Contains("/sign-in", StringComparison.Ordinal) ? 401 : to.Contains("/denied", StringComparison.Ordinal) ? 403 : (int)answer.StatusCode;

    private async Task AssertMadeAsync(Lifecycle<TEntity, TState>.Move move, TEntity one, int written)
    {
        var entries = await site.QueryAsync(db => db.Journal.AsNoTracking().Where(e => e.Subject == life.Subject && e.Reference == one.Reference).OrderBy(e => e.Id).ToListAsync());
        Assert.Single(entries.Skip(written), e => (e.What, e.Before, e.After) == (move.Name, one.State.ToString(), move.To.ToString()));
    }

    /// <summary>Every column of its row, and how long its own journal is.</summary>
    private Task<string> DigestAsync(TEntity one) => site.QueryAsync(async db =>
    {
        var id = (long)db.Entry(one).Property("Id").CurrentValue!;
        var row = await db.Set<TEntity>().AsNoTracking().SingleAsync(e => EF.Property<long>(e, "Id") == id);
        return string.Join('|', db.Entry(row).Properties.Select(p => $"{p.Metadata.Name}={p.CurrentValue}")) + $"|{await db.Journal.CountAsync(e => e.Subject == life.Subject && e.Reference == one.Reference)}";
    });
}
