using FaceWeb.Data;
using FaceWeb.Live;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Groups;

/// <summary>
/// How many groups there are, counted once for all open pages, whose menus show it, and again only when something has changed: fifty pages that each
/// counted after each analysed photo took more than a core in a library of 100,000 photos.
/// </summary>
public sealed class GroupsCount(IDbContextFactory<FaceWebDb> databases, ChangeFeed changes)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private Counting? last;

    /// <summary>What was counted last, perhaps before the newest change; null before the first time.</summary>
    public int? Newest { get; private set; }

    /// <summary>The groups of two faces and more, with all that has been told of by now; comes within a little more than a second.</summary>
    public Task<int> GetAsync()
    {
        lock (gate)
        {
            // One that has not begun will see what has changed by now.
            if (last is null || last.Count.IsFaulted || (last.Changes is { } seen && seen != Changes))
            {
                var next = new Counting();
                next.Count = CountAsync(next, last is null ? TimeSpan.Zero : Pause);
                last = next;
            }
            return last.Count;
        }
    }

    private long Changes => changes.CountOf(ChangeKind.Face) + changes.CountOf(ChangeKind.Suggestions);

    // On a thread of its own from the beginning: the caller holds the lock, and SQLite answers before it returns.
    private Task<int> CountAsync(Counting counting, TimeSpan pause) => Task.Run(async () =>
    {
        await Task.Delay(pause);
        lock (gate)
            counting.Changes = Changes;
        try
        {
            await using var db = await databases.CreateDbContextAsync();
            var count = await GroupService.Groups(db).CountAsync();
            Newest = count;
            return count;
        }
        catch (ObjectDisposedException)
        {
            // The server has ended meanwhile: nobody sees the number any more.
            return Newest ?? 0;
        }
    });

    private sealed class Counting
    {
        public long? Changes { get; set; }

        public Task<int> Count { get; set; } = Task.FromResult(0);
    }
}
