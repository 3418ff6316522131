namespace Yixiang.Kernel;

/// <summary>Legal dates and shown times are those of Asia/Shanghai; moments are kept in UTC.</summary>
public static class CityTime
{
    public static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    public static DateOnly DateOf(DateTimeOffset moment) => DateOnly.FromDateTime(Local(moment));

    public static DateTime Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Zone).DateTime;

    public static DateOnly Today(this TimeProvider clock) => DateOf(clock.GetUtcNow());

    /// <summary>The first moment after a day has ended in the city: what "on that date" means for a ledger.</summary>
    public static DateTimeOffset EndOf(DateOnly day) => new(TimeZoneInfo.ConvertTimeToUtc(day.AddDays(1).ToDateTime(TimeOnly.MinValue), Zone), TimeSpan.Zero);

    public static DateTimeOffset BeginningOf(DateOnly day) => EndOf(day.AddDays(-1));

    /// <summary><c>2026-03-01 14:05</c>.</summary>
    public static string Show(DateTimeOffset moment) => Local(moment).ToString("yyyy-MM-dd HH:mm");

    /// <summary>A moment for machines, in UTC to the second: <c>2026-03-01T06:05:00Z</c>.</summary>
    public static string Stamp(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ");

    public static string Show(DateOnly day) => day.ToString("yyyy-MM-dd");
}
