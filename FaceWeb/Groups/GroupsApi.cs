using System.Security.Claims;
using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.History.Decisions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FaceWeb.Groups;

/// <summary>Groups of similar unknown faces in the HTTP API.</summary>
public static class GroupsApi
{
    /// <summary>Maps this file's calls.</summary>
    public static RouteGroupBuilder MapGroups(this RouteGroupBuilder api)
    {
        var read = api.MapGroup("/groups").WithTags("Groups");
        read.MapGet("/", ListAsync).WithName("ListGroups").WithSummary("Lists groups of similar unknown faces, largest first.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        read.MapGet("/{id:long}", FindAsync).WithName("GetGroup").WithSummary("Answers one group.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        read.MapGet("/{id:long}/sub-groups", SubGroupsAsync).WithName("ListSubGroups")
            .WithSummary("Lists the parts, at least `parts` (2 by default), that a group falls into when its faces must resemble each other more.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);

        var edit = api.MapGroup("/groups").WithTags("Groups").RequireAuthorization(Policies.Edit)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
                .ProducesProblem(StatusCodes.Status409Conflict);
        edit.MapPost("/{id:long}/name", NameAsync).WithName("NameGroup")
            .WithSummary("Confirms all or some faces of a group as one person; faces said not to be that person stay in the group.");
        edit.MapPost("/{id:long}/ignore", IgnoreAsync).WithName("IgnoreGroup").WithSummary("Ignores all or some faces of a group: strangers.");
        edit.MapPost("/{id:long}/take-out", TakeOutAsync).WithName("TakeOutOfGroup")
            .WithSummary("Takes faces out of a group for good; answers the group.");
        edit.MapPost("/{id:long}/split", SplitAsync).WithName("SplitGroup")
            .WithSummary("Makes groups of their own of parts of a group, for good; answers the group.");
        return api;
    }

    private static async Task<Ok<Paged<FaceGroupView>>> ListAsync(GroupService groups, int? page, int? pageSize) =>
        TypedResults.Ok(await groups.ListAsync(Paging.From(page, pageSize)));

    private static async Task<Ok<FaceGroupView>> FindAsync(GroupService groups, long id) => TypedResults.Ok(await groups.FindAsync(id));

    private static async Task<Ok<IReadOnlyList<SubGroupView>>> SubGroupsAsync(GroupService groups, long id, int? parts, CancellationToken cancel) =>
        TypedResults.Ok(await groups.SubGroupsAsync(id, parts ?? 2, cancel));

    private static async Task<Ok<DecisionOutcome>> NameAsync(GroupDecisions groups, ClaimsPrincipal user, long id, [FromBody] GroupNameBody body)
    {
        if (body is { PersonId: not null, PersonName: not null })
            throw new RefusedException("Give a personId or a personName, not both.");
        return TypedResults.Ok((await groups.NameAsync(id, body.PersonId, body.PersonName, body.FaceIds, Actor.From(user))).Outcome);
    }

    private static async Task<Ok<DecisionOutcome>> IgnoreAsync(
        GroupDecisions groups, ClaimsPrincipal user, long id, [FromBody] GroupFacesBody body) =>
        TypedResults.Ok(await groups.IgnoreAsync(id, body.FaceIds, Actor.From(user)));

    private static async Task<Ok<FaceGroupView>> TakeOutAsync(
        GroupSeparations separations, GroupService groups, ClaimsPrincipal user, long id, [FromBody] GroupFacesBody body)
    {
        await separations.TakeOutAsync(id, body.FaceIds, Actor.From(user));
        return TypedResults.Ok(await groups.FindAsync(id));
    }

    private static async Task<Ok<FaceGroupView>> SplitAsync(
        GroupSeparations separations, GroupService groups, ClaimsPrincipal user, long id, [FromBody] GroupSplitBody body)
    {
        await separations.SplitAsync(id, body.Parts, Actor.From(user));
        return TypedResults.Ok(await groups.FindAsync(id));
    }
}
