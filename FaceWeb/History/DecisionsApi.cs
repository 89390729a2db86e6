using System.Security.Claims;
using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Faces;
using FaceWeb.History.Decisions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FaceWeb.History;

/// <summary>Decisions, undo, redo and a face's history in the HTTP API.</summary>
public static class DecisionsApi
{
    /// <summary>Maps this file's calls.</summary>
    public static RouteGroupBuilder MapDecisions(this RouteGroupBuilder api)
    {
        api.MapGet("/faces/{id:long}/history", HistoryAsync).WithTags("Faces").WithName("GetFaceHistory")
            .WithSummary("Lists what was said of a face and by whom, newest first.").RequireAuthorization(Policies.Edit)
            .ProducesProblem(StatusCodes.Status404NotFound);

        var decide = api.MapGroup("").WithTags("Decisions").RequireAuthorization(Policies.Edit);
        decide.MapPut("/faces/{id:long}/decision", DecideAsync).WithName("DecideFace")
            .WithSummary("Says who a face is or is not, that it is ignored, not a face, or undecided; answers the face.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
                .ProducesProblem(StatusCodes.Status409Conflict);
        decide.MapPost("/faces/decisions", DecideManyAsync).WithName("DecideFaces").WithSummary("Decides up to 5,000 faces, all or nothing.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
                .ProducesProblem(StatusCodes.Status409Conflict);
        decide.MapPost("/decisions/undo", UndoAsync).WithName("UndoDecision")
            .WithSummary("Takes back the signed-in user's last action; again for the one before.")
            .ProducesProblem(StatusCodes.Status409Conflict);
        decide.MapPost("/decisions/redo", RedoAsync).WithName("RedoDecision")
            .WithSummary("Does again what the signed-in user undid last; again for the one undone before it.")
            .ProducesProblem(StatusCodes.Status409Conflict);
        return api;
    }

    private static async Task<Ok<Paged<HistoryEntry>>> HistoryAsync(HistoryService history, long id, int? page, int? pageSize)
    {
        var paging = Paging.From(page, pageSize);
        return TypedResults.Ok(await history.OfFaceAsync(id, paging.Skip, paging.PageSize));
    }

    private static async Task<Ok<FaceView>> DecideAsync(
        DecisionService decisions, FaceService faces, ClaimsPrincipal user, long id, [FromBody] DecisionBody body)
    {
        await decisions.DecideAsync([new FaceDecisionRequest(id, body.Decision, body.PersonId, body.PersonName, body.Version)], Actor.From(user));
        return TypedResults.Ok(await faces.FindAsync(id));
    }

    private static async Task<Ok<DecisionOutcome>> DecideManyAsync(DecisionService decisions, ClaimsPrincipal user, [FromBody] DecisionsBody body) =>
        TypedResults.Ok(await decisions.DecideAsync(
            body.Items ?? throw new RefusedException("The decisions are missing: send {\"items\": [{\"faceId\": ..., \"decision\": ...}]}."),
                Actor.From(user)));

    private static async Task<Ok<UndoOutcome>> UndoAsync(StepService steps, ClaimsPrincipal user) =>
        TypedResults.Ok(await steps.UndoAsync(Actor.From(user)));

    private static async Task<Ok<RedoOutcome>> RedoAsync(StepService steps, ClaimsPrincipal user) =>
        TypedResults.Ok(await steps.RedoAsync(Actor.From(user)));
}
