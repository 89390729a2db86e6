using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace FaceWeb.Albums.Motion;

/// <summary>The call for a motion photo's clip.</summary>
internal static class MotionApi
{
    /// <summary>Maps it.</summary>
    public static void Map(RouteGroupBuilder photos) =>
        photos.MapGet("/{id:long}/motion", GetMotion).WithName("GetMotionClip")
            .WithSummary("The clip of a motion photo or Live Photo; answers requests for parts")
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<FileStreamHttpResult> GetMotion(MotionClips clips, HttpResponse response, long id)
    {
        var (bytes, type, name, tag) = await clips.OpenAsync(id);
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.XContentTypeOptions = "nosniff";
        var disposition = new ContentDispositionHeaderValue("inline");
        disposition.SetHttpFileName(name);
        response.Headers.ContentDisposition = disposition.ToString();
        return TypedResults.Stream(bytes, type, entityTag: new EntityTagHeaderValue($"\"{tag}-motion\""), enableRangeProcessing: true);
    }
}
