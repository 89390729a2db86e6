using FaceWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Analysis.Videos;

/// <summary>Lists the videos that are being looked at: a photo takes a moment, a video can take hours.</summary>
public sealed class RunningVideos(IDbContextFactory<FaceWebDb> databases, VideosInProgress progress)
{
    /// <summary>The videos, in the order in which they came.</summary>
    public async Task<IReadOnlyList<RunningVideo>> ListAsync()
    {
        await using var db = await databases.CreateDbContextAsync();
        var rows = await db.Photos.Where(p => p.State == PhotoState.Running && p.Duration != null).OrderBy(p => p.Id)
            .Select(p => new { p.Id, p.AlbumId, p.FileName, p.Duration, p.LookedUpTo }).ToListAsync();
        return rows.ConvertAll(p => new RunningVideo(
            p.Id, p.AlbumId, p.FileName, p.Duration ?? 0, (long?)progress.Find(p.Id)?.TotalMilliseconds ?? p.LookedUpTo ?? 0,
            progress.FindCopy(p.Id)));
    }
}
