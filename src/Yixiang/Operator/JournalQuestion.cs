using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Operator;

/// <summary>What an auditor looks for in the journal. All of it stands in the address.</summary>
/// <param name="Reference">Exactly, such as <c>F2026-000123</c>.</param>
/// <param name="Account">Number of an account.</param>
/// <param name="From">First day, in the city's time.</param>
/// <param name="To">Last day.</param>
public sealed record JournalQuestion(string? Reference, string? Subject, string? What, long? Account, DateOnly? From, DateOnly? To)
{
    public IQueryable<JournalEntry> Ask(Db db)
    {
        var entries = db.Journal.AsNoTracking();
        entries = string.IsNullOrWhiteSpace(Reference) ? entries : entries.Where(e => e.Reference == Reference.Trim());
        entries = string.IsNullOrEmpty(Subject) ? entries : entries.Where(e => e.Subject == Subject);
        entries = string.IsNullOrWhiteSpace(What) ? entries : entries.Where(e => e.What == What.Trim());
        entries = Account is null ? entries : entries.Where(e => e.AccountId == Account);
        entries = From is { } from && CityTime.BeginningOf(from) is var first ? entries.Where(e => e.At >= first) : entries;
        entries = To is { } to && CityTime.EndOf(to) is var end ? entries.Where(e => e.At < end) : entries;
        return entries.OrderByDescending(e => e.Id);
    }
}
