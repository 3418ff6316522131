using Yixiang.Kernel;

namespace Yixiang.Tests.Kernel;

public sealed class CityPackTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("citypack").FullName;

    public CityPackTests() => Copy(CityPack.Folder, folder);

    public void Dispose() => Directory.Delete(folder, true);

    [Fact]
    public async Task Jinzhong_has_eleven_counties_and_two_zones_of_its_own()
    {
        var pack = await LoadAsync();
        Assert.Equal(13, pack.Areas.Count);
        Assert.Equal(11, pack.Areas.Count(a => a.IsStatutory));
        Assert.Equal("140702", pack.Area("140791")!.StatutoryCode);
        Assert.Equal("140703", pack.Area("140792")!.StatutoryCode);
        Assert.Null(pack.Area("140105"));
        Assert.Equal("昭馀镇", pack.Towns.Children("140727").First().Chinese);
    }

    [Fact]
    public async Task Every_area_and_town_has_an_English_name_in_the_official_form()
    {
        var pack = await LoadAsync();
        (string Chinese, string English)[] endings = [("街道", " Subdistrict"), ("镇", " Town"), ("乡", " Township")];
        Assert.All(pack.Towns.Rows, town =>
        {
            Assert.Matches("^[A-Z][A-Za-z,' -]+$", town.English);
            Assert.Equal(endings.FirstOrDefault(e => town.Chinese.EndsWith(e.Chinese, StringComparison.Ordinal)).English ?? "", endings.FirstOrDefault(e => town.English.EndsWith(e.English, StringComparison.Ordinal)).English ?? "");
        });
        Assert.Equal(["Changning Town", "Heyu Township", "Guai'er Town", "Zong'ai Town"], new[] { "140702103", "140721200", "140722104", "140725102" }.Select(code => pack.Towns.ByCode(code)!.English));
        Assert.Equal(("140722100", null), (pack.TownOf("140722", "辽阳镇滨河路15号")?.Code, pack.TownOf("140721", "辽阳镇滨河路15号")));
        Assert.Equal("140702007", pack.TownOf("140791", "安宁街道汇通北路100号")?.Code);
    }

    [Fact]
    public async Task The_notice_names_eight_host_platforms() =>
        Assert.Equal(
            ["重点实验室", "工程技术研究中心", "分析测试中心", "企业技术中心", "技术创新中心", "新型研发机构", "中试基地", "院士（博士）工作站", "其他"],
            (await LoadAsync()).Kinds.HostPlatforms.Select(k => k.Name.Chinese));

    [Fact]
    public async Task Rules_hold_from_their_date_on_and_before_the_first_the_first_holds()
    {
        Change("rules", text =>
        {
            var later = text.Trim()[1..^1].Replace("jinzhong-2023-1", "jinzhong-2027-1").Replace("2023-01-01", "2027-07-01").Replace("200000", "300000");
            return $"[{later},{text.Trim()[1..]}";
        });
        var pack = await LoadAsync();
        Assert.Equal(Yuan.Of(200_000), pack.RulesAt(new(2016, 3, 30)).Eligibility.Threshold);
        Assert.Equal("jinzhong-2023-1", pack.RulesAt(new(2027, 6, 30)).Version);
        Assert.Equal(Yuan.Of(300_000), pack.RulesAt(new(2027, 7, 1)).Eligibility.Threshold);
        Assert.Equal(new DateOnly(2023, 1, 1), pack.RulesOf("jinzhong-2023-1").From);
        Assert.Throws<KeyNotFoundException>(() => pack.RulesOf("jinzhong-1999-1"));
    }

    [Fact]
    public async Task The_filing_term_is_thirty_days_and_nationally_thirty_working_days()
    {
        var pack = await LoadAsync();
        var terms = pack.RulesAt(new(2026, 2, 10)).Filing;
        Assert.Equal(new DateOnly(2026, 3, 12), terms.DueOn(new(2026, 2, 10)));
        Assert.Equal(new DateOnly(2026, 3, 30), terms.NationallyDueOn(new(2026, 2, 10), pack.WorkingDays));
    }

    [Theory]
    [InlineData("areas", "\"140702\", \"name\"", "\"1407\", \"name\"", "#/[0].code")]
    [InlineData("areas", "\"kind\": \"County\", \"postalCode\": \"031800\"", "\"kind\": \"Village\", \"postalCode\": \"031800\"", "#/[2].kind")]
    [InlineData("areas", "\"140703\", \"name\"", "\"140702\", \"name\"", "#/[1].code")]
    [InlineData("areas", "\"within\": \"140703\"", "\"within\": \"140999\"", "#/[12].within")]
    [InlineData("rules", "\"NotClassified\"", "\"NotSecret\"", "#/[0].eligibility.rules[0].check")]
    [InlineData("rules", "\"calendarDays\": 30", "\"calendarDays\": 0", "#/[0].filing.calendarDays")]
    [InlineData("rules", "\"calendarDays\": 30, ", "", "#/[0].filing.calendarDays")]
    [InlineData("rules", "\"countyFirst\": false", "\"countyFirst\": \"no\"", "#/[0].review.countyFirst")]
    [InlineData("rules", "\"A1-2\"", "\"A1-1\"", "#/[0].eligibility.rules[1].id")]
    [InlineData("rules", "2023-01-01", "2023-13-45", "$[0].from")]
    [InlineData("city", "\"code\"", "\"cod\"", "#/code")]
    [InlineData("settings", "\"classes\": 3", "\"classes\": 3, \"colour\": 1", "#/password.colour")]
    [InlineData("city", "\"Jinzhong\"]", "\"Jinzhong\", \"Jin\"]", "#/name")]
    [InlineData("settings", "\"attempts\": 5", "\"attempts\": 0", "#/lockout.attempts")]
    [InlineData("holidays", "\"2026-02-14\"", "\"2026-02-13\"", "#/[3].makeUpDays")]
    [InlineData("kinds", "\"code\": \"institute\"", "\"code\": \"Institute!\"", "#/organisations[1].code")]
    public async Task What_is_wrong_is_named_by_file_and_path(string file, string right, string wrong, string path)
    {
        Change(file, text => Replaced(text, right, wrong));
        var error = await Assert.ThrowsAsync<CityPackError>(LoadAsync);
        Assert.Equal($"{file}.json", error.File);
        Assert.Equal(path, error.Path);
        Assert.NotEmpty(error.Reason);
        Assert.Contains(error.File, error.Message);
        Assert.Contains(error.Path, error.Message);
    }

    [Fact]
    public async Task Broken_json_is_named_by_its_line()
    {
        Change("city", text => Replaced(text, "\"province\":", "province:"));
        var error = await Assert.ThrowsAsync<CityPackError>(LoadAsync);
        Assert.Contains("3", error.Path);
    }

    [Fact]
    public async Task A_missing_file_is_named()
    {
        File.Delete(Path.Combine(folder, "jinzhong", "holidays.json"));
        Assert.Equal("holidays.json", (await Assert.ThrowsAsync<CityPackError>(LoadAsync)).File);
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("../jinzhong")]
    [InlineData("")]
    public async Task An_unknown_city_is_refused_and_the_known_ones_are_told(string city)
    {
        var error = await Assert.ThrowsAsync<CityPackError>(() => CityPack.LoadAsync(folder, city, TestContext.Current.CancellationToken));
        Assert.Contains("jinzhong", error.Message);
    }

    [Fact]
    public async Task Another_city_is_another_folder()
    {
        Copy(Path.Combine(folder, "jinzhong"), Path.Combine(folder, "elsewhere"));
        var file = Path.Combine(folder, "elsewhere", "city.json");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("晋中市", "别市"));
        Assert.Equal("别市", (await CityPack.LoadAsync(folder, "elsewhere", TestContext.Current.CancellationToken)).City.Name.Chinese);
    }

    private Task<CityPack> LoadAsync() => CityPack.LoadAsync(folder, "jinzhong", TestContext.Current.CancellationToken);

    private void Change(string name, Func<string, string> change)
    {
        var file = Path.Combine(folder, "jinzhong", $"{name}.json");
        File.WriteAllText(file, change(File.ReadAllText(file)));
    }

    private static string Replaced(string text, string right, string wrong)
    {
        var at = text.IndexOf(right, StringComparison.Ordinal);
        Assert.True(at >= 0, $"The pack no longer holds {right}");
        return text[..at] + wrong + text[(at + right.Length)..];
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, true);
        }
    }
}
