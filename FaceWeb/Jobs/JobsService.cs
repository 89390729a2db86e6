using FaceWeb.Data;
using FaceWeb.Suggestions;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Jobs;

/// <summary>Counts the work that waits, runs and is done.</summary>
public sealed class JobsService(IDbContextFactory<FaceWebDb> databases, SuggestService suggest)
{
    /// <summary>The counts. Once queued and running are 0, every photo has its faces and every face its suggestions.</summary>
    public async Task<JobsSummary> SummaryAsync()
    {
        await using var db = await databases.CreateDbContextAsync();
        var photos = await db.Photos.GroupBy(p => p.State).Select(g => new { State = g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.State, g => g.Count);
        var rows = await db.Jobs.GroupBy(j => new { j.State, j.Kind }).Select(g => new { g.Key.State, g.Key.Kind, Count = g.Count() }).ToListAsync();
        var jobs = rows.GroupBy(r => r.State).ToDictionary(g => g.Key, g => g.Sum(r => r.Count));
        var suggestRow = rows.Exists(r => r is { Kind: JobKind.Suggest, State: JobState.Queued or JobState.Running });

        // Asked last: who finishes a photo or a training asks for suggestions before the row says that it is done.
        var suggesting = suggest.IsBusy && !suggestRow ? 1 : 0;
        return new JobsSummary(
            photos.GetValueOrDefault(PhotoState.Queued) + jobs.GetValueOrDefault(JobState.Queued),
            photos.GetValueOrDefault(PhotoState.Running) + jobs.GetValueOrDefault(JobState.Running) + suggesting,
            photos.GetValueOrDefault(PhotoState.Failed) + jobs.GetValueOrDefault(JobState.Failed),
            photos.GetValueOrDefault(PhotoState.Analysed) + jobs.GetValueOrDefault(JobState.Done));
    }
}
