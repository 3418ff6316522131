using CsCheck;
using Yixiang.Notices.Text;

namespace Yixiang.Tests.Notices;

/// <summary>What the comparison of two editions says.</summary>
public sealed class TextChangesTests
{
    private static readonly string[] Lines = ["第一条", "第二条 本办法自发布之日起施行。", "费用 300 元/样", "see ISO 17025", "𠮷野家", ""];
    private static readonly Gen<string> Text = Gen.Int[0, Lines.Length - 1].List[0, 8].Select(numbers => string.Join('\n', numbers.Select(n => Lines[n])));

    [Fact]
    public void A_changed_word_is_shown_within_its_line_and_all_else_stays()
    {
        var changes = TextChanges.Between("第一条 目的\n收费 300 元/样\n附则", "第一条 目的\n收费 450 元/样\n第二条 范围\n附则");

        Assert.Equal([true, false, false, true], changes.Select(l => l.IsKept));
        Assert.Equal([new(Change.Kept, "收费 "), new(Change.Removed, "300"), new(Change.Added, "450"), new(Change.Kept, " 元/样")], changes[1].Pieces);
        Assert.Equal([new Piece(Change.Added, "第二条 范围")], changes[2].Pieces);
    }

    [Fact]
    public void Each_Chinese_character_counts_as_a_word_and_a_pair_of_surrogates_as_one()
    {
        Assert.Equal([new(Change.Kept, "共享"), new(Change.Removed, "仪"), new(Change.Added, "机"), new(Change.Kept, "器")], Assert.Single(TextChanges.Between("共享仪器", "共享机器")).Pieces);
        Assert.Equal([new(Change.Removed, "𠮷"), new(Change.Added, "吉"), new(Change.Kept, "野")], Assert.Single(TextChanges.Between("𠮷野", "吉野")).Pieces);
    }

    /// <summary>Without what came it is the old text, without what went the new one.</summary>
    [Fact]
    public void Nothing_is_lost_and_nothing_made_up() => Gen.Select(Text, Text).Sample((before, after) =>
    {
        var changes = TextChanges.Between(before, after);
        return Without(Change.Added, changes) == Tidy(before) && Without(Change.Removed, changes) == Tidy(after);
    });

    private static string Without(Change change, IReadOnlyList<ChangedLine> lines) =>
        string.Join('\n', lines.Select(l => string.Concat(l.Pieces.Where(p => p.Change != change).Select(p => p.Text))).Where(l => l != ""));

    private static string Tidy(string text) => string.Join('\n', text.Split('\n').Where(l => l != ""));
}
