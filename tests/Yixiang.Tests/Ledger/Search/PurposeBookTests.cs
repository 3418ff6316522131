using Yixiang.Kernel;
using Yixiang.Ledger.Search;

namespace Yixiang.Tests.Ledger;

public sealed class PurposeBookTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("yixiang-purposes-");

    public PurposeBookTests()
    {
        var shipped = Path.Combine(CityPack.Folder, "common", "purposes");
        foreach (var file in Directory.EnumerateFiles(shipped, "*.json", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder.FullName, Path.GetRelativePath(shipped, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void The_vocabulary_covers_every_class_of_the_first_two_levels()
    {
        var book = PurposeBook.Shipped;
        Assert.True(book.Techniques.Count >= 150);
        var reached = book.Techniques.SelectMany(t => t.Classes).Select(c => c[..4]).ToHashSet();
        Assert.Empty(CodeTables.Shipped.InstrumentClasses.Rows.Where(r => r.Level == 2 && !reached.Contains(r.Code[..4])).Select(r => $"{r.Code} {r.Chinese}"));
    }

    [Fact]
    public void Every_technique_says_in_both_languages_what_it_measures_of_what()
    {
        Assert.All(PurposeBook.Shipped.Techniques, t =>
        {
            Assert.NotEmpty(t.Measures);
            Assert.NotEmpty(t.Samples);
            Assert.All(t.Measures.Concat(t.Samples).Concat(t.Industries).Append(t.Name), w => Assert.False(string.IsNullOrWhiteSpace(w.Zh) || string.IsNullOrWhiteSpace(w.En)));
        });
    }

    [Fact]
    public void A_question_that_nobody_foresaw_is_answered_like_those_that_it_resembles()
    {
        var known = PurposeBook.Shipped.Wants[0];
        var wants = Vocabulary.Shipped.Wants;

        Assert.All(PurposeBook.Shipped.Wants, w => Assert.NotEmpty(w.Asks));
        Assert.Equal(1, wants.Of(known.Asks[0]).Likeness, 3);
        Assert.Equal(known.Asks[0], wants.Of(known.Asks[0]).Known);
        Assert.Equal(0, wants.Of("ZZQ-77").Likeness);
        Assert.Equal(wants.Of("自家井里的水能喝吗").Techniques, wants.Of("自家井里的水能喝吗").Techniques);
    }

    [Theory]
    [InlineData("microscopy.json", "\"010801\"", "\"999998\"", "#/[0].classes")]
    [InlineData("microscopy.json", "\"technique\"", "\"technik\"", "technik")]
    [InlineData("wants/everywhere.json", "\"icp-ms\": 3", "\"icp-sm\": 3", "icp-sm")]
    [InlineData("wants/everywhere.json", "\"icp-ms\": 3", "\"icp-ms\": 4", "#/[")]
    public void A_mistake_in_the_vocabulary_is_named_with_its_place(string name, string right, string wrong, string place)
    {
        var file = Path.Combine(folder.FullName, name);
        var text = File.ReadAllText(file);
        var at = text.IndexOf(right, StringComparison.Ordinal);
        File.WriteAllText(file, text.Remove(at, right.Length).Insert(at, wrong));

        var error = Assert.Throws<CityPackError>(() => PurposeBook.Load(folder.FullName, CodeTables.Shipped));
        Assert.Equal(Path.GetFileName(name), error.File);
        Assert.Contains(place, error.Path + error.Reason, StringComparison.Ordinal);
    }
}
