using System.Buffers;
using System.Security.Cryptography;
using FaceWeb.Api;
using FaceWeb.Pipeline.Video;

namespace FaceWeb.Store;

/// <summary>A received file that is not in the store yet. Disposing deletes it, unless it was moved away.</summary>
public sealed class StagedFile : IDisposable
{
    /// <summary>The check is called at least once for so many bytes.</summary>
    public const int PartBytes = 128 * 1024;

    private StagedFile(string path) => FilePath = path;

    /// <summary>Where it lies.</summary>
    public string FilePath { get; }

    /// <summary>Its size in bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>SHA-256 of its bytes, 64 lower-case hexadecimal digits.</summary>
    public string Sha256 { get; private set; } = "";

    /// <summary>What it seems to be, by its first bytes.</summary>
    public StagedKind Kind { get; private set; }

    /// <summary>The media type of a video by its first bytes; null for what is none.</summary>
    public string? VideoType { get; private set; }

    /// <summary>Writes a stream to a new file of a folder, hashing on the way, and makes sure that it is on the disk.</summary>
    /// <param name="folder">The folder, which must exist.</param>
    /// <param name="content">The bytes; read to its end unless something is wrong with it.</param>
    /// <param name="check">Called with the bytes so far and what they seem to be; refuses by throwing.</param>
    /// <param name="cancel">Stops and deletes the file.</param>
    /// <exception cref="RefusedException">The check refused, or there is no space (507).</exception>
    /// <exception cref="BrokenUploadException">The bytes stopped before their end.</exception>
    public static async Task<StagedFile> ReceiveAsync(string folder, Stream content, Action<long, StagedKind> check, CancellationToken cancel)
    {
        var staged = new StagedFile(Path.Combine(folder, $"{Guid.NewGuid():n}.part"));
        var buffer = ArrayPool<byte>.Shared.Rent(PartBytes);
        try
        {
            await staged.FillAsync(content, check, buffer, cancel);
            return staged;
        }
        catch
        {
            staged.Dispose();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>A file that was received already: it is only hashed.</summary>
    /// <param name="path">Where it lies; from here on it is this object's to move or to delete.</param>
    /// <param name="check">Called with its bytes and what they seem to be; refuses by throwing.</param>
    /// <param name="cancel">Stops; the file stays.</param>
    /// <exception cref="RefusedException">The check refused; the file is deleted.</exception>
    public static async Task<StagedFile> ReceivedAsync(string path, Action<long, StagedKind> check, CancellationToken cancel)
    {
        var staged = new StagedFile(path);
        await using (var file = File.OpenRead(path))
        {
            var head = new byte[Math.Min(file.Length, PartBytes)];
            await file.ReadExactlyAsync(head, cancel);
            staged.Recognise(head);
            staged.Bytes = file.Length;
        }
        try
        {
            check(staged.Bytes, staged.Kind);
        }
        catch
        {
            staged.Dispose();
            throw;
        }
        staged.Sha256 = await ContentHash.OfAsync(path, cancel);
        return staged;
    }

    /// <inheritdoc />
    public void Dispose() => File.Delete(FilePath);

    private async Task FillAsync(Stream content, Action<long, StagedKind> check, byte[] buffer, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = Disk.Try(() => new FileStream(FilePath, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0, useAsync: true));
        int read;
        while ((read = await ReadAsync(content, buffer, cancel)) > 0)
        {
            var part = buffer.AsMemory(0, read);
            if (Bytes == 0)
                Recognise(part.Span);
            Bytes += read;
            check(Bytes, Kind);
            hash.AppendData(part.Span);
            await Disk.TryAsync(() => file.WriteAsync(part, cancel));
        }
        Disk.Try(() =>
        {
            file.Flush(flushToDisk: true);
            return true;
        });
        Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private void Recognise(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("PK\x03\x04"u8) || head.StartsWith("PK\x05\x06"u8))
            Kind = StagedKind.Zip;
        else if ((VideoType = VideoFormat.MimeTypeOf(head)) is not null)
            Kind = StagedKind.Video;
    }

    private static async Task<int> ReadAsync(Stream content, byte[] buffer, CancellationToken cancel)
    {
        try
        {
            return await content.ReadAtLeastAsync(buffer.AsMemory(0, PartBytes), PartBytes, throwOnEndOfStream: false, cancel);
        }
        catch (IOException e)
        {
            throw new BrokenUploadException(e);
        }
    }
}
