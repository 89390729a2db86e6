using System.Security.Claims;
using FaceWeb.Access;
using FaceWeb.Analysis.Boxes;
using FaceWeb.Analysis.Tracks;
using FaceWeb.Analysis.Videos;
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
        api.MapPost("/photos/{id:long}/cancel", CancelPhoto).WithTags("Photos").WithName("CancelPhotoAnalysis")
            .WithSummary("Calls off the analysis of a photo or video that waits or runs").RequireAuthorization(Policies.Edit);
        api.MapPost("/photos/{id:long}/every-frame", LookAtEveryFrame).WithTags("Videos").WithName("LookAtEveryFrame")
            .WithSummary("Has every frame of a video looked at; goes on where it was called off").RequireAuthorization(Policies.Edit);
        api.MapPost("/photos/{id:long}/faces", AddFace).WithTags("Faces").WithName("AddFace")
            .WithSummary("Adds a face by hand: its box in pixels of the upright original").RequireAuthorization(Policies.Edit);
        api.MapPatch("/faces/{id:long}", MoveFace).WithTags("Faces").WithName("MoveFace")
            .WithSummary("Moves or resizes a face's box: it is measured anew, its decision stays").RequireAuthorization(Policies.Edit);
        api.MapPost("/faces/{id:long}/cut", CutTrack).WithTags("Videos").WithName("CutTrack")
            .WithSummary("Cuts an appearance in a video in two at a time, because it holds two people").RequireAuthorization(Policies.Edit);
        api.MapPost("/faces/{id:long}/join", JoinTracks).WithTags("Videos").WithName("JoinTracks")
            .WithSummary("Makes one of two appearances of one person in a video").RequireAuthorization(Policies.Edit);
        return api;
    }

    private static async Task<Ok<CancelledPhotos>> Cancel(AnalysisCancellation analysis, long id) =>
        TypedResults.Ok(new CancelledPhotos(await analysis.CancelAsync(id)));

    private static async Task<Ok<CancelledPhotos>> CancelAll(AnalysisCancellation analysis) =>
        TypedResults.Ok(new CancelledPhotos(await analysis.CancelAllAsync()));

    private static async Task<NoContent> CancelPhoto(AnalysisCancellation analysis, long id)
    {
        await analysis.CancelPhotoAsync(id);
        return TypedResults.NoContent();
    }

    private static async Task<Accepted> LookAtEveryFrame(EveryFrame frames, long id)
    {
        await frames.StartAsync(id);
        return TypedResults.Accepted($"/api/v1/photos/{id}");
    }

    private static async Task<Created<FaceView>> AddFace(HandDrawnFaces drawn, long id, NewFace body, ClaimsPrincipal user, CancellationToken cancel)
    {
        var face = await drawn.AddAsync(id, Box(body.Box), Actor.From(user), body.Turn, cancel);
        return TypedResults.Created($"/api/v1/faces/{face.Id}", face);
    }

    private static async Task<Ok<FaceView>> MoveFace(HandDrawnFaces drawn, long id, MovedFace body, ClaimsPrincipal user, CancellationToken cancel) =>
        TypedResults.Ok(await drawn.MoveAsync(id, Box(body.Box), body.Version, Actor.From(user), body.Turn, cancel));

    private static async Task<Ok<TrackPair>> CutTrack(TrackEditing tracks, long id, CutBody body, ClaimsPrincipal user, CancellationToken cancel)
    {
        var at = body.At ?? throw new RefusedException("The body needs a time in milliseconds: {\"at\": 4200}.");
        return TypedResults.Ok(await tracks.CutAsync(id, at, body.Version, Actor.From(user), cancel));
    }

    private static async Task<Ok<TrackPair>> JoinTracks(TrackEditing tracks, long id, JoinBody body, ClaimsPrincipal user, CancellationToken cancel)
    {
        var other = body.FaceId ?? throw new RefusedException("The body needs the other appearance's face: {\"faceId\": 7}.");
        return TypedResults.Ok(await tracks.JoinAsync(id, other, Actor.From(user), cancel));
    }

    private static FaceBox Box(BoxView? box) => box is null
        ? throw new RefusedException("The body needs a box: {\"box\": {\"x\": 10, \"y\": 20, \"width\": 80, \"height\": 100}}.")
        : new FaceBox(box.X, box.Y, box.Width, box.Height);
}
