using System.Globalization;
using FaceWeb.Access;
using FaceWeb.Albums.Motion;
using FaceWeb.Analysis;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Deleted;
using FaceWeb.Live;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Store;
using FaceWeb.Store.Quotas;
using FaceWeb.Telemetry;
using FaceWeb.Trash;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FaceWeb.Albums.Uploading;

/// <summary>Takes files into albums: receives, checks, stores, writes the row, hands over to the analysis.</summary>
public sealed class PhotoIntake(
    IDbContextFactory<FaceWebDb> databases,
    PhotoStore store,
    VideoFiles videos,
    ZipIntake zips,
    LivePhotos livePhotos,
    StoredMotion motion,
    DiskReserve disk,
    StorageQuotas quotas,
    AnalysisQueue queue,
    ChangeFeed changes,
    Measures measures,
    TrashService trash,
    ActingUser acting,
    IOptions<UploadOptions> options,
    TimeProvider clock,
    ILogger<PhotoIntake> log)
{
    // SQLite's extended result codes.
    private const int ForeignKeyViolated = 787;
    private const int UniqueViolated = 2067;
    private const int DatabaseFull = 13;

    private const long AskEvery = 16 * 1024 * 1024;

    /// <summary>Checks that an upload has somewhere to go, before its bytes are read.</summary>
    /// <exception cref="RefusedException">There is no such album (404).</exception>
    public async Task RequireAlbumAsync(long albumId)
    {
        await using var db = await databases.CreateDbContextAsync();
        if (!await db.Albums.AnyAsync(a => a.Id == albumId))
            throw AlbumService.NotFound(albumId);
    }

    /// <summary>Takes one file: a photo, or a ZIP of photos. What is wrong with it goes to the tally; nothing else is lost by it.</summary>
    /// <param name="albumId">The album.</param>
    /// <param name="fileName">Its name; folders in front are dropped.</param>
    /// <param name="content">Its bytes, read once from start to end.</param>
    /// <param name="tally">Is told what became of it.</param>
    /// <param name="cancel">Stops; photos taken before stay.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="BrokenUploadException">The stream broke off.</exception>
    public Task TakeAsync(long albumId, string fileName, Stream content, UploadTally tally, CancellationToken cancel) =>
        TakeAsync(albumId, fileName, () => StagedFile.ReceiveAsync(store.Inbox, content, CheckSize, cancel), tally, cancel);

    /// <summary>The same for a file that was received already; it is moved or deleted.</summary>
    /// <param name="albumId">The album.</param>
    /// <param name="fileName">Its name; folders in front are dropped.</param>
    /// <param name="path">Where it lies, on the disk of the data folder.</param>
    /// <param name="tally">Is told what became of it.</param>
    /// <param name="cancel">Stops; photos taken before stay.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Task TakeReceivedAsync(long albumId, string fileName, string path, UploadTally tally, CancellationToken cancel) =>
        TakeAsync(albumId, fileName, () => StagedFile.ReceivedAsync(path, CheckSize, cancel), tally, cancel);

    private async Task TakeAsync(long albumId, string fileName, Func<Task<StagedFile>> receive, UploadTally tally, CancellationToken cancel)
    {
        fileName = UploadName.Leaf(fileName);
        if (UploadName.IsSystemFile(fileName))
            return;
        try
        {
            using var staged = await receive();
            if (staged.Kind == StagedKind.Zip)
            {
                await zips.ReadAsync(staged.FilePath, fileName, tally, (path, entry) => TakeEntryAsync(albumId, path, entry, tally, cancel), cancel);
                return;
            }
            await TakeStagedAsync(albumId, fileName, staged, tally, cancel);
        }
        catch (RefusedException refused)
        {
            measures.Received("rejected", 0);
            tally.Reject(fileName, refused);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.LogError(e, "A file uploaded to album {AlbumId} could not be stored.", albumId);
            tally.Reject(fileName, new RefusedException("The server could not write this file to its data folder. Tell the admin, whose log says why, and upload it again.", StatusCodes.Status500InternalServerError));
        }
    }

    private async Task TakeEntryAsync(long albumId, string path, Stream content, UploadTally tally, CancellationToken cancel)
    {
        using var staged = await StagedFile.ReceiveAsync(store.Inbox, content, (bytes, kind) => CheckSize(bytes, kind == StagedKind.Zip ? StagedKind.Photo : kind), cancel);
        if (staged.Kind == StagedKind.Zip)
            throw new RefusedException("This is a ZIP file inside a ZIP file, and those are not opened. Upload it by itself.");
        await TakeStagedAsync(albumId, UploadName.Leaf(path), staged, tally, cancel);
    }

    private async Task TakeStagedAsync(long albumId, string fileName, StagedFile staged, UploadTally tally, CancellationToken cancel)
    {
        if (staged.Bytes == 0)
            throw new RefusedException("The file is empty (0 bytes). Copy it again from where it came.");
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await FindDuplicateAsync(db, albumId, staged.Sha256) is { } known)
        {
            tally.Accept(fileName, known, duplicate: true);
            measures.Received("duplicate", 0);
            return;
        }
        Actor? who = acting.Current is { } user ? Actor.From(user, ActionSource.Upload) : null;
        if (await trash.BringUploadedBackAsync(albumId, staged.Sha256, who) is { } back)
        {
            tally.AcceptBroughtBack(fileName, back);
            return;
        }
        var info = staged.VideoType is { } type
            ? await IdentifyVideoAsync(fileName, staged, type, cancel)
            : await IdentifyAsync(fileName, staged, cancel);
        using var first = info.First;
        if (await livePhotos.TakeAsync(db, albumId, fileName, staged, info, who?.UserId, cancel) is { } owner)
        {
            tally.Accept(fileName, owner, duplicate: false);
            measures.Received("kept", staged.Bytes);
            return;
        }
        // While it is read anyway: the photo's page asks for it, and so do films that are its clip.
        if (staged.VideoType is null)
            await motion.FindAsync(staged, cancel);
        long taken;
        using (await store.Locks.HoldAsync(staged.Sha256, cancel))
        {
            // Until the row is written, so that no other file of this account is measured against the same room.
            using var room = await quotas.HoldAsync(who?.UserId, staged.Bytes, cancel);
            store.Keep(staged, room.LibraryBytes);
            if (first is not null)
                store.SaveThumbnails(staged.Sha256, first, PhotoTurn.None);
            var (id, duplicate) = await WriteRowAsync(db, albumId, fileName, staged, info, who?.UserId);
            tally.Accept(fileName, id, duplicate);
            measures.Received(duplicate ? "duplicate" : "kept", duplicate ? 0 : staged.Bytes);
            if (duplicate)
                return;
            taken = id;
            queue.Enqueue([id]);
            changes.Announce(new Change(ChangeKind.Photo, albumId, id));
        }
        if (staged.VideoType is null && await livePhotos.JoinAsync(db, albumId, taken, who?.UserId))
            changes.Announce(new Change(ChangeKind.Photo, albumId, taken));
    }

    private async Task<(long Id, bool Duplicate)> WriteRowAsync(
        FaceWebDb db, long albumId, string fileName, StagedFile staged, IdentifiedFile info, string? uploader)
    {
        var taken = info.TakenAt ?? NamedDate.Read(fileName, clock.GetUtcNow());
        var photo = new Photo
        {
            AlbumId = albumId,
            FileName = fileName,
            Sha256 = staged.Sha256,
            Bytes = staged.Bytes,
            MimeType = info.MimeType,
            Width = info.Width,
            Height = info.Height,
            TakenAt = taken?.Local,
            TakenOffset = (int?)taken?.Offset?.TotalMinutes,
            Latitude = info.Origin?.Latitude,
            Longitude = info.Origin?.Longitude,
            Duration = info.Duration,
            UploadedAt = clock.GetUtcNow().UtcDateTime,
            UploaderId = uploader,
            State = PhotoState.Queued,
        };
        db.Photos.Add(photo);
        try
        {
            // Not cancellable: a row that was written must be reported and enqueued.
            await db.SaveChangesAsync(CancellationToken.None);
            return (photo.Id, false);
        }
        catch (DbUpdateException e) when (e.InnerException is SqliteException { SqliteExtendedErrorCode: UniqueViolated })
        {
            // The same content came twice at once, and the other one was first.
            if (await FindDuplicateAsync(db, albumId, staged.Sha256) is { } first)
                return (first, true);
            throw new RefusedException(
                "This photo was deleted from the album while it was uploaded. Upload it again if you want it.", StatusCodes.Status409Conflict);
        }
        catch (DbUpdateException e) when (e.InnerException is SqliteException { SqliteExtendedErrorCode: ForeignKeyViolated })
        {
            if (!await NamedContents.HasAsync(db, staged.Sha256))
                store.Remove(staged.Sha256);
            if (await db.Albums.AnyAsync(a => a.Id == albumId))
            {
                throw new RefusedException(
                    "Your account was deleted while this photo was being uploaded, so it was not kept.", StatusCodes.Status403Forbidden);
            }
            throw new RefusedException("The album was deleted while this photo was being uploaded, so it was not kept. Make a new album and upload it there.", StatusCodes.Status409Conflict);
        }
        catch (DbUpdateException e) when (e.InnerException is SqliteException { SqliteErrorCode: DatabaseFull })
        {
            throw new RefusedException(
                "The server's disk is full, so this photo could not be entered. Delete what is not needed and empty the trash, or ask the admin for more "
                    + "space, and upload it again.", StatusCodes.Status507InsufficientStorage);
        }
    }

    private async Task<IdentifiedFile> IdentifyVideoAsync(string fileName, StagedFile staged, string type, CancellationToken cancel)
    {
        try
        {
            var (facts, first) = await videos.BeginAsync(staged.FilePath, cancel);
            return new IdentifiedFile(
                type, facts.Width, facts.Height, facts.Origin.TakenAt is { } taken ? TakenTime.Of(taken) : null,
                (long)facts.Duration.TotalMilliseconds, first, facts.Origin);
        }
        catch (PhotoException e)
        {
            throw new RefusedException(e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogWarning(e, "The uploaded video {Sha256} could not be opened.", staged.Sha256);
            throw new RefusedException("The video is damaged, so it cannot be read. Copy it again from where it came, or save it anew with a video program.");
        }
    }

    private async Task<IdentifiedFile> IdentifyAsync(string fileName, StagedFile staged, CancellationToken cancel)
    {
        try
        {
            var photo = await store.IdentifyAsync(staged, cancel);
            return new IdentifiedFile(photo.MimeType, photo.Width, photo.Height, photo.TakenAt);
        }
        catch (PhotoException e)
        {
            throw new RefusedException(e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Readers of foreign formats fail in ways of their own; one file's damage must not end the upload of the others.
            log.LogWarning(e, "The header of the uploaded file {Sha256} could not be read.", staged.Sha256);
            throw new RefusedException(
                "The file's header is damaged, so it cannot be read as a picture. Copy it again from where it came, or save it anew as JPEG.");
        }
    }

    // Asked for each part that has arrived; the disk is asked now and then.
    private void CheckSize(long bytes, StagedKind kind)
    {
        if ((bytes - 1) % AskEvery < StagedFile.PartBytes)
            disk.Require(0);
        var limit = kind switch
        {
            StagedKind.Zip => options.Value.MaxZipBytes,
            StagedKind.Video => options.Value.MaxVideoBytes,
            _ => options.Value.MaxFileBytes,
        };
        if (bytes <= limit)
            return;
        var size = string.Create(CultureInfo.InvariantCulture, $"{limit / 1e6:0.###} MB");
        throw new RefusedException(
            kind switch
            {
                StagedKind.Zip => $"The ZIP file is larger than {size}, the most that is taken. Split it into smaller ones.",
                StagedKind.Video => $"The video is larger than {size}, the most that is taken for one video. Cut it into shorter ones, or save it smaller.",
                _ => $"The file is larger than {size}, the most that is taken for one photo. Save it smaller and upload it again.",
            },
            StatusCodes.Status413PayloadTooLarge);
    }

    private static async Task<long?> FindDuplicateAsync(FaceWebDb db, long albumId, string sha256) =>
        await db.Photos.Where(p => p.AlbumId == albumId && (p.Sha256 == sha256 || p.ClipSha256 == sha256)).Select(p => (long?)p.Id).FirstOrDefaultAsync();
}
