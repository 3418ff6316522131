using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Ledger.Watching;

namespace Yixiang.Exchange;

/// <summary>Letters about what is new to somebody's saved searches.</summary>
public sealed class SearchLetters(Watch watch, SavedSearches searches, CodeTables tables, MailSettings settings, CityPack pack)
{
    /// <summary>So many of each search are listed; the rest is behind the link.</summary>
    private const int Shown = 10;

    /// <returns>Null when nothing is new.</returns>
    public async Task<Letter?> DigestAsync(MailOrder order, MailReader reader, CancellationToken stop)
    {
        var news = await watch.OfAsync(order.AccountId!.Value, order.Since!.Value, order.Day!.Value, stop);
        if (news.Count == 0)
        {
            return null;
        }

        var english = reader.Language == Texts.English;
        var letter = Letter.Of($"{order.Kind}", reader, [news.Sum(n => n.Total)], [], "/account/searches", settings, pack);
        return letter with
        {
            Items = [.. news.SelectMany(n => n.Items.Take(Shown).Select(i => Item(n, i, reader, english)))],
            ResultHead = "mail.saved-search",
            Leave = (Texts.In(reader.Language, "mail.leave-searches"), settings.LinkTo($"/searches/stop?t={Uri.EscapeDataString(searches.SecretOf(order.AccountId.Value))}", english)),
        };
    }

    private LetterItem Item(NewMatches news, Listing item, MailReader reader, bool english) => new(
        item.Reference, item.Name, $"{news.Search.Name}",
        [(Texts.In(reader.Language, "mail.where"), $"{item.OrganisationName} · {tables.InstrumentClasses.NameOf(item.ClassCode)}")],
        settings.LinkTo($"/instruments/{item.Reference}", english));
}
