using CsCheck;
using Yixiang.Kernel;

namespace Yixiang.Tests.Kernel;

public sealed class WorkingDaysTests
{
    private static async Task<WorkingDays> JinzhongAsync() => (await CityPack.LoadAsync("jinzhong", TestContext.Current.CancellationToken)).WorkingDays;

    [Theory]
    [InlineData("2026-02-13", true)] // Friday before the Spring Festival
    [InlineData("2026-02-14", true)] // Saturday, make-up day
    [InlineData("2026-02-16", false)] // Monday, holiday
    [InlineData("2026-02-28", true)] // Saturday, make-up day
    [InlineData("2026-03-07", false)] // ordinary Saturday
    [InlineData("2025-10-08", false)] // last day of the long holiday
    [InlineData("2024-02-18", true)] // Sunday, make-up day
    [InlineData("2023-06-23", false)] // Friday after the Dragon Boat Festival
    public async Task Holidays_and_make_up_days_follow_the_State_Council(string day, bool works) =>
        Assert.Equal(works, (await JinzhongAsync()).IsWorkingDay(DateOnly.Parse(day)));

    [Fact]
    public async Task Thirty_working_days_over_the_Spring_Festival_end_later_than_thirty_days()
    {
        var calendar = await JinzhongAsync();
        var accepted = new DateOnly(2026, 2, 10);
        Assert.Equal(new DateOnly(2026, 3, 30), calendar.Add(accepted, 30));
        Assert.Equal(30, calendar.Count(accepted, new DateOnly(2026, 3, 30)));
    }

    [Fact]
    public async Task The_first_day_itself_does_not_count()
    {
        var calendar = await JinzhongAsync();
        Assert.Equal(new DateOnly(2026, 3, 3), calendar.Add(new(2026, 3, 2), 1));
        Assert.Equal(new DateOnly(2026, 3, 2), calendar.Add(new(2026, 3, 2), 0));
        Assert.Equal(0, calendar.Count(new(2026, 3, 2), new(2026, 3, 2)));
    }

    [Fact]
    public async Task In_an_unknown_year_only_weekends_are_off_and_the_calendar_says_so()
    {
        var calendar = await JinzhongAsync();
        Assert.Null(calendar.SourceOf(2027));
        Assert.True(calendar.IsWorkingDay(new(2027, 10, 1)));
        Assert.False(calendar.IsWorkingDay(new(2027, 10, 2)));
        Assert.False(calendar.Knows(new(2026, 12, 20), new(2027, 1, 5)));
        Assert.True(calendar.Knows(new(2023, 1, 1), new(2026, 12, 31)));
    }

    [Fact]
    public async Task Adding_and_counting_agree_on_any_day()
    {
        var calendar = await JinzhongAsync();
        Gen.Select(Gen.Int[0, 1460], Gen.Int[1, 200]).Sample((offset, days) =>
        {
            var from = new DateOnly(2023, 1, 1).AddDays(offset);
            var to = calendar.Add(from, days);
            return calendar.Count(from, to) == days && calendar.IsWorkingDay(to) && calendar.Count(to, from) == -days;
        });
    }

    [Fact]
    public void Negative_days_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new WorkingDays([]).Add(new(2026, 1, 1), -1));
}
