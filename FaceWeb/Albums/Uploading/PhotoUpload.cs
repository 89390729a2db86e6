using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Store;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace FaceWeb.Albums.Uploading;

/// <summary>Reads an upload's files one after the other, as they arrive; nothing is gathered in memory.</summary>
public sealed class PhotoUpload(PhotoIntake intake, RoleCheck roles, IOptions<UploadOptions> options, ILogger<PhotoUpload> log)
{
    private const string Field = "files";

    /// <summary>Takes all files of a multipart request into an album.</summary>
    /// <exception cref="RefusedException">
    /// There is no such album (404), the request is not multipart (415), holds no file (400), or there was no space for any (507).
    /// </exception>
    public async Task<UploadResult> ReadAsync(HttpRequest request, long albumId, CancellationToken cancel)
    {
        await roles.RequireAsync(Policies.Edit);
        await intake.RequireAlbumAsync(albumId);
        UploadPace.Ask(request.HttpContext, options.Value);
        var tally = new UploadTally();
        var reader = new MultipartReader(Boundary(request), request.Body);
        string? fileName = null;
        try
        {
            while (await reader.ReadNextSectionAsync(cancel) is { } section)
            {
                fileName = null;
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) || !disposition.IsFileDisposition())
                    continue;
                fileName = Name(disposition);
                if (HeaderUtilities.RemoveQuotes(disposition.Name) == Field)
                    await intake.TakeAsync(albumId, fileName, section.Body, tally, cancel);
                else
                    tally.Reject(fileName, new RefusedException($"The file came in the form field "
                        + $"\"{HeaderUtilities.RemoveQuotes(disposition.Name)}\": send photos in the field \"{Field}\"."));
                fileName = null;
            }
        }
        catch (Exception e) when (e is BrokenUploadException or IOException or InvalidDataException && !cancel.IsCancellationRequested)
        {
            // What came before the break is taken; the client, if it still listens, learns which file was cut off.
            log.LogInformation(e, "An upload to album {AlbumId} broke off.", albumId);
            tally.Reject(fileName ?? "(upload)", new RefusedException("The upload broke off before the end of this file. Upload it again."));
        }
        return tally.Result();
    }

    private static string Boundary(HttpRequest request)
    {
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 and <= 200 } boundary)
            return boundary.ToString();
        throw new RefusedException(
            $"Send the photos as multipart/form-data, one or more files in the field \"{Field}\".", StatusCodes.Status415UnsupportedMediaType);
    }

    private static string Name(ContentDispositionHeaderValue disposition)
    {
        var name = disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName;
        return UploadName.Leaf(HeaderUtilities.RemoveQuotes(name).ToString());
    }
}
