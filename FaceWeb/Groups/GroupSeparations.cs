using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Groups.Steps;
using FaceWeb.History.Decisions;
using FaceWeb.Layout;
using FaceWeb.Live;
using FaceWeb.Suggestions;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Groups;

/// <summary>
/// Takes faces out of a group of similar unknown faces, or splits it. What was told apart is kept (<see cref="FaceSeparation"/>): the
/// faces never share a group again, whatever photos come later and however often the groups are made anew, until the action is undone.
/// </summary>
public sealed class GroupSeparations(
    IDbContextFactory<FaceWebDb> databases, SuggestService suggest, ChangeFeed changes, RoleCheck roles, TimeProvider clock)
{
    /// <summary>Takes faces out of a group. They may form or join another group, together or each alone.</summary>
    /// <returns>How many faces left.</returns>
    /// <exception cref="RefusedException">There is no such group (404), a face is not in it any more (409), or no face would stay (400).</exception>
    public Task<int> TakeOutAsync(long groupId, IReadOnlyList<long>? faceIds, Actor who) => SeparateAsync(
        groupId, [faceIds ?? []], count => $"Took {Words.Some(count, "face")} out of a group.", who);

    /// <summary>
    /// Makes groups of their own of parts of a group. Faces that no part names stay together; where every face is named, the first part
    /// stays.
    /// </summary>
    /// <returns>How many faces left.</returns>
    /// <exception cref="RefusedException">
    /// There is no such group (404), a face is not in it any more (409), a face is named twice, or there is nothing to split (400).
    /// </exception>
    public Task<int> SplitAsync(long groupId, IReadOnlyList<IReadOnlyList<long>>? parts, Actor who) => SeparateAsync(
        groupId, parts ?? [], _ => "Split a group.", who);

    private async Task<int> SeparateAsync(long groupId, IReadOnlyList<IReadOnlyList<long>> parts, Func<int, string> describe, Actor who)
    {
        await roles.RequireAsync(Policies.Edit);
        var now = clock.GetUtcNow().UtcDateTime;
        await using var db = await databases.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        if (parts.Any(part => part is null || part.Count == 0) || parts.Sum(part => part.Count) > DecisionService.MaxItems)
            throw new RefusedException($"Name between 1 and {DecisionService.MaxItems} faces, and at least one in each part.");
        var named = await GroupFaces.ReadAsync(db, groupId, [.. parts.SelectMany(part => part)]);
        var all = await GroupFaces.ReadAsync(db, groupId, null);
        if (parts.Count == 1 && named.Count == all.Count)
            throw new RefusedException("All faces of the group are named, so nothing would be told apart: leave out the faces that belong together.");

        // Part 0 stays. When every face is named, that is the first part.
        var first = named.Count == all.Count ? 0 : 1;
        var partOf = parts.SelectMany((part, number) => part.Select(face => (face, number + first))).ToDictionary(p => p.face, p => p.Item2);
        var left = all.Where(f => partOf.GetValueOrDefault(f.Id) > 0).ToList();
        var action = new ReviewAction
        {
            UserId = who.UserId,
            Source = who.Source,
            At = now,
            Kind = ActionKind.Separate,
            Description = describe(left.Count)
        };
        action.Events.AddRange(left.Select(f => FaceEvent.Keeping(f.Id, FaceDecision.Undecided, null)));
        db.ReviewActions.Add(action);
        await db.SaveChangesAsync();
        db.FaceSeparations.AddRange(
            all.Select(f => new FaceSeparation { ActionId = action.Id, FaceId = f.Id, Part = partOf.GetValueOrDefault(f.Id) }));
        await db.SaveChangesAsync();
        await SeparateStep.LeaveGroupsAsync(db, action.Id);
        await transaction.CommitAsync();

        foreach (var face in left)
            changes.Announce(new Change(ChangeKind.Face, PhotoId: face.PhotoId, FaceId: face.Id));
        suggest.Request(left.Select(f => f.Id));
        return left.Count;
    }
}
