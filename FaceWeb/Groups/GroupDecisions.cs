using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Faces.Naming;
using FaceWeb.History.Decisions;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Groups;

/// <summary>Decides the faces of a group of similar unknown faces at once. Each call is one action and one undo.</summary>
public sealed class GroupDecisions(IDbContextFactory<FaceWebDb> databases, DecisionService review, RoleCheck roles, TimeProvider clock)
{
    /// <summary>
    /// Confirms the faces of a group as one person, at most <see cref="DecisionService.MaxItems"/> at once. Faces of which somebody has
    /// said that they are not this person are left out and stay in the group.
    /// </summary>
    /// <param name="groupId">The group.</param>
    /// <param name="personId">The person; null to go by the name.</param>
    /// <param name="personName">The name of the one person who has it, or of a new one.</param>
    /// <param name="faceIds">Only these faces; null for all.</param>
    /// <param name="who">Who says it.</param>
    /// <exception cref="RefusedException">
    /// There is no such group or person (404), a face is not in the group any more, several people have the name or all faces are said
    /// not to be this person (409), or the name cannot be taken (400).
    /// </exception>
    public async Task<NamedGroup> NameAsync(long groupId, long? personId, string? personName, IReadOnlyList<long>? faceIds, Actor who)
    {
        await roles.RequireAsync(Policies.Edit);
        await using var db = await databases.CreateDbContextAsync();
        var faces = await GroupFaces.ReadAsync(db, groupId, faceIds);
        if (personId is null)
        {
            // A new person is not saved here: the decision makes them.
            var found = await PersonLookup.FindOrMakeAsync(db, personName = PersonName.Read(personName), clock.GetUtcNow().UtcDateTime);
            personId = found.Id == 0 ? null : found.Id;
        }
        var rejecting = personId is null ? [] : await db.Rejections
            .Where(r => r.PersonId == personId && db.Faces.Any(f => f.Id == r.FaceId && f.GroupId == groupId)).Select(r => r.FaceId).ToHashSetAsync();
        var named = faces.Where(f => !rejecting.Contains(f.Id)).Take(DecisionService.MaxItems).ToList();
        if (named.Count == 0)
        {
            throw new RefusedException(
                "Somebody has said of all these faces that they are not this person: choose another name, or confirm them one by one.",
                    StatusCodes.Status409Conflict);
        }
        var outcome = await review.DecideAsync(
            named.ConvertAll(
                f => FaceDecisionRequest.Of(f.Id, personId is { } person ? Saying.Confirm(person) : Saying.Name(personName!), f.Version)), who);
        return new NamedGroup(outcome, faces.Count(f => rejecting.Contains(f.Id)));
    }

    /// <summary>Ignores the faces of a group: strangers who are not to be named.</summary>
    /// <exception cref="RefusedException">There is no such group (404), or a face is not in it any more (409).</exception>
    public async Task<DecisionOutcome> IgnoreAsync(long groupId, IReadOnlyList<long>? faceIds, Actor who)
    {
        await roles.RequireAsync(Policies.Edit);
        await using var db = await databases.CreateDbContextAsync();
        var faces = await GroupFaces.ReadAsync(db, groupId, faceIds);
        return await review.DecideAsync(
            [.. faces.Take(DecisionService.MaxItems).Select(f => FaceDecisionRequest.Of(f.Id, Saying.Ignore, f.Version))], who);
    }
}
