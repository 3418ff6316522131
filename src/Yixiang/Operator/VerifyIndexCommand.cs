using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Yixiang.Ledger;
using Yixiang.Ledger.Search;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Operator;

/// <summary>Builds the search index from the database and compares it with that of running nodes.</summary>
internal static class VerifyIndexCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Command Create()
    {
        var urls = new Option<string[]>("--url") { Description = T("operator.verify-index-url"), HelpName = "URL", DefaultValueFactory = _ => [] };
        urls.Validators.Add(result =>
        {
            foreach (var text in (result.GetValueOrDefault<string[]>() ?? []).Where(t => !IsAddress(t)))
            {
                result.AddError(T("operator.verify-index-url-form", text));
            }
        });
        return new Command("verify-index", T("operator.verify-index")) { urls }.Does(async (call, stop) =>
        {
            await call.DemandCurrentAsync(stop);
            var watch = Stopwatch.StartNew();
            using var index = new LedgerIndex(call.Of<Lexicon>());
            index.Fill(await LedgerFeed.ReadAsync(call.Db, call.Of<LedgerWords>(), stop));
            var (built, proof) = (watch.ElapsedMilliseconds, index.Proof());
            List<object> nodes = [];
            var sentences = new List<string> { T("operator.index-built", proof.Instruments.ToString("N0", CultureInfo.InvariantCulture), built, proof.Digest) };
            var differs = false;
            using var client = new HttpClient { Timeout = Patience };
            foreach (var url in call.Parsed.GetValue(urls)!.Select(text => new Uri(text)))
            {
                var (theirs, fault) = await AskAsync(client, url, stop);
                differs |= theirs != proof;
                sentences.Add(theirs is null ? T("operator.index-silent", url, fault) : theirs == proof ? T("operator.index-agrees", url) : T("operator.index-differs", url, theirs.Instruments, theirs.Digest));
                nodes.Add(new { url, agrees = theirs == proof, theirs?.Instruments, theirs?.Digest, fault });
            }

            return new(differs ? Outcome.Found : Outcome.Done, string.Join(Environment.NewLine, sentences), new { proof.Instruments, proof.Digest, built, nodes });
        });
    }

    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);

    private static async Task<(IndexProof? Theirs, string? Fault)> AskAsync(HttpClient client, Uri node, CancellationToken stop)
    {
        try
        {
            return (await client.GetFromJsonAsync<IndexProof>(new Uri(node, "/api/v1/search-index"), stop), null);
        }
        catch (Exception fault) when (fault is HttpRequestException or System.Text.Json.JsonException or TaskCanceledException && !stop.IsCancellationRequested)
        {
            return (null, fault.Message);
        }
    }
}
