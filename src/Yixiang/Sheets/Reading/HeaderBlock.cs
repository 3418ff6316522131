namespace Yixiang.Sheets;

/// <summary>One column of a table in a spreadsheet.</summary>
/// <param name="Index">From 0.</param>
/// <param name="Label">Its heading as written, tidied; empty where the column has none.</param>
/// <param name="Group">The merged heading above it, such as 联系人信息.</param>
public sealed record ColumnHeading(int Index, string Label, string? Group)
{
    /// <summary><c>A</c>, <c>B</c>, … <c>AN</c>, as Excel names it.</summary>
    public string Letters => Index < 26 ? ((char)('A' + Index)).ToString() : $"{(char)('A' + (Index / 26) - 1)}{(char)('A' + (Index % 26))}";
}

/// <summary>Where the headings of a table stand.</summary>
/// <param name="FirstRow">Number of the first heading row, as Excel shows it.</param>
/// <param name="LastRow">Number of the last heading row; data follow below it.</param>
/// <param name="Recognised">How many of the headings name a known field.</param>
public sealed record HeaderBlock(int FirstRow, int LastRow, IReadOnlyList<ColumnHeading> Columns, int Recognised)
{
    /// <summary>The unit of money that a line above the headings gives for the whole table: 单位：万元.</summary>
    public MoneyUnit MoneyUnit { get; init; }

    /// <summary>The same for every file with the same headings in the same order, and the same unit of money above them: the key under which a mapping is kept.</summary>
    public string Signature()
    {
        var text = string.Join('\n', Columns.Select(c => $"{c.Group}|{c.Label}")) + (MoneyUnit == MoneyUnit.Unknown ? "" : $"\n{MoneyUnit}");
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)))[..32];
    }
}
