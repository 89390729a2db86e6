using System.Security.Claims;
using FaceWeb.Access;
using FaceWeb.Api;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FaceWeb.People.SamePerson;

/// <summary>"Is this the same person?" in the HTTP API.</summary>
public static class SamePersonApi
{
    /// <summary>Maps this file's calls.</summary>
    public static RouteGroupBuilder MapSamePersonRoutes(this RouteGroupBuilder api)
    {
        api.MapGet("/people/proposals", ListAsync).WithTags("People").WithName("ListSamePersonProposals")
            .WithSummary("Lists pairs of people, and of a person and a group, who look alike, most alike first. Same: MergePeople or NameGroup.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapPost("/people/different", TellApartAsync).WithTags("People").WithName("TellPeopleApart")
            .WithSummary("Remembers for good that two people are two, so that they are not proposed again.").RequireAuthorization(Policies.Edit)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
                .ProducesProblem(StatusCodes.Status409Conflict);
        return api;
    }

    private static async Task<Ok<Paged<SamePersonProposal>>> ListAsync(SamePersonService same, int? page, int? pageSize, CancellationToken cancel)
    {
        var paging = Paging.From(page, pageSize);
        return TypedResults.Ok(await same.ListAsync(paging.Skip, paging.PageSize, cancel));
    }

    private static async Task<NoContent> TellApartAsync(SamePersonService same, ClaimsPrincipal user, [FromBody] TellApartBody body)
    {
        await same.TellApartAsync(body.PersonId, body.OtherPersonId, Actor.From(user));
        return TypedResults.NoContent();
    }
}
