using System.Security.Claims;
using System.Security.Cryptography;
using FaceWeb.Accounts;
using FaceWeb.Api;
using FaceWeb.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace FaceWeb.Review;

/// <summary>Faces and decisions in the HTTP API.</summary>
public static class FacesApi
{
    /// <summary>Maps this file's calls.</summary>
    public static RouteGroupBuilder MapFacesApi(this RouteGroupBuilder api)
    {
        var read = api.MapGroup("/faces").WithTags("Faces");
        read.MapGet("/", ListAsync).WithName("ListFaces").WithSummary("Lists faces across albums, one page at a time.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        read.MapGet("/{id:long}", FindAsync).WithName("GetFace").WithSummary("Answers one face.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        read.MapGet("/{id:long}/chip", ChipAsync).WithName("GetFaceChip").WithSummary("Answers the aligned 112 x 112 chip as JPEG.")
            .Produces(StatusCodes.Status200OK, contentType: "image/jpeg").ProducesProblem(StatusCodes.Status404NotFound);
        read.MapGet("/{id:long}/crop", CropAsync).WithName("GetFaceCrop").WithSummary("Answers the face with some of its surroundings as JPEG.")
            .Produces(StatusCodes.Status200OK, contentType: "image/jpeg").ProducesProblem(StatusCodes.Status404NotFound);
        read.MapGet("/{id:long}/embedding", EmbeddingAsync).WithName("GetFaceEmbedding").WithSummary("Answers the face's unit-length vector and the model that made it.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        read.MapGet("/{id:long}/history", HistoryAsync).WithName("GetFaceHistory").WithSummary("Lists what was said of a face, newest first.")
            .ProducesProblem(StatusCodes.Status404NotFound);

        var decide = api.MapGroup("").WithTags("Decisions").RequireAuthorization(Policies.Edit);
        decide.MapPut("/faces/{id:long}/decision", DecideAsync).WithName("DecideFace")
            .WithSummary("Says who a face is or is not, that it is ignored, not a face, or undecided; answers the face.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        decide.MapPost("/faces/{id:long}/reaffirm", ReaffirmAsync).WithName("ReaffirmFace")
            .WithSummary("Says of a confirmed face that it was looked at again and is right: the training report does not doubt it again; answers the face.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        decide.MapPost("/faces/decisions", DecideManyAsync).WithName("DecideFaces").WithSummary("Decides up to 5,000 faces, all or nothing.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        decide.MapPost("/decisions/undo", UndoAsync).WithName("UndoDecision").WithSummary("Takes back the signed-in user's last action; again for the one before.")
            .ProducesProblem(StatusCodes.Status409Conflict);
        decide.MapPost("/decisions/redo", RedoAsync).WithName("RedoDecision").WithSummary("Does again what the signed-in user undid last; again for the one undone before it.")
            .ProducesProblem(StatusCodes.Status409Conflict);
        return api;
    }

    private static async Task<Ok<Paged<FaceView>>> ListAsync(
        FaceService faces, string? decision, long? person, long? suggested, long? album, double? minProbability, long? group, string? order, int? page, int? pageSize)
    {
        var paging = Paging.From(page, pageSize);
        var filter = new FaceFilter(
            decision is null ? null : ReadDecision(decision), person, suggested, album, minProbability, group,
            order is null ? (person is null ? FaceOrder.SurestFirst : FaceOrder.BestFirst) : ReadOrder(order));
        return TypedResults.Ok(await faces.ListAsync(filter, paging.Skip, paging.PageSize));
    }

    private static async Task<Ok<FaceView>> FindAsync(FaceService faces, long id) => TypedResults.Ok(await faces.FindAsync(id));

    private static async Task<FileContentHttpResult> ChipAsync(FaceService faces, long id, HttpResponse response) =>
        Picture(await faces.ChipAsync(id), response);

    private static async Task<FileContentHttpResult> CropAsync(FaceService faces, long id, HttpResponse response) =>
        Picture(await faces.CropAsync(id), response);

    private static async Task<Ok<EmbeddingView>> EmbeddingAsync(FaceService faces, long id) => TypedResults.Ok(await faces.EmbeddingAsync(id));

    private static async Task<Ok<Paged<HistoryEntry>>> HistoryAsync(ReviewService review, long id, int? page, int? pageSize)
    {
        var paging = Paging.From(page, pageSize);
        return TypedResults.Ok(await review.HistoryOfFaceAsync(id, paging.Skip, paging.PageSize));
    }

    private static async Task<Ok<FaceView>> DecideAsync(
        ReviewService review, FaceService faces, ClaimsPrincipal user, long id, [FromBody] DecisionBody body)
    {
        await review.DecideAsync([new FaceDecisionRequest(id, body.Decision, body.PersonId, body.PersonName, body.Version)], Actor.From(user));
        return TypedResults.Ok(await faces.FindAsync(id));
    }

    private static async Task<Ok<FaceView>> ReaffirmAsync(ReaffirmService second, FaceService faces, ClaimsPrincipal user, long id, int? version)
    {
        await second.ReaffirmAsync(id, version, Actor.From(user));
        return TypedResults.Ok(await faces.FindAsync(id));
    }

    private static async Task<Ok<DecisionOutcome>> DecideManyAsync(ReviewService review, ClaimsPrincipal user, [FromBody] DecisionsBody body) =>
        TypedResults.Ok(await review.DecideAsync(
            body.Items ?? throw new RefusedException("The decisions are missing: send {\"items\": [{\"faceId\": ..., \"decision\": ...}]}."), Actor.From(user)));

    private static async Task<Ok<UndoOutcome>> UndoAsync(ReviewService review, ClaimsPrincipal user) =>
        TypedResults.Ok(await review.UndoAsync(Actor.From(user)));

    private static async Task<Ok<RedoOutcome>> RedoAsync(ReviewService review, ClaimsPrincipal user) =>
        TypedResults.Ok(await review.RedoAsync(Actor.From(user)));

    // Under an address with a version (v) browsers may keep a picture a while: a moved box has another address. Otherwise they ask each time,
    // by the tag.
    private static FileContentHttpResult Picture(byte[] jpeg, HttpResponse response)
    {
        response.Headers.CacheControl = response.HttpContext.Request.Query.ContainsKey("v") ? "private, max-age=600" : "private, no-cache";
        var tag = Convert.ToHexStringLower(SHA256.HashData(jpeg).AsSpan(0, 16));
        return TypedResults.Bytes(jpeg, "image/jpeg", entityTag: new EntityTagHeaderValue($"\"{tag}\""));
    }

    private static FaceDecision ReadDecision(string text) => text switch
    {
        "undecided" => FaceDecision.Undecided,
        "confirmed" => FaceDecision.Confirmed,
        "ignored" => FaceDecision.Ignored,
        "notAFace" => FaceDecision.NotAFace,
        _ => throw new RefusedException("decision must be undecided, confirmed, ignored or notAFace."),
    };

    private static FaceOrder ReadOrder(string text) => text switch
    {
        "surestFirst" => FaceOrder.SurestFirst,
        "bestFirst" => FaceOrder.BestFirst,
        "newestFirst" => FaceOrder.NewestFirst,
        _ => throw new RefusedException("order must be surestFirst, bestFirst or newestFirst."),
    };
}
