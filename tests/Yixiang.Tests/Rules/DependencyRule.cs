using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Razor.Hosting;
using Yixiang.Kernel;

namespace Yixiang.Tests.Rules;

/// <summary>Arrows between folders point downward only, and only a folder writes its own tables.</summary>
public partial class DependencyRule
{
    /// <summary>From the ground up: a folder may use those before it.</summary>
    private static readonly string[] Floors = ["Kernel", "Sheets", "Organisations", "Accounts", "Instruments", "Filings", "Province", "Ledger", "Notices", "OpenData", "Voices", "Statistics", "Exchange"];

    /// <summary>These stand on top, compose the house and may use every floor.</summary>
    private static readonly string[] Roof = ["Site", "Operator"];

    /// <summary>Tables of the kernel into which every folder puts rows: files by whoever takes them in, owed work by whoever owes it.</summary>
    private static readonly string[] OpenTables = ["Files", "StoredFiles", "Deliveries", "Delivery"];

    /// <summary>Files that write tables of another folder, each with the reason why it may.</summary>
    private static readonly Dictionary<string, string> MayWrite = new()
    {
        ["Accounts/Registration/Applications.cs"] = "an organisation that registers itself comes into being with its first account",
        ["Filings/Imports/RowOwners.cs"] = "an organisation that an official list names comes into being with the list",
        ["Filings/Purging/Purging.cs"] = "what is classified is erased from every table at once (A1)",
    };

    [Fact]
    public void Every_folder_is_a_floor_of_the_house() =>
        Rule.Holds(Repository.Code.Select(f => f.Folder).Distinct().Except([.. Floors, .. Roof, "", "Migrations"]));

    [Fact]
    public void A_namespace_is_named_after_its_folder() =>
        Rule.Holds(from file in Repository.Code
                   where file.Folder is not ("" or "Migrations")
                   let name = Namespace().Match(file.Text).Groups[1].Value
                   where name != $"Yixiang.{file.Folder}" && !name.StartsWith($"Yixiang.{file.Folder}.", StringComparison.Ordinal)
                   select $"{file.Path} is in namespace {name}");

    [Fact]
    public void Folders_depend_only_on_the_floors_below()
    {
        var broken =
            from type in typeof(Db).Assembly.GetTypes()
            let view = ViewFolder(type)
            let folder = view ?? Repository.FolderOf(type)
            where folder is not ("" or "Migrations")
            from used in References.Of(type).Select(Repository.FolderOf).Where(f => f != "").Distinct()
            where !MayUse(folder, used) && !(view is not null && used == "Site")
            select $"{(view is null ? type.FullName : type.Name)} uses {used}";

        Rule.Holds(broken.Distinct().Order());
    }

    /// <summary>Imports that the compiler drops without a trace still say what a reader has to know.</summary>
    [Fact]
    public void Files_import_only_the_floors_below() =>
        Rule.Holds(from file in Repository.Code.Concat(Repository.Views)
                   where file.Folder is not ("" or "Migrations")
                   from Match use in Import().Matches(file.Text)
                   let used = use.Groups[1].Value
                   where !MayUse(file.Folder, used) && !(used == "Site" && file.Path.EndsWith(".cshtml", StringComparison.Ordinal))
                   select $"{file.Path} imports {used}");

    [Fact]
    public void Only_a_folder_writes_its_own_tables()
    {
        var owners = Tables().ToDictionary(t => t.Table, t => t.Folder);
        Assert.True(owners.Count > 10, "The tables of the folders were not found.");

        var broken =
            from file in Repository.Code
            where file.Folder is not "Migrations" && !file.Path.StartsWith("Operator/Demo/", StringComparison.Ordinal) && !MayWrite.ContainsKey(file.Path)
            from write in TableWrites.In(file.Text)
            where owners.TryGetValue(write.Table, out var owner) && owner != file.Folder && !OpenTables.Contains(write.Table)
            select $"{file.Path}:{write.Line} writes {write.Table} of {owners[write.Table]}";

        Rule.Holds(broken);
    }

    [Fact]
    public void No_reason_outlives_its_file() => Rule.Holds(MayWrite.Keys.Where(path => Repository.Code.All(f => f.Path != path)));

    [Fact]
    public void A_write_is_seen_however_it_is_spelt()
    {
        var writes = TableWrites.In("""
            class C { void M(Db db) {
              db.Filings.Add(filing);
              data.Filings.Where(f => f.Id == 1).ExecuteUpdateAsync(s => s);
              db.Set<Filing>().RemoveRange(some);
              db.Add(new Filing());
              db.Filings.Where(f => list.Add(f.Id));
            } }
            """);

        Assert.Equal([("Filings", 2), ("Filings", 3), ("Filing", 4), ("Filing", 5)], writes.Select(w => (w.Table, w.Line)));
    }

    private static bool MayUse(string folder, string used) =>
        folder == used || Roof.Contains(folder) || (Array.IndexOf(Floors, used) is >= 0 and var below && below < Array.IndexOf(Floors, folder));

    /// <summary>A compiled page, whose class carries the path of its file. Pages may use the frame (tag helpers, layout) that Site gives to all.</summary>
    private static string? ViewFolder(Type type) =>
        type.DeclaringType is { } outer ? ViewFolder(outer)
        : type.Assembly.GetCustomAttributes(typeof(RazorCompiledItemAttribute), false).Cast<RazorCompiledItemAttribute>().FirstOrDefault(i => i.Type == type) is { } item
            ? item.Identifier.Split('/') is ["", var folder, _, ..] ? folder : ""
            : null;

    /// <summary>Every table by the name of its property and by the name of its entity.</summary>
    private static IEnumerable<(string Table, string Folder)> Tables() =>
        (from file in Repository.Code
         from Match table in Table().Matches(file.Text)
         from name in new[] { table.Groups[1].Value, table.Groups[2].Value }
         select (name, file.Folder)).Distinct();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^\s*@?(?:global )?using (?:static |\w+ = )?Yixiang\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex Import();

    [GeneratedRegex(@"DbSet<(\w+)> (\w+) =>")]
    private static partial Regex Table();
}
