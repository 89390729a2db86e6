using System.Security.Claims;
using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Store;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceWeb.Trash;

/// <summary>The calls for the trash.</summary>
public static class TrashApi
{
    /// <summary>Maps them.</summary>
    public static RouteGroupBuilder MapTrash(this RouteGroupBuilder api)
    {
        var trash = api.MapGroup("/trash").WithTags("Trash").RequireAuthorization(Policies.Edit);
        trash.MapGet("/", ListAsync).WithName("ListTrash").WithSummary("What can be brought back, what was deleted last first");
        trash.MapGet("/summary", SummaryAsync).WithName("GetTrashSummary")
            .WithSummary("How many things are in the trash and how much room they take");
        trash.MapGet("/{id:long}/picture", PictureAsync).WithName("GetTrashPicture")
            .WithSummary("A small picture of a photo in the trash, or of an album's first one").ProducesProblem(StatusCodes.Status404NotFound);
        trash.MapPost("/{id:long}/bring-back", BringBackAsync).WithName("BringBack")
            .WithSummary("Brings a photo, an album or a person back with all that was said")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        trash.MapDelete("/{id:long}", DeleteAsync).WithName("DeleteForGood").WithSummary("Deletes something in the trash for good")
            .ProducesProblem(StatusCodes.Status404NotFound);
        trash.MapDelete("/", EmptyAsync).WithName("EmptyTrash").WithSummary("Deletes everything in the trash for good");
        return api;
    }

    private static async Task<Ok<Paged<TrashEntry>>> ListAsync(TrashService trash, int? page, int? pageSize)
    {
        var paging = Paging.From(page, pageSize);
        return TypedResults.Ok(await trash.ListAsync(paging.Skip, paging.PageSize));
    }

    private static async Task<Ok<TrashSummary>> SummaryAsync(TrashService trash) => TypedResults.Ok(await trash.SummaryAsync());

    private static async Task<PhysicalFileHttpResult> PictureAsync(
        TrashService trash, PhotoStore store, HttpResponse response, long id, CancellationToken cancel)
    {
        var (sha256, turn) = await trash.PictureAsync(id);
        var path = await store.PictureAsync(sha256, PictureSize.Thumb, turn, cancel);
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.PhysicalFile(path, "image/jpeg");
    }

    private static async Task<NoContent> BringBackAsync(TrashService trash, ClaimsPrincipal user, long id) =>
        await trash.BringBackAsync([id], Actor.From(user)) > 0 ? TypedResults.NoContent() : throw NotFound(id);

    private static async Task<NoContent> DeleteAsync(TrashEmptying emptying, long id) =>
        await emptying.DeleteAsync([id]) > 0 ? TypedResults.NoContent() : throw NotFound(id);

    private static RefusedException NotFound(long id) => RefusedException.NotFound($"thing {id} in the trash");

    private static async Task<NoContent> EmptyAsync(TrashEmptying emptying)
    {
        await emptying.EmptyAsync();
        return TypedResults.NoContent();
    }
}
