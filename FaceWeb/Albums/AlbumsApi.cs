using System.Security.Claims;
using FaceWeb.Access;
using FaceWeb.Albums.Motion;
using FaceWeb.Albums.Uploading;
using FaceWeb.Analysis.Turning;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Pipeline;
using FaceWeb.Store;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace FaceWeb.Albums;

/// <summary>The calls for albums and photos.</summary>
public static class AlbumsApi
{
    /// <summary>Maps them.</summary>
    public static RouteGroupBuilder MapAlbums(this RouteGroupBuilder api)
    {
        var albums = api.MapGroup("/albums").WithTags("Albums");
        albums.MapGet("/", ListAlbums).WithName("ListAlbums").WithSummary("Albums, newest first, with their counts");
        albums.MapPost("/", CreateAlbum).WithName("CreateAlbum").WithSummary("Makes an empty album").RequireAuthorization(Policies.Edit);
        albums.MapGet("/{id:long}", GetAlbum).WithName("GetAlbum").WithSummary("One album with its counts");
        albums.MapPatch("/{id:long}", RenameAlbum).WithName("RenameAlbum").WithSummary("Renames an album").RequireAuthorization(Policies.Edit);
        albums.MapDelete("/{id:long}", DeleteAlbum).WithName("DeleteAlbum")
            .WithSummary("Puts an album with its photos and their faces into the trash").RequireAuthorization(Policies.Edit);
        albums.MapGet("/{id:long}/photos", ListPhotos).WithName("ListPhotos")
            .WithSummary("Photos of an album with their faces, by date taken, then name");
        albums.MapPost("/{id:long}/photos", UploadPhotos).WithName("UploadPhotos")
            .WithSummary("Uploads photos, videos, or ZIP files of them, as multipart/form-data in the field files")
            .WithMetadata(new DisableRequestSizeLimitAttribute())
            .RequireAuthorization(Policies.Edit);
        api.MapPieces();
        albums.MapPost("/{id:long}/retry", RetryFailed).WithName("RetryFailedPhotos").WithSummary("Analyses an album's failed photos again")
            .RequireAuthorization(Policies.Edit);

        albums.MapPost("/{id:long}/analyse", AnalyseAlbum).WithName("AnalyseAlbum")
            .WithSummary("Analyses an album's photos again; decisions on their faces stay").RequireAuthorization(Policies.Edit);

        var photos = api.MapGroup("/photos").WithTags("Photos");
        photos.MapGet("/{id:long}", GetPhoto).WithName("GetPhoto").WithSummary("One photo with its faces");
        photos.MapGet("/{id:long}/image", GetImage).WithName("GetPhotoImage")
            .WithSummary("The picture: size is thumb, preview (the default) or, for editors, original");
        photos.MapPost("/{id:long}/retry", RetryPhoto).WithName("RetryPhoto").WithSummary("Analyses a failed photo again")
            .RequireAuthorization(Policies.Edit);
        photos.MapPost("/{id:long}/analyse", AnalysePhoto).WithName("AnalysePhoto").WithSummary("Analyses a photo again; decisions on its faces stay")
            .RequireAuthorization(Policies.Edit);
        photos.MapPost("/{id:long}/turn", TurnPhoto).WithName("TurnPhoto")
            .WithSummary("Turns a photo by 90, 180 or 270 degrees clockwise; boxes and decisions follow").RequireAuthorization(Policies.Edit);
        photos.MapPost("/analyse", AnalyseEverything).WithName("AnalyseEverything")
            .WithSummary("Analyses all photos again; decisions on their faces stay").RequireAuthorization(Policies.Admin);
        photos.MapDelete("/{id:long}", DeletePhoto).WithName("DeletePhoto").WithSummary("Puts a photo with its faces into the trash")
            .RequireAuthorization(Policies.Edit);
        MotionApi.Map(photos);
        return api;
    }

    private static async Task<Ok<Paged<AlbumSummary>>> ListAlbums(AlbumService albums, int? page, int? pageSize) =>
        TypedResults.Ok(await albums.ListAsync(Paging.From(page, pageSize)));

    private static async Task<Created<AlbumSummary>> CreateAlbum(AlbumService albums, AlbumName body)
    {
        var album = await albums.CreateAsync(body.Name ?? "");
        return TypedResults.Created($"/api/v1/albums/{album.Id}", album);
    }

    private static async Task<Ok<AlbumSummary>> GetAlbum(AlbumService albums, long id) => TypedResults.Ok(await albums.FindAsync(id));

    private static async Task<Ok<AlbumSummary>> RenameAlbum(AlbumService albums, long id, AlbumName body) =>
        TypedResults.Ok(await albums.RenameAsync(id, body.Name ?? ""));

    private static async Task<NoContent> DeleteAlbum(AlbumService albums, ClaimsPrincipal user, long id)
    {
        await albums.DeleteAsync(id, Actor.From(user));
        return TypedResults.NoContent();
    }

    private static async Task<Ok<Paged<PhotoView>>> ListPhotos(PhotoService photos, long id, int? page, int? pageSize, long? person, string? state) =>
        TypedResults.Ok(
            await photos.ListWithFacesAsync(id, new PhotoFilter(person, Named<PhotoState>(state, nameof(state))), Paging.From(page, pageSize)));

    private static async Task<Ok<UploadResult>> UploadPhotos(PhotoUpload upload, long id, HttpRequest request, CancellationToken cancel) =>
        TypedResults.Ok(await upload.ReadAsync(request, id, cancel));

    private static async Task<Ok<RetriedPhotos>> RetryFailed(PhotoService photos, long id) =>
        TypedResults.Ok(new RetriedPhotos(await photos.RetryFailedAsync(id)));

    private static async Task<Ok<RetriedPhotos>> AnalyseAlbum(PhotoService photos, long id) =>
        TypedResults.Ok(new RetriedPhotos(await photos.AnalyseAlbumAgainAsync(id)));

    private static async Task<Ok<RetriedPhotos>> AnalyseEverything(PhotoService photos) =>
        TypedResults.Ok(new RetriedPhotos(await photos.AnalyseEverythingAgainAsync()));

    private static async Task<Ok<PhotoView>> GetPhoto(PhotoService photos, long id) => TypedResults.Ok(await photos.FindAsync(id));

    private static async Task<NoContent> RetryPhoto(PhotoService photos, long id)
    {
        await photos.RetryAsync(id);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> AnalysePhoto(PhotoService photos, long id)
    {
        await photos.AnalyseAgainAsync(id);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<PhotoView>> TurnPhoto(
        PhotoTurning turning, PhotoService photos, long id, TurnedPhoto body, ClaimsPrincipal user, CancellationToken cancel)
    {
        if (body.Degrees is not { } degrees || degrees % 90 != 0)
            throw new RefusedException("The body needs degrees, a multiple of 90 clockwise: {\"degrees\": 90}.");
        await turning.TurnAsync(id, PhotoTurn.OfDegrees(degrees), Actor.From(user), cancel);
        return TypedResults.Ok(await photos.FindAsync(id));
    }

    private static async Task<NoContent> DeletePhoto(PhotoService photos, ClaimsPrincipal user, long id)
    {
        await photos.FindFileAsync(id);
        await photos.DeleteAsync([id], Actor.From(user));
        return TypedResults.NoContent();
    }

    private static async Task<Results<PhysicalFileHttpResult, FileContentHttpResult>> GetImage(
        PhotoService photos, PhotoStore store, GivenUpPhotos givenUp, RoleCheck roles, HttpResponse response, long id, string? size, string? v,
        CancellationToken cancel)
    {
        var wanted = Named<PictureSize>(size, nameof(size)) ?? PictureSize.Preview;


        // A file as it was uploaded says where it was taken, with which camera and when; the smaller pictures say nothing. A video has none to
        // be played instead.
        if (wanted == PictureSize.Original && !await photos.IsVideoAsync(id))
            await roles.RequireAsync(Policies.Edit);
        var photo = await photos.FindFileAsync(id);
        string path;
        try
        {
            path = await store.PictureAsync(photo.Sha256, wanted, photo.Turn, cancel);
        }
        catch (RefusedException) when (wanted == PictureSize.Thumb && givenUp.Reason(photo.Sha256) is not null)
        {
            // Grids show a plain tile; what is wrong stands in the photo's own words beside it.
            response.Headers.CacheControl = "no-store";
            return TypedResults.Bytes(PlainTile.Svg, "image/svg+xml");
        }
        var original = wanted == PictureSize.Original;

        // A key may come to name another photo when the data folder is begun anew; an address with the content's version may not.
        // Nor may a video's picture, which becomes a better one while it is looked at.
        var better = photo.Duration is not null && !original ? $"-{File.GetLastWriteTimeUtc(path).Ticks:x}" : "";
        var lasts = v == PhotoService.Version(photo.Sha256, photo.Turn) && better.Length == 0;
        response.Headers.CacheControl = lasts ? "private, max-age=31536000, immutable" : "private, no-cache";
        response.Headers.XContentTypeOptions = "nosniff";
        if (original)
        {
            var disposition = new ContentDispositionHeaderValue("inline");
            disposition.SetHttpFileName(photo.FileName);
            response.Headers.ContentDisposition = disposition.ToString();
        }
        return TypedResults.PhysicalFile(
            path,
            original ? photo.MimeType : "image/jpeg",
            entityTag: new EntityTagHeaderValue($"\"{photo.Sha256}-{wanted}-{photo.Turn.Degrees}{better}\""),
            enableRangeProcessing: original);
    }

    private static T? Named<T>(string? text, string parameter)
        where T : struct, Enum
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (char.IsLetter(text[0]) && Enum.TryParse<T>(text, ignoreCase: true, out var value))
            return value;
        throw new RefusedException($"{parameter} must be one of {string.Join(", ", Enum.GetNames<T>().Select(n => n.ToLowerInvariant()))}.");
    }
}
