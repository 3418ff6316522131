using System.Text.Json;
using System.Text.Json.Nodes;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Notices;
using Yixiang.Organisations;
using static Yixiang.Kernel.Texts;

namespace Yixiang.OpenData;

/// <summary>What a page says to machines in the words of schema.org, as JSON-LD. Angle brackets are escaped, so that no value can end the data block.</summary>
public static class LinkedData
{
    public static string Dataset(HttpRequest request, Licence licence, DateTimeOffset? changed) => Said(new()
    {
        ["@type"] = "Dataset",
        ["name"] = T("data.title"),
        ["description"] = T("data.lead"),
        ["url"] = PageAddress.Of(request, "/data", ReaderIsEnglish),
        ["license"] = licence.Address,
        ["isAccessibleForFree"] = true,
        ["dateModified"] = changed is { } at ? CityTime.Stamp(at) : null,
        ["distribution"] = new JsonArray([.. new[] { ("csv", "text/csv"), ("jsonl", "application/jsonl"), ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet") }
            .Select(f => new JsonObject { ["@type"] = "DataDownload", ["encodingFormat"] = f.Item2, ["contentUrl"] = PageAddress.Of(request, $"/data/ledger.{f.Item1}") })]),
    });

    public static string Instrument(HttpRequest request, Dossier d, Codebook codebook) => About(request, d, codebook).ToJsonString(JsonSerializerOptions.Default);

    /// <summary>The instrument as a thing of schema.org, for a page or a file.</summary>
    public static JsonObject About(HttpRequest request, Dossier d, Codebook codebook) => Thing(new()
    {
        ["@type"] = "Product",
        ["name"] = d.Version.Name,
        ["alternateName"] = Filled(d.Particulars[Fields.EnglishName]),
        ["sku"] = d.Instrument.Reference,
        ["url"] = PageAddress.Of(request, $"/instruments/{d.Instrument.Reference}", ReaderIsEnglish),
        ["description"] = Filled(d.Particulars[Fields.Function]),
        ["model"] = Filled(d.Version.Model),
        ["category"] = Filled(codebook.Show(Fields.ClassCode, d.Particulars)),
        ["manufacturer"] = d.Version.Manufacturer == "" ? null : new JsonObject { ["@type"] = "Organization", ["name"] = d.Version.Manufacturer },
        ["subjectOf"] = Works(d),
    });

    /// <summary>Papers and patents made with it. <c>citation</c> is a word for creative works only; of a product they are what is written about it.</summary>
    private static JsonArray? Works(Dossier d) => Literature.Of(d.Particulars) is { Count: > 0 } works ? new([.. works.Select(Work)]) : null;

    private static JsonObject Work(Literature work)
    {
        var said = new JsonObject { ["@type"] = work.Patent is null ? "ScholarlyArticle" : "CreativeWork", ["name"] = work.Title };
        if ((work.Address ?? work.Patent) is { } identifier)
        {
            said["identifier"] = identifier;
        }

        if (work.Address is { } address)
        {
            said["sameAs"] = address;
        }

        return said;
    }

    /// <summary>A management unit, without any person: who it is, where, and what it offers.</summary>
    public static string Organisation(HttpRequest request, Organisation o, CityPack pack) => Said(new()
    {
        ["@type"] = "Organization",
        ["name"] = o.Name,
        ["alternateName"] = Filled(o.EnglishName ?? ""),
        ["url"] = PageAddress.Of(request, $"/organisations/{o.Reference}", ReaderIsEnglish),
        ["description"] = Filled(o.About ?? ""),
        ["taxID"] = o.Uscc,
        ["areaServed"] = pack.City.Name.ToString(),
        ["address"] = new JsonObject { ["@type"] = "PostalAddress", ["addressCountry"] = "CN", ["addressRegion"] = pack.City.Province.ToString(), ["addressLocality"] = pack.AreaName(o.AreaCode) },
    });

    /// <summary>The site, and how it is searched.</summary>
    public static string Site(HttpRequest request, CityPack pack) => Said(new()
    {
        ["@type"] = "WebSite",
        ["name"] = pack.City.SiteTitle.ToString(),
        ["alternateName"] = T("site.name"),
        ["url"] = PageAddress.Of(request, "/", ReaderIsEnglish),
        ["inLanguage"] = ReaderIsEnglish ? "en" : "zh-CN",
        ["publisher"] = new JsonObject { ["@type"] = "GovernmentOrganization", ["name"] = pack.City.Bureau.ToString() },
        ["potentialAction"] = new JsonObject
        {
            ["@type"] = "SearchAction",
            ["target"] = new JsonObject { ["@type"] = "EntryPoint", ["urlTemplate"] = PageAddress.Of(request, "/instruments", ReaderIsEnglish) + "?q={search_term_string}" },
            ["query-input"] = "required name=search_term_string",
        },
    });

    /// <summary>Where a page stands, from the front page down.</summary>
    public static string Breadcrumbs(HttpRequest request, IEnumerable<Crumb> crumbs) => Said(new()
    {
        ["@type"] = "BreadcrumbList",
        ["itemListElement"] = new JsonArray([.. crumbs.Prepend(new(T("nav.home"), "/")).Select((crumb, i) =>
        {
            var item = new JsonObject { ["@type"] = "ListItem", ["position"] = i + 1, ["name"] = crumb.Text };
            if (crumb.Path is { } path)
            {
                item["item"] = PageAddress.Of(request, path, ReaderIsEnglish);
            }

            return item;
        })]),
    });

    /// <summary>What a notice is to a search engine: an article of the bureau, a document, or an event; of a round nothing, since it is no event anybody attends.</summary>
    /// <returns>Null where schema.org has no right word.</returns>
    public static string? Notice(HttpRequest request, NoticeView view, CityPack pack)
    {
        var (notice, words, span) = (view.Notice, view.Edition.Wording, view.Edition.Span);
        var publisher = new JsonObject { ["@type"] = "GovernmentOrganization", ["name"] = pack.City.Bureau.ToString() };
        var of = new JsonObject
        {
            ["url"] = PageAddress.Of(request, NoticeAddress.Of(notice.Kind, notice.Number), ReaderIsEnglish),
            ["description"] = Filled(Pick(words.Summary, words.EnglishSummary)),
            ["inLanguage"] = ReaderIsEnglish && words.IsTranslated ? "en" : "zh-CN",
        };
        switch (notice.Kind)
        {
            case NoticeKind.Round:
                return null;
            case NoticeKind.OpenDay:
                (of["@type"], of["name"]) = ("Event", view.Title);
                (of["startDate"], of["endDate"]) = (Moment(span.From!.Value, span.Opens), Moment(span.Until!.Value, span.Closes));
                (of["eventAttendanceMode"], of["eventStatus"]) = ("https://schema.org/OfflineEventAttendanceMode", "https://schema.org/EventScheduled");
                of["location"] = new JsonObject { ["@type"] = "Place", ["name"] = Pick(words.Place!, words.EnglishPlace), ["address"] = Pick(words.Place!, words.EnglishPlace) };
                of["organizer"] = publisher;
                break;
            default:
                of["@type"] = notice.Kind == NoticeKind.News ? "NewsArticle" : notice.Kind == NoticeKind.Policy ? "Legislation" : "TechArticle";
                (of[notice.Kind == NoticeKind.Policy ? "name" : "headline"], of["datePublished"]) = (view.Title, CityTime.Stamp(view.Editions[^1].PublishedAt!.Value));
                (of["dateModified"], of["publisher"]) = (CityTime.Stamp(view.Edition.PublishedAt!.Value), publisher);
                of["legislationIdentifier"] = notice.Kind == NoticeKind.Policy ? words.DocumentNumber : null;
                of["legislationDateVersion"] = notice.Kind == NoticeKind.Policy && span.From is { } from ? from.ToString("yyyy-MM-dd") : null;
                break;
        }

        return Said(of);
    }

    private static string Moment(DateOnly day, TimeOnly? hour) => hour is { } at ? $"{day:yyyy-MM-dd}T{at:HH:mm}:00+08:00" : day.ToString("yyyy-MM-dd");

    private static string? Filled(string text) => text == "" ? null : text;

    private static string Said(JsonObject thing) => Thing(thing).ToJsonString(JsonSerializerOptions.Default);

    private static JsonObject Thing(JsonObject thing)
    {
        foreach (var empty in thing.Where(p => p.Value is null).Select(p => p.Key).ToList())
        {
            thing.Remove(empty);
        }

        thing.Insert(0, "@context", "https://schema.org");
        return thing;
    }
}
