using System.Globalization;
using System.Security.Claims;
using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.History;
using FaceWeb.History.Decisions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FaceWeb.Review;

/// <summary>
/// What the review page asks for and says. It speaks HTTP rather than over its circuit: keys pressed while a circuit reconnects are
/// kept and sent all the same.
/// </summary>
public static class ReviewPageApi
{
    /// <summary>The most actions of one call.</summary>
    public const int MostActions = 100;

    private const string Source = ActionSource.Review;

    /// <summary>Maps this file's calls.</summary>
    public static RouteGroupBuilder MapReview(this RouteGroupBuilder api)
    {
        var read = api.MapGroup("/review").WithTags("Review");
        read.MapGet("/faces", ListAsync).WithName("ListReview")
            .WithSummary("Lists the faces that wait for a decision, by person, surest first, as key, version and thousandths. "
                + "Query: person (a key or unknown), album, minProbability, maxProbability, minQuality (0 to 1), takenFrom, takenTo (days).");
        read.MapGet("/details", DetailsAsync).WithName("GetReviewDetails")
            .WithSummary("Answers more of up to 500 faces: photo, box, suggestions, version. Query: ids, comma-separated.")
            .ProducesProblem(StatusCodes.Status400BadRequest);

        var decide = api.MapGroup("/review").WithTags("Review").RequireAuthorization(Policies.Edit);
        decide.MapPost("/decisions", DecideAsync).WithName("DecideReviewed")
            .WithSummary("Takes actions in order; a face that somebody else decided meanwhile is left as it is and named with the reason.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        decide.MapPost("/undo", UndoAsync).WithName("UndoReviewed")
            .WithSummary("Takes back the signed-in user's last action, when it is the one named.")
            .ProducesProblem(StatusCodes.Status409Conflict);
        decide.MapPost("/redo", RedoAsync).WithName("RedoReviewed")
            .WithSummary("Does again what the signed-in user undid last, when it is the one named; until they do something new.")
            .ProducesProblem(StatusCodes.Status409Conflict);
        decide.MapGet("/steps", StepsAsync).WithName("GetReviewSteps")
            .WithSummary("Answers what the signed-in user's next undo would take back and next redo do again.");
        return api;
    }

    private static async Task<Ok<ReviewIndex>> ListAsync(ReviewList list, HttpRequest request) =>
        TypedResults.Ok(await list.ReadAsync(ReviewQuery.Parse(request.QueryString.Value).Filter));

    private static async Task<Ok<IReadOnlyList<ReviewDetail>>> DetailsAsync(ReviewList list, ClaimsPrincipal user, string ids) =>
        TypedResults.Ok(
            await list.DetailsAsync([.. ids.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(ReadKey).Distinct()], Actor.From(user, Source)));

    private static async Task<Ok<IReadOnlyList<SeenOutcome>>> DecideAsync(
        DecisionService decisions, ClaimsPrincipal user, [FromBody] ReviewActionsBody body)
    {
        if (body.Actions is not { Count: > 0 and <= MostActions } || body.Actions.Any(a => a?.Items is null))
            throw new RefusedException($"Send between 1 and {MostActions} actions: {{\"actions\": [{{\"items\": [{{\"faceId\": ..., \"decision\": "
                + $"..., \"version\": ...}}]}}]}}.");
        var who = Actor.From(user, Source);
        var outcomes = new List<SeenOutcome>(body.Actions.Count);
        foreach (var action in body.Actions)
            outcomes.Add(await decisions.DecideWhatStandsAsync(action.Items, who));
        return TypedResults.Ok<IReadOnlyList<SeenOutcome>>(outcomes);
    }

    private static async Task<Ok<UndoOutcome>> UndoAsync(StepService steps, ClaimsPrincipal user, [FromBody] ReviewUndoBody body) =>
        TypedResults.Ok(await steps.UndoAsync(Actor.From(user, Source), body.ActionId));

    private static async Task<Ok<RedoOutcome>> RedoAsync(StepService steps, ClaimsPrincipal user, [FromBody] ReviewRedoBody body) =>
        TypedResults.Ok(await steps.RedoAsync(Actor.From(user, Source), body.ActionId));

    private static async Task<Ok<NextSteps>> StepsAsync(StepService steps, ClaimsPrincipal user) =>
        TypedResults.Ok(await steps.NextStepsAsync(Actor.From(user, Source)));

    private static long ReadKey(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var key)
        ? key
        : throw new RefusedException(
            $"ids must be faces' keys with commas between them; \"{(text.Length > 30 ? text[..30] + "…" : text)}\" is none.");
}
