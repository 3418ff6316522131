using System.Text.Encodings.Web;
using System.Text.Json;
using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Tests.Kernel;

/// <summary>What is kept and sealed stays readable by what wrote it before: the canonical forms do not change.</summary>
public sealed class DigestTests
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    [Fact]
    public void A_journal_entry_is_sealed_over_the_same_text_as_ever()
    {
        var at = new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
        foreach (var actor in new[] { Actor.Product, new Actor(7, "张三", Role.BureauOfficer, 12) })
        {
            var entry = JournalEntry.Of("filing", "F-1<\"晋中\">", "begin", new(actor, at), "输入", null, "Draft");
            object?[] columns = [entry.Subject, entry.Reference, entry.What, entry.Before, entry.After, entry.AccountId, entry.Role.ToString(), entry.OrganisationId, entry.TokenId, entry.At.ToUnixTimeMilliseconds(), entry.InputDigest];
            Assert.Equal(JournalEntry.DigestOf(JsonSerializer.Serialize(columns)), entry.Digest);
        }
    }

    [Fact]
    public void Particulars_are_written_as_a_serializer_writes_them()
    {
        var said = Particulars.Empty.With(Fields.Name, "扫描\"电镜\"<1>\n二行").With(Fields.Model, "ＥＶＯ & 18");
        foreach (var one in new[] { Particulars.Empty, said, said with { Tariff = [new("形貌", "样", null, 12.50m, "面议"), new("能谱", "小时", 1m, 2m, null)] } })
        {
            Assert.Equal(JsonSerializer.Serialize(one, Web), one.ToJson());
            Assert.Equal(one, Particulars.Parse(one.ToJson()));
        }
    }
}
