using System.Globalization;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Folder;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Decoding;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.Video;
using FaceWeb.Store.Quotas;
using Microsoft.Extensions.Options;

namespace FaceWeb.Store;

/// <summary>
/// The picture files: originals under their SHA-256 in <c>DataDir/photos</c>, small JPEGs in <c>DataDir/thumbs</c>, what is still
/// being received in <c>DataDir/tmp</c>. A file without a row is harmless (<see cref="StoreSweep"/> removes it); a row without its
/// file is not, so files are stored before rows are written and removed after.
/// </summary>
public sealed class PhotoStore(
    IOptions<DataOptions> data, IOptions<UploadOptions> upload, IPhotoDecoder decoder, VideoFiles videos, GivenUpPhotos givenUp,
    ILogger<PhotoStore> log) : IDisposable
{
    private const int PreviewSide = 1600;
    private const int ThumbSide = 320;

    private readonly string photos = Path.Combine(data.Value.DataDir, "photos");
    private readonly string thumbs = data.Value.ThumbsDir;
    // Decoding takes up to some hundred MB: the grid of a new album must not start dozens at once.
    private readonly SemaphoreSlim decoding = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly HashLocks makingThumbs = new();
    private long usedBytes;

    /// <summary>The folder for files that are being received.</summary>
    public string Inbox { get; } = data.Value.InboxDir;

    /// <summary>Held while a content's file and rows are brought in line.</summary>
    public HashLocks Locks { get; } = new();

    /// <summary>Bytes that all stored originals take together.</summary>
    public long UsedBytes => Interlocked.Read(ref usedBytes);

    /// <summary>Makes the folders, deletes what an interrupted process left half received, and measures what is stored.</summary>
    public void Prepare()
    {
        foreach (var folder in new[] { photos, thumbs, Inbox })
            FolderFlush.Make(folder);
        foreach (var stale in Directory.EnumerateFiles(Inbox, "*.part"))
            File.Delete(stale);
        foreach (var stale in Directory.EnumerateDirectories(Inbox, "*.part"))
            Directory.Delete(stale, recursive: true);
        usedBytes = new DirectoryInfo(photos).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length);
    }

    /// <summary>Where the original with this hash lies, or would lie.</summary>
    public string PathOf(string sha256) => Path.Combine(photos, sha256[..2], sha256);

    /// <summary>
    /// Moves a received file to its place, where a power cut does not undo it; a file that the store has already stays. Call it holding
    /// <see cref="Locks"/>.
    /// </summary>
    /// <param name="staged">The file.</param>
    /// <param name="most">The most bytes that all originals together may take; null for no limit.</param>
    /// <exception cref="RefusedException">That much is taken, or the disk is full (507).</exception>
    public void Keep(StagedFile staged, long? most)
    {
        var path = PathOf(staged.Sha256);
        if (File.Exists(path))
        {
            // Whoever moved it there may have been killed before it was flushed.
            FlushFolders(path);
            return;
        }
        var used = Interlocked.Add(ref usedBytes, staged.Bytes);
        try
        {
            if (used > most)
                throw StorageQuotas.LibraryFull(used - staged.Bytes, most.Value, staged.Bytes);
            Disk.Try(() => Directory.CreateDirectory(Path.GetDirectoryName(path)!));
            File.Move(staged.FilePath, path);
            FlushFolders(path);
        }
        catch
        {
            Interlocked.Add(ref usedBytes, -staged.Bytes);
            throw;
        }
    }

    /// <summary>Deletes an original and its small pictures. Call it holding <see cref="Locks"/>, when no row names the hash.</summary>
    public void Remove(string sha256)
    {
        // The original goes first: who saves small pictures at this moment looks for it afterwards, and takes them back when it is gone.
        var original = new FileInfo(PathOf(sha256));
        if (original.Exists)
        {
            var bytes = original.Length;
            original.Delete();
            Interlocked.Add(ref usedBytes, -bytes);
        }
        givenUp.Forgive(sha256);
        RemoveThumbnails(sha256);
    }

    /// <summary>The hashes of all originals and small pictures in the store.</summary>
    public IEnumerable<string> Hashes() => new[] { photos, thumbs }.Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        .Select(Path.GetFileName).OfType<string>()
        .Where(name => name.Length >= 64 && name.Take(64).All(char.IsAsciiHexDigitLower))
        .Select(name => name[..64]).Distinct();

    /// <summary>Reads the header of a received file, in a decoder process.</summary>
    /// <exception cref="PhotoException">It is no photo, damaged, or beyond the limits; or it stopped its reader.</exception>
    public Task<PhotoInfo> IdentifyAsync(StagedFile staged, CancellationToken cancel) =>
        decoder.IdentifyAsync(staged.FilePath, upload.Value.Limits, DecodeAsker.Person, cancel);

    /// <summary>Decodes an original, in a decoder process. One that stops its reader is given up at once.</summary>
    /// <param name="sha256">The original's hash.</param>
    /// <param name="asker">Who waits for it.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <exception cref="PhotoException">It cannot be read, or was given up; the message says why.</exception>
    /// <exception cref="IOException">The original is gone.</exception>
    public async Task<PhotoPixels> DecodeAsync(string sha256, DecodeAsker asker, CancellationToken cancel)
    {
        if (givenUp.Reason(sha256) is { } reason)
            throw new PhotoException(reason);
        try
        {
            return await decoder.DecodeAsync(PathOf(sha256), upload.Value.Limits, asker, cancel);
        }
        catch (DecoderFaultException fault)
        {
            givenUp.Add(sha256, fault.Message);
            throw;
        }
    }

    /// <summary>
    /// Saves both small pictures of a photo that is decoded anyway. A full disk is logged and nothing else: they are made again when
    /// wanted.
    /// </summary>
    /// <param name="sha256">The original's hash.</param>
    /// <param name="pixels">The decoded, upright photo, turned.</param>
    /// <param name="turn">How it was turned: the same file may be shown otherwise elsewhere.</param>
    public void SaveThumbnails(string sha256, PhotoPixels pixels, PhotoTurn turn)
    {
        try
        {
            SaveBoth(sha256, pixels, turn);
        }
        catch (Exception e) when (e is IOException or RefusedException)
        {
            log.LogWarning(e, "The small pictures of {Sha256} could not be saved.", sha256);
        }
    }

    /// <summary>Where the photo's file in this size lies; small pictures are made when they are missing.</summary>
    /// <param name="sha256">The original's hash.</param>
    /// <param name="size">Which picture.</param>
    /// <param name="turn">How small pictures are turned; the original is the file as it came.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <exception cref="RefusedException">
    /// The original is gone (404), cannot be decoded or was given up (422), or there is no space (507).
    /// </exception>
    public async Task<string> PictureAsync(string sha256, PictureSize size, PhotoTurn turn, CancellationToken cancel)
    {
        var original = PathOf(sha256);
        var path = size == PictureSize.Original ? original : ThumbPath(sha256, size, turn);
        if (size != PictureSize.Original && givenUp.Reason(sha256) is { } reason)
            throw new RefusedException(reason, StatusCodes.Status422UnprocessableEntity);
        if (File.Exists(path))
            return path;
        if (!File.Exists(original))
            throw Gone();
        using var held = await makingThumbs.HoldAsync(sha256, cancel);
        if (File.Exists(path))
            return path;
        await decoding.WaitAsync(cancel);
        try
        {
            using (var pixels = await IsVideoAsync(original, cancel)
                ? (await videos.BeginAsync(original, cancel)).First
                : await DecodeAsync(sha256, DecodeAsker.Person, cancel))
            {
                await Task.Run(
                    () =>
                    {
                        using var turned = turn == PhotoTurn.None ? null : pixels.Turned(turn);
                        SaveBoth(sha256, turned ?? pixels, turn);
                    },
                    cancel);
            }
            return File.Exists(path) ? path : throw Gone();
        }
        catch (PhotoException e)
        {
            throw new RefusedException(e.Message, StatusCodes.Status422UnprocessableEntity);
        }
        catch (IOException) when (!File.Exists(original))
        {
            throw Gone();
        }
        finally
        {
            decoding.Release();
        }
    }

    /// <summary>A path beside a photo's small pictures for what else is made of it: it is deleted with the original, and is in no backup.</summary>
    /// <param name="sha256">The original's hash.</param>
    /// <param name="ending">Tells it from others; ends in <c>.mp4</c>.</param>
    public string BesideThumbnails(string sha256, string ending) => Path.Combine(thumbs, sha256[..2], $"{sha256}-{ending}");

    /// <inheritdoc />
    public void Dispose()
    {
        decoding.Dispose();
        makingThumbs.Dispose();
        Locks.Dispose();
    }

    private void FlushFolders(string path) => Disk.Try(() =>
    {
        FolderFlush.Flush(Path.GetDirectoryName(path)!);
        FolderFlush.Flush(photos);
        return true;
    });

    private static RefusedException Gone() => new(
        "The photo's file is not in the store: it has just been deleted, or the data folder is incomplete. Upload it again.",
        StatusCodes.Status404NotFound);

    private static async Task<bool> IsVideoAsync(string path, CancellationToken cancel)
    {
        var head = new byte[VideoFormat.HeadBytes];
        await using var file = File.OpenRead(path);
        var read = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancel);
        return VideoFormat.MimeTypeOf(head.AsSpan(0, read)) is not null;
    }

    private void SaveBoth(string sha256, PhotoPixels pixels, PhotoTurn turn)
    {
        using var preview = pixels.Reduced(PreviewSide);
        Save(sha256, PictureSize.Preview, preview.EncodeJpeg(PreviewSide, 85), turn);
        Save(sha256, PictureSize.Thumb, preview.EncodeJpeg(ThumbSide, 80), turn);
        if (File.Exists(PathOf(sha256)))
            return;

        // Deleted while it was decoded: no small picture of it may stay behind.
        RemoveThumbnails(sha256);
    }

    private void RemoveThumbnails(string sha256)
    {
        foreach (var turn in PhotoTurn.Others.Prepend(PhotoTurn.None))
        {
            foreach (var path in new[] { ThumbPath(sha256, PictureSize.Thumb, turn), ThumbPath(sha256, PictureSize.Preview, turn) })
            {
                // Deleting in a folder that was never made is an error, deleting a file that is not there is none.
                if (File.Exists(path))
                    File.Delete(path);
            }
        }
        var folder = new DirectoryInfo(Path.Combine(thumbs, sha256[..2]));
        foreach (var film in folder.Exists ? folder.GetFiles($"{sha256}-*.mp4") : [])
            film.Delete();
    }

    private void Save(string sha256, PictureSize size, byte[] jpeg, PhotoTurn turn)
    {
        var part = Path.Combine(Inbox, $"{Guid.NewGuid():n}.part");
        var path = ThumbPath(sha256, size, turn);
        try
        {
            Disk.Try(() =>
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllBytes(part, jpeg);
                // Renamed when complete and on the disk: nobody is ever shown half a picture.
                WholeFile.Flush(part);
                File.Move(part, path, overwrite: true);
                return true;
            });
        }
        finally
        {
            File.Delete(part);
        }
    }

    private string ThumbPath(string sha256, PictureSize size, PhotoTurn turn)
    {
        var turned = turn == PhotoTurn.None ? "" : string.Create(CultureInfo.InvariantCulture, $"-{turn.Degrees}");
        return Path.Combine(thumbs, sha256[..2], $"{sha256}-{(size == PictureSize.Thumb ? ThumbSide : PreviewSide)}{turned}.jpg");
    }
}
