using System.Globalization;
using System.Security.Claims;
using System.Text;
using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Store;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace FaceWeb.Albums.Uploading;

/// <summary>
/// Uploads in pieces by the tus protocol, version 1.0.0 (tus.io: core, creation, expiration, termination), so that any of its clients can send.
/// </summary>
public static class PiecesApi
{
    private const string Version = "1.0.0";

    /// <summary>Maps them.</summary>
    public static RouteGroupBuilder MapPieces(this RouteGroupBuilder api)
    {
        api.MapPost("/albums/{id:long}/uploads", Begin).WithTags("Uploads").WithName("BeginUpload")
            .WithSummary("Announces a file that comes in pieces (tus 1.0.0): Upload-Length, Upload-Metadata with its filename")
            .RequireAuthorization(Policies.Edit);
        var uploads = api.MapGroup("/uploads").WithTags("Uploads").RequireAuthorization(Policies.Edit);
        uploads.MapMethods("/", ["OPTIONS"], Describe).WithName("DescribeUploads").WithSummary("What of the tus protocol is understood");
        uploads.MapMethods("/{id}", ["HEAD"], Where).WithName("FindUploadOffset").WithSummary("How many bytes have arrived (tus 1.0.0)");
        uploads.MapGet("/{id}", Find).WithName("GetUpload").WithSummary("How a file stands, and at its end what became of it");
        uploads.MapPatch("/{id}", Append).WithName("AppendUpload").WithSummary("Sends the next piece (tus 1.0.0); with the last one the file is taken")
            .WithMetadata(new DisableRequestSizeLimitAttribute());
        uploads.MapDelete("/{id}", Cancel).WithName("CancelUpload").WithSummary("Gives a file up (tus 1.0.0)");
        return api;
    }

    private static NoContent Describe(PiecewiseUpload uploads, HttpResponse response)
    {
        response.Headers["Tus-Resumable"] = Version;
        response.Headers["Tus-Version"] = Version;
        response.Headers["Tus-Extension"] = "creation,expiration,termination";
        response.Headers["Tus-Max-Size"] = uploads.MaxBytes.ToString(CultureInfo.InvariantCulture);
        return TypedResults.NoContent();
    }

    private static async Task<Created> Begin(PiecewiseUpload uploads, long id, HttpContext http, IOptions<UploadOptions> options, TimeProvider clock)
    {
        RequireVersion(http);
        var length = Number(http.Request, "Upload-Length");
        var key = await uploads.BeginAsync(id, UserId(http.User), FileName(http.Request), length);
        Expires(http.Response, options.Value, clock);
        return TypedResults.Created($"/api/v1/uploads/{key}");
    }

    private static async Task<Ok> Where(PiecewiseUpload uploads, string id, HttpContext http, CancellationToken cancel)
    {
        RequireVersion(http);
        var progress = await uploads.FindAsync(id, UserId(http.User), cancel);
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Upload-Offset"] = progress.Offset.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["Upload-Length"] = progress.Length.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Ok();
    }

    private static async Task<Ok<UploadProgress>> Find(PiecewiseUpload uploads, string id, HttpContext http, CancellationToken cancel)
    {
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(await uploads.FindAsync(id, UserId(http.User), cancel));
    }

    private static async Task<NoContent> Append(
        PiecewiseUpload uploads, string id, HttpContext http, IOptions<UploadOptions> options, TimeProvider clock, CancellationToken cancel)
    {
        RequireVersion(http);
        if (http.Request.ContentType != "application/offset+octet-stream")
        {
            throw new RefusedException(
                "A piece is sent as application/offset+octet-stream.", StatusCodes.Status415UnsupportedMediaType);
        }
        UploadPace.Ask(http, options.Value);
        try
        {
            var progress = await uploads.AppendAsync(id, UserId(http.User), Number(http.Request, "Upload-Offset"), http.Request.Body, cancel);
            http.Response.Headers["Upload-Offset"] = progress.Offset.ToString(CultureInfo.InvariantCulture);
            Expires(http.Response, options.Value, clock);
            return TypedResults.NoContent();
        }
        catch (BrokenUploadException)
        {
            // Nobody is there any more to be answered; what has arrived stays.
            http.Abort();
            return TypedResults.NoContent();
        }
    }

    private static async Task<NoContent> Cancel(PiecewiseUpload uploads, string id, HttpContext http, CancellationToken cancel)
    {
        RequireVersion(http);
        await uploads.CancelAsync(id, UserId(http.User), cancel);
        return TypedResults.NoContent();
    }

    private static void RequireVersion(HttpContext http)
    {
        http.Response.Headers["Tus-Resumable"] = Version;
        if (http.Request.Headers["Tus-Resumable"] == Version)
            return;
        http.Response.Headers["Tus-Version"] = Version;
        throw new RefusedException($"Uploads in pieces follow tus {Version}: send Tus-Resumable: {Version}.", StatusCodes.Status412PreconditionFailed);
    }

    private static long Number(HttpRequest request, string header) =>
        long.TryParse(request.Headers[header], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new RefusedException($"{header} must be a number of bytes.");

    // Pairs of a key and a value in Base64, parted by commas.
    private static string FileName(HttpRequest request)
    {
        foreach (var pair in request.Headers["Upload-Metadata"].ToString().Split(',', StringSplitOptions.TrimEntries))
        {
            var parts = pair.Split(' ', 2);
            if (parts is not ["filename", _])
                continue;
            try
            {
                return Encoding.UTF8.GetString(Convert.FromBase64String(parts[1]));
            }
            catch (FormatException)
            {
                break;
            }
        }
        throw new RefusedException("Upload-Metadata must hold the file's name: filename and the name in Base64 (UTF-8).");
    }

    private static void Expires(HttpResponse response, UploadOptions options, TimeProvider clock) =>
        response.Headers["Upload-Expires"] = (clock.GetUtcNow() + options.KeepUnfinished).ToString("R", CultureInfo.InvariantCulture);

    private static string UserId(ClaimsPrincipal user) => Actor.From(user).UserId;
}
