using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Work;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace FaceWeb.Videos.Films;

/// <summary>The calls for the films that are made of videos.</summary>
internal static class FilmsApi
{
    /// <summary>Maps them.</summary>
    /// <param name="videos">The group of a video's calls.</param>
    public static void Map(RouteGroupBuilder videos)
    {
        videos.MapPost("/{id:long}/film", (FilmService films, long id) => StartAsync(films, id, FilmKind.Preview)).WithName("MakeSmallFilm")
            .WithSummary("Makes a small film of a video that every browser plays (H.264); a job")
            .ProducesProblem(StatusCodes.Status501NotImplemented);
        videos.MapGet("/{id:long}/film", (FilmService films, HttpResponse response, long id) => FindAsync(films, response, id, FilmKind.Preview))
            .WithName("GetSmallFilm").WithSummary("The small film; in parts, where asked for");
        videos.MapPost("/{id:long}/named-film", (FilmService films, long id) => StartAsync(films, id, FilmKind.Named)).WithName("MakeNamedFilm")
            .WithSummary("Burns boxes and names into a video's picture (MP4); a job").RequireAuthorization(Policies.Edit)
            .ProducesProblem(StatusCodes.Status501NotImplemented);
        videos.MapGet("/{id:long}/named-film", (FilmService films, HttpResponse response, long id) => FindAsync(films, response, id, FilmKind.Named))
            .WithName("GetNamedFilm").WithSummary("The film with boxes and names burnt in");
        videos.MapPost("/{id:long}/film/cancel", (FilmService films, long id) => CancelAsync(films, id, FilmKind.Preview)).WithName("CancelSmallFilm")
            .WithSummary("Calls the making of the small film off: for whoever asked for it, and for editors");
        videos.MapPost("/{id:long}/named-film/cancel", (FilmService films, long id) => CancelAsync(films, id, FilmKind.Named))
            .WithName("CancelNamedFilm").WithSummary("Calls the making of the film with boxes and names off").RequireAuthorization(Policies.Edit);
    }

    private static async Task<NoContent> CancelAsync(FilmService films, long id, FilmKind kind)
    {
        await films.CancelAsync(id, kind);
        return TypedResults.NoContent();
    }

    private static async Task<Accepted<JobView>> StartAsync(FilmService films, long id, FilmKind kind)
    {
        var job = await films.StartAsync(id, kind);
        return TypedResults.Accepted($"/api/v1/jobs/{job.Id}", job);
    }

    private static async Task<PhysicalFileHttpResult> FindAsync(FilmService films, HttpResponse response, long id, FilmKind kind)
    {
        var film = await films.FindAsync(id, kind)
            ?? throw new RefusedException("This film has not been made: ask for it with a POST to this address.", StatusCodes.Status404NotFound);
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.XContentTypeOptions = "nosniff";
        var disposition = new ContentDispositionHeaderValue(kind == FilmKind.Named ? "attachment" : "inline");
        disposition.SetHttpFileName(kind == FilmKind.Named ? $"video-{id}-named.mp4" : $"video-{id}.mp4");
        response.Headers.ContentDisposition = disposition.ToString();
        return TypedResults.PhysicalFile(film.FullName, "video/mp4", lastModified: film.LastWriteTimeUtc, enableRangeProcessing: true);
    }
}
