using System.Net.Http.Headers;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Yixiang.Tests;

/// <summary>A form as a browser holds it after opening a page: every control with its value, ready to be changed and sent.</summary>
public sealed class PageForm
{
    private readonly HttpClient client;
    private readonly Uri address;
    private readonly List<KeyValuePair<string, string>> fields;
    private readonly string[] cookies;

    private PageForm(HttpClient client, Uri address, IHtmlDocument page, IElement form, string[] cookies)
    {
        (this.client, this.address, Page, Form, this.cookies) = (client, address, page, form, cookies);
        fields = [.. form.QuerySelectorAll("input, select, textarea").SelectMany(Values)];
    }

    public IHtmlDocument Page { get; }

    public IElement Form { get; }

    /// <summary>Where the form says it was filled in; a forger's form says something else.</summary>
    public string Origin { get; set; } = "https://localhost";

    public string? this[string name]
    {
        get => fields.LastOrDefault(f => f.Key == name).Value;
        set
        {
            Remove(name);
            fields.Add(new(name, value ?? ""));
        }
    }

    public static async Task<PageForm> OpenAsync(HttpClient client, string address, string form = "main form")
    {
        using var answer = await client.GetAsync(address);
        Assert.True(answer.IsSuccessStatusCode, $"{address} answered {answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        return await OfAsync(client, answer, form);
    }

    /// <summary>The form on a page that has just been answered.</summary>
    public static async Task<PageForm> OfAsync(HttpClient client, HttpResponseMessage answer, string form = "main form")
    {
        var page = await ReadAsync(answer);
        var found = page.QuerySelector(form);
        Assert.True(found is not null, $"no '{form}' on {answer.RequestMessage!.RequestUri}: {page.Body!.TextContent}");
        var cookies = answer.Headers.TryGetValues("Set-Cookie", out var set) ? set.Select(c => c.Split(';')[0]).ToArray() : [];
        return new(client, answer.RequestMessage!.RequestUri!, page, found, cookies);
    }

    /// <summary>One of the forms of a page that was read already.</summary>
    public static PageForm Of(HttpClient client, HttpResponseMessage answer, IHtmlDocument page, IElement form) =>
        new(client, answer.RequestMessage!.RequestUri!, page, form, answer.Headers.TryGetValues("Set-Cookie", out var set) ? [.. set.Select(c => c.Split(';')[0])] : []);

    public static async Task<IHtmlDocument> ReadAsync(HttpResponseMessage answer) => new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());

    public void Remove(string name) => fields.RemoveAll(f => f.Key == name);

    /// <summary>Presses the button whose target holds this text, or sends the form where it points.</summary>
    public Task<HttpResponseMessage> PressAsync(string? button = null)
    {
        var pressed = button is null ? null : Form.QuerySelectorAll("button").FirstOrDefault(b => b.GetAttribute("formaction")?.Contains(button, StringComparison.Ordinal) == true || b.GetAttribute("value") == button);
        Assert.True(button is null || pressed is not null, $"no button '{button}' in {Form.OuterHtml[..Math.Min(2000, Form.OuterHtml.Length)]}");
        var named = pressed?.GetAttribute("name") is { Length: > 0 } name ? [new KeyValuePair<string, string>(name, pressed.GetAttribute("value") ?? "")] : Array.Empty<KeyValuePair<string, string>>();
        return SendAsync(pressed?.GetAttribute("formaction") ?? Form.GetAttribute("action"), [.. fields, .. named]);
    }

    public Task<HttpResponseMessage> SendToAsync(string target) => SendAsync(target, fields);

    private async Task<HttpResponseMessage> SendAsync(string? target, IEnumerable<KeyValuePair<string, string>> values)
    {
        var multipart = Form.GetAttribute("enctype") == "multipart/form-data";
        using var request = new HttpRequestMessage(HttpMethod.Post, string.IsNullOrEmpty(target) ? address : new Uri(address, target))
        {
            Content = multipart ? Parts(values) : new FormUrlEncodedContent(values),
        };
        Dress(request);
        return await client.SendAsync(request);
    }

    /// <summary>Sends the form with files; the controls stand before them, as on the page.</summary>
    public async Task<HttpResponseMessage> UploadAsync(string name, params (string FileName, byte[] Content)[] files)
    {
        using var content = Parts(fields.Where(f => f.Key != name));
        foreach (var (fileName, bytes) in files)
        {
            content.Add(new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } }, name, fileName);
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, Form.GetAttribute("action") ?? "")) { Content = content };
        Dress(request);
        return await client.SendAsync(request);
    }

    /// <summary>Sends a file of which only the first half arrives.</summary>
    public async Task<HttpResponseMessage?> BreakOffAsync(string name, string fileName, byte[] bytes)
    {
        using var content = Parts(fields.Where(f => f.Key != name));
        content.Add(new ByteArrayContent(bytes), name, fileName);
        var whole = await content.ReadAsByteArrayAsync();
        using var half = new ByteArrayContent(whole[..(whole.Length - (bytes.Length / 2))]);
        half.Headers.ContentType = content.Headers.ContentType;
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = half };
        Dress(request);
        return await client.SendAsync(request);
    }

    private void Dress(HttpRequestMessage request)
    {
        request.Headers.Add("Origin", Origin);
        var signedIn = client.DefaultRequestHeaders.TryGetValues("Cookie", out var own) ? own : [];
        if (signedIn.Concat(cookies).ToList() is { Count: > 0 } all)
        {
            request.Headers.Add("Cookie", string.Join("; ", all));
        }
    }

    private static MultipartFormDataContent Parts(IEnumerable<KeyValuePair<string, string>> values)
    {
        var content = new MultipartFormDataContent();
        foreach (var (key, value) in values)
        {
            content.Add(new StringContent(value), key);
        }

        return content;
    }

    private static IEnumerable<KeyValuePair<string, string>> Values(IElement control) => control.GetAttribute("name") is not { Length: > 0 } name ? [] : control switch
    {
        IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false } or IHtmlInputElement { Type: "file" or "submit" } => [],
        IHtmlInputElement input => [new(name, input.Value)],
        IHtmlTextAreaElement text => [new(name, text.Value)],
        IHtmlSelectElement list => [new(name, list.Value ?? "")],
        _ => [],
    };
}
