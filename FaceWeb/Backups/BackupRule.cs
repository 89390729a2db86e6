using System.Globalization;

namespace FaceWeb.Backups;

/// <summary>
/// Which of several backups are kept: those of the last 24 hours, and the newest of each of the last days, weeks and months that have one.
/// </summary>
public static class BackupRule
{
    /// <summary>The moments to keep.</summary>
    /// <param name="moments">When backups were made, in any order.</param>
    /// <param name="rule">How many of each are kept; those of the 24 hours before the newest always are.</param>
    public static IReadOnlySet<DateTime> Kept(IReadOnlyCollection<DateTime> moments, BackupOptions rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var newest = moments.OrderDescending().ToList();
        var kept = newest.TakeWhile(m => newest[0] - m < TimeSpan.FromDays(1)).ToHashSet();
        Keep(m => m.Date.Ticks, rule.KeepDays);
        Keep(m => (ISOWeek.GetYear(m) * 100) + ISOWeek.GetWeekOfYear(m), rule.KeepWeeks);
        Keep(m => (m.Year * 100) + m.Month, rule.KeepMonths);
        return kept;

        void Keep(Func<DateTime, long> period, int most) => kept.UnionWith(newest.DistinctBy(period).Take(Math.Max(0, most)));
    }
}
