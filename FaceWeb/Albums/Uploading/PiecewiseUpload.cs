using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Store;
using FaceWeb.Store.Quotas;
using Microsoft.Extensions.Options;

namespace FaceWeb.Albums.Uploading;

/// <summary>
/// A file that comes in pieces, over as many connections as it takes. When its last byte is there it is taken like any other; what became of it can
/// be asked for afterwards, so that a connection that broke at that moment loses nothing.
/// </summary>
public sealed class PiecewiseUpload(
    UnfinishedUploads uploads, PhotoIntake intake, StorageQuotas quotas, RoleCheck roles, IOptions<UploadOptions> options, TimeProvider clock)
{
    /// <summary>The largest file that may be announced, in bytes.</summary>
    public long MaxBytes => new[] { options.Value.MaxFileBytes, options.Value.MaxVideoBytes, options.Value.MaxZipBytes }.Max();

    /// <summary>Announces a file.</summary>
    /// <param name="albumId">The album.</param>
    /// <param name="userId">Who sends it.</param>
    /// <param name="fileName">Its name; folders in front are dropped.</param>
    /// <param name="length">Its bytes.</param>
    /// <returns>Its key.</returns>
    /// <exception cref="RefusedException">
    /// No such album (404), larger than anything that is taken (413), too many begun (429), beyond a quota or no space (507).
    /// </exception>
    public async Task<string> BeginAsync(long albumId, string userId, string fileName, long length)
    {
        await roles.RequireAsync(Policies.Edit);
        await intake.RequireAlbumAsync(albumId);
        if (length > MaxBytes)
        {
            throw new RefusedException(
                $"The file is larger than {MaxBytes / 1e6:0} MB, the most that is taken. Split it and upload the parts.",
                StatusCodes.Status413PayloadTooLarge);
        }
        // The photos of a ZIP are measured one by one, once it is opened: some may be there already, and some may fit.
        if (!fileName.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
            await quotas.RequireAsync(userId, length);
        return uploads.Begin(new UnfinishedUpload(userId, albumId, UploadName.Leaf(fileName), length, clock.GetUtcNow().UtcDateTime));
    }

    /// <summary>How a file stands. A piece that is on its way by a lost connection is ended first.</summary>
    /// <exception cref="RefusedException">There is none of this key that this user began (404).</exception>
    public async Task<UploadProgress> FindAsync(string id, string userId, CancellationToken cancel)
    {
        var upload = Own(id, userId);
        using var held = await uploads.HoldAsync(id, cancel);
        return Progress(id, upload);
    }

    /// <summary>Takes a piece; with the last one, the file.</summary>
    /// <param name="id">The file's key.</param>
    /// <param name="userId">Who sends it.</param>
    /// <param name="offset">Where the piece begins; must be where the last one ended.</param>
    /// <param name="piece">Its bytes.</param>
    /// <param name="cancel">Stops; what has arrived stays.</param>
    /// <exception cref="RefusedException">
    /// There is none of this key that this user began (404), it goes on elsewhere (409), more bytes than announced (400), no space (507).
    /// </exception>
    /// <exception cref="BrokenUploadException">The bytes stopped before their end.</exception>
    public async Task<UploadProgress> AppendAsync(string id, string userId, long offset, Stream piece, CancellationToken cancel)
    {
        await roles.RequireAsync(Policies.Edit);
        var upload = Own(id, userId);
        using var held = await uploads.HoldAsync(id, cancel);
        var arrived = uploads.Offset(id);
        if (offset != arrived)
        {
            throw new RefusedException(
                $"The file goes on at byte {arrived}, and this piece begins at byte {offset}.", StatusCodes.Status409Conflict);
        }
        if (uploads.Result<UploadResult>(id) is null)
        {
            await uploads.AppendAsync(id, upload.Length - arrived, piece, held.Stopped);
            if (uploads.Offset(id) == upload.Length)
                await TakeAsync(id, upload);
        }
        return Progress(id, upload);
    }

    /// <summary>Gives a file up and forgets it.</summary>
    /// <exception cref="RefusedException">There is none of this key that this user began (404).</exception>
    public async Task CancelAsync(string id, string userId, CancellationToken cancel)
    {
        Own(id, userId);
        using var held = await uploads.HoldAsync(id, cancel);
        uploads.Remove(id);
    }

    // Not cancellable: what becomes of it must be told, to whoever asks.
    private async Task TakeAsync(string id, UnfinishedUpload upload)
    {
        var tally = new UploadTally();
        await intake.TakeReceivedAsync(upload.AlbumId, upload.FileName, uploads.ContentOf(id), tally, CancellationToken.None);
        uploads.End(id, tally.Result());
    }

    private UploadProgress Progress(string id, UnfinishedUpload upload) =>
        new(uploads.Offset(id), upload.Length, uploads.Result<UploadResult>(id));

    private UnfinishedUpload Own(string id, string userId) =>
        uploads.Find(id) is { } upload && upload.UserId == userId ? upload : throw RefusedException.NotFound("such upload");
}
