using System.Security.Cryptography;
using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace FaceWeb.Faces;

/// <summary>Faces in the HTTP API.</summary>
public static class FacesApi
{
    /// <summary>Maps this file's calls.</summary>
    public static RouteGroupBuilder MapFaces(this RouteGroupBuilder api)
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
        read.MapGet("/{id:long}/embedding", EmbeddingAsync).WithName("GetFaceEmbedding").RequireAuthorization(Policies.Admin)
            .WithSummary("Answers the face's unit-length vector and the model that made it.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        return api;
    }

    private static async Task<Ok<Paged<FaceView>>> ListAsync(
        FaceService faces, string? decision, long? person, long? suggested, long? album, double? minProbability, long? group, string? order,
            int? page, int? pageSize)
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
