using System.Globalization;
using System.IO.Compression;
using FaceWeb.Api;
using FaceWeb.Store;
using Microsoft.Extensions.Options;

namespace FaceWeb.Albums.Uploading;

/// <summary>
/// Reads ZIP archives whose sender is not trusted: paths stay inside, and what an entry unpacks to is measured while it is unpacked,
/// because its header may say anything.
/// </summary>
public sealed class ZipIntake(IOptions<UploadOptions> options, ILogger<ZipIntake> log)
{
    // Small entries may shrink a lot without being bombs.
    private const long RatioCountsFrom = 1_000_000;

    /// <summary>
    /// Calls <paramref name="take"/> with the path and the unpacked bytes of each entry that is a file; what is wrong with an entry goes to
    /// the tally.
    /// </summary>
    /// <param name="path">The archive.</param>
    /// <param name="fileName">What the user calls it.</param>
    /// <param name="tally">Is told of the entries that are not taken.</param>
    /// <param name="take">Takes an entry; refuses by throwing <see cref="RefusedException"/>.</param>
    /// <param name="cancel">Stops; entries taken before stay.</param>
    /// <exception cref="RefusedException">It is damaged, has too many entries, or has no file in it.</exception>
    public async Task ReadAsync(string path, string fileName, UploadTally tally, Func<string, Stream, Task> take, CancellationToken cancel)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024, useAsync: false);
        using var archive = Open(file, fileName);
        long unpacked = 0;
        var files = 0;
        foreach (var entry in archive.Entries)
        {
            cancel.ThrowIfCancellationRequested();
            if (entry.FullName.EndsWith('/') || entry.FullName.EndsWith('\\') || UploadName.IsSystemFile(entry.FullName))
                continue;
            files++;
            if (unpacked >= options.Value.MaxZipUnpackedBytes)
            {
                throw new RefusedException(
                    $"The ZIP file unpacks to more than {Megabytes(options.Value.MaxZipUnpackedBytes)}, the most that is taken from one: reading "
                        + $"stopped before \"{entry.FullName}\". Split it into smaller ones.",
                    StatusCodes.Status413PayloadTooLarge);
            }
            unpacked += await ReadEntryAsync(entry, options.Value.MaxZipUnpackedBytes - unpacked, tally, take);
        }
        if (files == 0)
            throw new RefusedException("The ZIP file has no files in it. Pack the photos again and look into it before uploading.");
    }

    private async Task<long> ReadEntryAsync(ZipArchiveEntry entry, long left, UploadTally tally, Func<string, Stream, Task> take)
    {
        MeasuredStream? measured = null;
        try
        {
            UploadName.RequireInside(entry.FullName);
            if (entry.IsEncrypted)
                throw new RefusedException("The entry is locked with a password. Pack the photos again without one.");
            await using var content = entry.Open();
            measured = new MeasuredStream(content, bytes => CheckBomb(bytes, entry.CompressedLength, left));
            await take(entry.FullName, measured);
        }
        catch (RefusedException refused)
        {
            tally.Reject(entry.FullName, refused);
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException or EndOfStreamException or BrokenUploadException)
        {
            log.LogInformation(e, "An entry of an uploaded ZIP file could not be unpacked.");
            tally.Reject(entry.FullName, new RefusedException(
                "The entry is damaged or packed in a way that cannot be unpacked here. Pack it again as an ordinary ZIP (DEFLATE)."));
        }
        return measured?.BytesRead ?? 0;
    }

    private void CheckBomb(long bytes, long packed, long left)
    {
        if (bytes > RatioCountsFrom && bytes / Math.Max(1, packed) > options.Value.MaxZipRatio)
        {
            throw new RefusedException(
                $"The entry unpacks to more than {options.Value.MaxZipRatio} times its packed size, as only a ZIP bomb does, so it was left out. If "
                    + $"it really is a photo, upload it unpacked.",
                StatusCodes.Status413PayloadTooLarge);
        }
        if (bytes > left)
        {
            throw new RefusedException(
                $"The ZIP file unpacks to more than {Megabytes(options.Value.MaxZipUnpackedBytes)}, the most that is taken from one. Split it into "
                    + $"smaller ones.",
                StatusCodes.Status413PayloadTooLarge);
        }
    }

    private ZipArchive Open(FileStream file, string fileName)
    {
        try
        {
            // The list of entries is read into memory as a whole, so its size is looked at first: some 100 bytes an entry are usual.
            var most = options.Value.MaxZipEntries;
            if (ZipDirectory.Measure(file) > most * 1024L)
                throw TooMany(most);
            var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true, new ZipNameEncoding());
            if (archive.Entries.Count <= most)
                return archive;
            archive.Dispose();
            throw TooMany(most);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or ArgumentException)
        {
            log.LogInformation(e, "An uploaded ZIP file could not be opened.");
            throw new RefusedException(
                "The ZIP file is damaged or cut off: its list of entries cannot be read. Pack it again, or upload the photos unpacked.");
        }
    }

    private static RefusedException TooMany(int most) => new(
        string.Create(CultureInfo.InvariantCulture,
            $"The ZIP file has more than {most:N0} entries, the most that are taken from one. Split it into smaller ones."),
        StatusCodes.Status413PayloadTooLarge);

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.###} MB");
}
