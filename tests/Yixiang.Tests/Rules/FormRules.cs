using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Yixiang.Kernel;

namespace Yixiang.Tests.Rules;

/// <summary>What the content policy and the antiforgery token demand of every page as it is written.</summary>
public partial class FormRules
{
    [Fact]
    public void No_page_has_inline_scripts_styles_or_handlers() =>
        Rule.Holds(from file in Repository.Views
                   from Match found in Inline().Matches(Razor().Replace(file.Text, ""))
                   select $"{file.Path}: {found.Value.Trim()}");

    /// <summary>The summary of ASP.NET hides itself by an inline style, which the content policy refuses.</summary>
    [Fact]
    public void Errors_are_shown_by_the_shared_part() =>
        Rule.Holds(Repository.Views.Where(f => f.Text.Contains("asp-validation-summary", StringComparison.Ordinal)).Select(f => f.Path));

    /// <summary>Forms get their token without asking; one that declines writes it by itself, at its very beginning.</summary>
    [Fact]
    public void Every_form_that_posts_carries_the_antiforgery_token() =>
        Rule.Holds(from file in Repository.Views
                   let text = Razor().Replace(file.Text, "")
                   from Match form in Form().Matches(text)
                   where Post().IsMatch(form.Value) && !HasToken(form.Value, text[(form.Index + form.Length)..])
                   select $"{file.Path}: {form.Value}");

    /// <summary>Whoever reads an upload as it comes must ask for the token in person.</summary>
    [Fact]
    public void A_page_that_waives_the_check_of_the_token_makes_it_itself() =>
        Rule.Holds(typeof(Db).Assembly.GetTypes()
            .Where(t => t.IsDefined(typeof(IgnoreAntiforgeryTokenAttribute), true) && t.GetMethods().Any(m => m.Name.StartsWith("OnPost", StringComparison.Ordinal)))
            .Where(t => !t.GetConstructors().SelectMany(c => c.GetParameters()).Any(p => p.ParameterType == typeof(IAntiforgery)))
            .Select(t => t.FullName));

    /// <summary>English lives below /en: an address that begins at the root leaves the reader's language.</summary>
    [Fact]
    public void Links_keep_the_reader_in_the_language() =>
        Rule.Holds(from file in Repository.Views
                   from Match link in RootLink().Matches(Razor().Replace(file.Text, ""))
                   where !LanguageFree().IsMatch(link.Groups[1].Value)
                   select $"{file.Path}: {link.Value}");

    /// <summary>One that writes it by itself must decline ASP.NET's, which would take its place at the end, behind the files.</summary>
    private static bool HasToken(string tag, string after) =>
        tag.Contains("asp-antiforgery=\"false\"", StringComparison.Ordinal) == after.TrimStart().StartsWith("@Html.AntiForgeryToken()", StringComparison.Ordinal);

    [GeneratedRegex(@"<script(?![^>]*\bsrc=)(?![^>]*type=""application/(?:ld\+)?json"")[^>]*>|<style\b|\sstyle=|\son[a-z]+\s*=\s*""|javascript:")]
    private static partial Regex Inline();

    [GeneratedRegex(@"<form\b(?:[^>""]|""(?:[^""@]|@\((?:[^()]|\([^()]*\))*\)|@)*"")*>")]
    private static partial Regex Form();

    [GeneratedRegex(@"method=""post""", RegexOptions.IgnoreCase)]
    private static partial Regex Post();

    [GeneratedRegex(@"\b(?:href|action)=""(/[^""]*)""")]
    private static partial Regex RootLink();

    /// <summary>Static files, pictures and the API are the same in both languages.</summary>
    [GeneratedRegex(@"/pictures/|^/(?:api(?:/|$|\?)|[\w./-]+\.(?:css|js|svg|png|ico|woff2?|txt|xml|webmanifest)$)")]
    private static partial Regex LanguageFree();

    /// <summary>Comments and code blocks at the top of a page, which hold no markup.</summary>
    [GeneratedRegex(@"@\*.*?\*@|<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Razor();
}
