using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Yixiang.Kernel;

namespace Yixiang.Tests.Rules;

/// <summary>If the word is missing, the idea is.</summary>
public partial class NameRules
{
    private static readonly Type[] Own =
        [.. typeof(Db).Assembly.GetTypes().Where(t => Repository.FolderOf(t) is not ("" or "Migrations") && !t.IsDefined(typeof(CompilerGeneratedAttribute), false) && !t.Name.Contains('<', StringComparison.Ordinal))];

    [Fact]
    public void No_type_is_named_for_what_it_lacks() =>
        Rule.Holds(Own.Select(WithoutFramework).Where(name => Words().Matches(name).Any(w => w.Value is "Manager" or "Helper" or "Helpers" or "Service" or "Services" or "Base" or "Impl" or "Common" or "Util" or "Utils" or "Utility")));

    [Fact]
    public void Classes_are_sealed_unless_something_derives_from_them()
    {
        var parents = Own.Select(t => t.BaseType).OfType<Type>().Select(t => t.IsGenericType ? t.GetGenericTypeDefinition() : t).ToHashSet();
        Rule.Holds(Own.Where(t => t is { IsClass: true, IsSealed: false, IsAbstract: false } && !parents.Contains(t) && !typeof(Delegate).IsAssignableFrom(t)).Select(t => t.FullName));
    }

    [Fact]
    public void The_whole_product_tells_the_time_by_an_injected_clock() =>
        Rule.Holds(from file in Repository.Views
                   where Clock().IsMatch(file.Text)
                   select file.Path);

    /// <summary>Framework words that a type must bear: a tag helper is found by no other name.</summary>
    private static string WithoutFramework(Type type) =>
        typeof(TagHelper).IsAssignableFrom(type) ? type.Name.Replace("TagHelper", "", StringComparison.Ordinal) : type.Name;

    [GeneratedRegex("[A-Z][a-z]+")]
    private static partial Regex Words();

    /// <summary>Views are not seen by the analyser that bans these symbols in code.</summary>
    [GeneratedRegex(@"\bDateTime(Offset)?\.(Now|UtcNow|Today)\b")]
    private static partial Regex Clock();
}
