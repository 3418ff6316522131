using static Yixiang.Tests.Sheets.WritingTable;

namespace Yixiang.Tests.Sheets;

/// <summary>What is weighed is the memory of the whole process, so nothing else may run meanwhile.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(Alone))]
public sealed class LittleMemory
{
    [Fact]
    public async Task A_million_rows_are_written_with_little_memory()
    {
        var peak = 0L;
        var row = Named("电感耦合等离子体质谱仪");
        IEnumerable<Row> Rows()
        {
            for (var i = 0; i < 1_050_000; i++)
            {
                if (i % 100_000 == 99_999)
                {
                    peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true));
                }

                yield return row;
            }
        }

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var file = new CountingStream();
        await Table.WriteXlsxAsync(file, new Unyielding<Row>(Rows()), null, TestContext.Current.CancellationToken);

        Assert.True(peak - before < 20_000_000, $"{(peak - before) / 1_000_000} MB were held.");
        Assert.True(file.Length > 10_000_000);
    }
}
