using FaceWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Recognition;

/// <summary>Counts the work that waits, runs and is done.</summary>
public sealed class JobsService(IDbContextFactory<FaceWebDb> databases, SuggestService suggest)
{
    /// <summary>The counts. Once queued and running are 0, every photo has its faces and every face its suggestions.</summary>
    public async Task<JobsSummary> SummaryAsync()
    {
        await using var db = await databases.CreateDbContextAsync();
        var photos = await db.Photos.GroupBy(p => p.State).Select(g => new { State = g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.State, g => g.Count);
        var jobs = await db.Jobs.GroupBy(j => j.State).Select(g => new { State = g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.State, g => g.Count);

        // Asked last: who finishes a photo or a training asks for suggestions before the row says that it is done.
        var suggesting = suggest.IsBusy ? 1 : 0;
        return new JobsSummary(
            photos.GetValueOrDefault(PhotoState.Queued) + jobs.GetValueOrDefault(JobState.Queued),
            photos.GetValueOrDefault(PhotoState.Running) + jobs.GetValueOrDefault(JobState.Running) + suggesting,
            photos.GetValueOrDefault(PhotoState.Failed) + jobs.GetValueOrDefault(JobState.Failed),
            photos.GetValueOrDefault(PhotoState.Analysed) + jobs.GetValueOrDefault(JobState.Done));
    }
}
