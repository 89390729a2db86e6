using System.Security.Claims;
using FaceWeb.Access;
using FaceWeb.Analysis.Boxes;
using FaceWeb.Api;
using FaceWeb.Faces;
using FaceWeb.Pipeline;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceWeb.Analysis;

/// <summary>The calls that cancel analyses, and those for faces drawn by hand.</summary>
public static class AnalysisApi
{
    /// <summary>Maps them.</summary>
    public static RouteGroupBuilder MapAnalysis(this RouteGroupBuilder api)
    {
        api.MapPost("/albums/{id:long}/cancel", Cancel).WithTags("Albums").WithName("CancelAnalysis")
            .WithSummary("Calls off the analysis of an album's photos that wait or run").RequireAuthorization(Policies.Edit);
        api.MapPost("/photos/cancel", CancelAll).WithTags("Photos").WithName("CancelAllAnalysis")
            .WithSummary("Calls off the analysis of all photos that wait or run").RequireAuthorization(Policies.Admin);
        api.MapPost("/photos/{id:long}/faces", AddFace).WithTags("Faces").WithName("AddFace")
            .WithSummary("Adds a face by hand: its box in pixels of the upright original").RequireAuthorization(Policies.Edit);
        api.MapPatch("/faces/{id:long}", MoveFace).WithTags("Faces").WithName("MoveFace")
            .WithSummary("Moves or resizes a face's box: it is measured anew, its decision stays").RequireAuthorization(Policies.Edit);
        return api;
    }

    private static async Task<Ok<CancelledPhotos>> Cancel(AnalysisCancellation analysis, long id) =>
        TypedResults.Ok(new CancelledPhotos(await analysis.CancelAsync(id)));

    private static async Task<Ok<CancelledPhotos>> CancelAll(AnalysisCancellation analysis) =>
        TypedResults.Ok(new CancelledPhotos(await analysis.CancelAllAsync()));

    private static async Task<Created<FaceView>> AddFace(HandDrawnFaces drawn, long id, NewFace body, ClaimsPrincipal user, CancellationToken cancel)
    {
        var face = await drawn.AddAsync(id, Box(body.Box), Actor.From(user), body.Turn, cancel);
        return TypedResults.Created($"/api/v1/faces/{face.Id}", face);
    }

    private static async Task<Ok<FaceView>> MoveFace(HandDrawnFaces drawn, long id, MovedFace body, ClaimsPrincipal user, CancellationToken cancel) =>
        TypedResults.Ok(await drawn.MoveAsync(id, Box(body.Box), body.Version, Actor.From(user), body.Turn, cancel));

    private static FaceBox Box(BoxView? box) => box is null
        ? throw new RefusedException("The body needs a box: {\"box\": {\"x\": 10, \"y\": 20, \"width\": 80, \"height\": 100}}.")
        : new FaceBox(box.X, box.Y, box.Width, box.Height);
}
