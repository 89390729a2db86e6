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
    private readonly Lock gate = new();
    private (long Changes, Task<int> Count)? counted;

    /// <summary>The groups of two faces and more.</summary>
    public Task<int> GetAsync()
    {
        var now = changes.CountOf(ChangeKind.Face) + changes.CountOf(ChangeKind.Suggestions);
        lock (gate)
        {
            if (counted is not { } last || last.Changes != now || last.Count.IsFaulted || last.Count.IsCanceled)
                counted = last = (now, CountAsync());
            return last.Count;
        }
    }

    private async Task<int> CountAsync()
    {
        await using var db = await databases.CreateDbContextAsync();
        return await GroupService.Groups(db).CountAsync();
    }
}
