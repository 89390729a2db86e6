using System.Security.Claims;
using FaceWeb.Accounts;
using FaceWeb.Api;
using FaceWeb.Recognition;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FaceWeb.Review;

/// <summary>Groups of similar unknown faces in the HTTP API.</summary>
public static class GroupsApi
{
    /// <summary>Maps this file's calls.</summary>
    public static RouteGroupBuilder MapGroupsApi(this RouteGroupBuilder api)
    {
        var groups = api.MapGroup("/groups").WithTags("Groups");
        groups.MapGet("/", ListAsync).WithName("ListGroups").WithSummary("Lists groups of similar unknown faces, largest first.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        groups.MapPost("/{id:long}/name", NameAsync).WithName("NameGroup").WithSummary("Confirms all faces of a group as one person.")
            .RequireAuthorization(Policies.Edit)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        return api;
    }

    private static async Task<Ok<Paged<FaceGroupView>>> ListAsync(GroupService groups, int? page, int? pageSize) =>
        TypedResults.Ok(await groups.ListAsync(Paging.From(page, pageSize)));

    private static async Task<Ok<DecisionOutcome>> NameAsync(ReviewService review, ClaimsPrincipal user, long id, [FromBody] GroupNameBody body) =>
        TypedResults.Ok(await review.NameGroupAsync(id, body.PersonName, Actor.From(user)));
}
