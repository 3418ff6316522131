using Yixiang.Kernel;
using Yixiang.Ledger.Search;

namespace Yixiang.Tests.Ledger;

public sealed class PurposeBookTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("yixiang-purposes-");

    public PurposeBookTests()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(CityPack.Folder, "common", "purposes")))
        {
            File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
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

    [Theory]
    [InlineData("\"010801\"", "\"999998\"", "#/[0].classes")]
    [InlineData("\"technique\"", "\"technik\"", "technik")]
    public void A_mistake_in_the_vocabulary_is_named_with_its_place(string right, string wrong, string place)
    {
        var file = Path.Combine(folder.FullName, "microscopy.json");
        var text = File.ReadAllText(file);
        var at = text.IndexOf(right, StringComparison.Ordinal);
        File.WriteAllText(file, text.Remove(at, right.Length).Insert(at, wrong));

        var error = Assert.Throws<CityPackError>(() => PurposeBook.Load(folder.FullName, CodeTables.Shipped));
        Assert.Equal("microscopy.json", error.File);
        Assert.Contains(place, error.Path + error.Reason, StringComparison.Ordinal);
    }
}
