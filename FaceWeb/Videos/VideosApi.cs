using System.Text;
using FaceWeb.Api;
using FaceWeb.Videos.Films;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace FaceWeb.Videos;

/// <summary>The calls for videos. A video is a photo with a duration: it is uploaded, listed, analysed again and deleted as photos are.</summary>
public static class VideosApi
{
    /// <summary>Maps them.</summary>
    public static RouteGroupBuilder MapVideos(this RouteGroupBuilder api)
    {
        var videos = api.MapGroup("/photos").WithTags("Videos");
        videos.MapGet("/{id:long}/tracks", GetTracks).WithName("GetVideoTracks")
            .WithSummary("The faces of a video: when and where each is seen, and who it is; from and to (milliseconds) leave out what is not seen between them")
            .ProducesProblem(StatusCodes.Status404NotFound);
        videos.MapGet("/{id:long}/appearances", GetAppearances).WithName("GetVideoAppearances")
            .WithSummary("Who appears in a video when, by confirmed names: format is json (the default), csv, or vtt for WebVTT chapters")
            .Produces<IReadOnlyList<Appearance>>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        FilmsApi.Map(videos);
        return api;
    }

    private static async Task<Ok<VideoTracksView>> GetTracks(VideoService videos, HttpResponse response, long id, long? from, long? to)
    {
        response.Headers.CacheControl = "private, no-cache";
        return TypedResults.Ok(await videos.TracksAsync(id, from ?? 0, to ?? long.MaxValue));
    }

    private static async Task<IResult> GetAppearances(VideoService videos, HttpResponse response, long id, string? format)
    {
        var form = Read(format);
        var video = await videos.FindAsync(id);
        var appearances = Appearances.Of(video);
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName($"{Path.GetFileNameWithoutExtension(video.Photo.FileName)}-people.{form.ToString().ToLowerInvariant()}");
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.CacheControl = "private, no-cache";
        return form switch
        {
            AppearanceFormat.Csv => TypedResults.Text(Appearances.ToCsv(appearances), "text/csv", Encoding.UTF8),
            AppearanceFormat.Vtt => TypedResults.Text(Appearances.ToVtt(appearances), "text/vtt", Encoding.UTF8),
            _ => TypedResults.Ok(appearances),
        };
    }

    private static AppearanceFormat Read(string? format) => format switch
    {
        null or "" or "json" => AppearanceFormat.Json,
        "csv" => AppearanceFormat.Csv,
        "vtt" => AppearanceFormat.Vtt,
        _ => throw new RefusedException("format must be json, csv or vtt."),
    };
}
