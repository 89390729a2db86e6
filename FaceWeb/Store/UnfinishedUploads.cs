using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Folder;
using Microsoft.Extensions.Options;

namespace FaceWeb.Store;

/// <summary>
/// Files that come in pieces: each is a folder with what was said of it, the bytes so far and, at the end, what became of it. They outlive the
/// connection, the browser and this process; what nobody goes on with is removed after <see cref="UploadOptions.KeepUnfinished"/>.
/// </summary>
public sealed class UnfinishedUploads(DiskReserve disk, IOptions<DataOptions> data, IOptions<UploadOptions> options, TimeProvider clock)
{
    private readonly string root = Path.Combine(data.Value.DataDir, "tmp", "pieces");
    private readonly ConcurrentDictionary<string, Turn> turns = new();

    /// <summary>Makes room for a file.</summary>
    /// <returns>Its key, 32 hexadecimal digits that cannot be guessed.</returns>
    /// <exception cref="RefusedException">The sender has too many begun already (429), or there is no space (507).</exception>
    public string Begin(UnfinishedUpload upload)
    {
        var open = Ids().Count(id => File.Exists(ContentOf(id)) && Find(id)?.UserId == upload.UserId);
        if (open >= options.Value.MaxUnfinished)
        {
            throw new RefusedException(
                $"{open} files of yours are begun and not finished: finish or cancel some of them first.", StatusCodes.Status429TooManyRequests);
        }
        disk.Require(upload.Length);
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        Disk.Try(() =>
        {
            FolderFlush.Make(Folder(id));
            return true;
        });
        Disk.Try(() =>
        {
            File.WriteAllBytes(ContentOf(id), []);
            Write(id, "upload.json", upload);
            return true;
        });
        return id;
    }

    /// <summary>What is known of a file; null when there is none of this key.</summary>
    public UnfinishedUpload? Find(string id)
    {
        // Neither bytes nor an end: the process was killed between the two, and the file is in its album. Who sends it again is told so.
        if (!IsKey(id) || (!File.Exists(ContentOf(id)) && !File.Exists(Path.Combine(Folder(id), "result.json"))))
            return null;
        return Read<UnfinishedUpload>(id, "upload.json");
    }

    /// <summary>How many bytes have arrived; all of them once the file was taken.</summary>
    public long Offset(string id) => new FileInfo(ContentOf(id)) is { Exists: true } file ? file.Length : Find(id)?.Length ?? 0;

    /// <summary>Where its bytes lie.</summary>
    public string ContentOf(string id) => Path.Combine(Folder(id), "content");

    /// <summary>What became of it; null before.</summary>
    public T? Result<T>(string id)
        where T : class => Read<T>(id, "result.json");

    /// <summary>Keeps what became of it and lets its bytes go.</summary>
    public void End<T>(string id, T result)
    {
        Write(id, "result.json", result);
        File.Delete(ContentOf(id));
    }

    /// <summary>Forgets it.</summary>
    public void Remove(string id) => Directory.Delete(Folder(id), recursive: true);

    /// <summary>
    /// Holds a file for one caller. Whoever still sends a piece of it is stopped: a sender who comes again has lost that connection, whatever this
    /// side believes.
    /// </summary>
    /// <param name="id">Its key.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task<HeldUpload> HoldAsync(string id, CancellationToken cancel)
    {
        var turn = turns.GetOrAdd(id, _ => new Turn());
        turn.Stop();
        await turn.Free.WaitAsync(cancel);
        return new HeldUpload(turn.End, turn.Begin(cancel));
    }

    /// <summary>Adds bytes at the end of what has arrived, and makes sure that they are on the disk, also when the sender breaks off.</summary>
    /// <param name="id">Its key.</param>
    /// <param name="most">More bytes than these are refused.</param>
    /// <param name="piece">The bytes.</param>
    /// <param name="cancel">Stops; what has arrived stays.</param>
    /// <exception cref="RefusedException">More bytes than announced (400), or no space (507).</exception>
    /// <exception cref="BrokenUploadException">The bytes stopped before their end.</exception>
    public async Task AppendAsync(string id, long most, Stream piece, CancellationToken cancel)
    {
        disk.Require(0);
        var buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
        await using var file = Disk.Try(() => new FileStream(ContentOf(id), FileMode.Append, FileAccess.Write, FileShare.Read, 0, useAsync: true));
        try
        {
            for (int read; (read = await piece.ReadAsync(buffer, cancel)) > 0; most -= read)
            {
                if (read > most)
                    throw new RefusedException("More bytes came than Upload-Length announced.");
                await Disk.TryAsync(() => file.WriteAsync(buffer.AsMemory(0, read), CancellationToken.None));
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            throw new BrokenUploadException(e);
        }
        finally
        {
            file.Flush(flushToDisk: true);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Removes what nobody goes on with.</summary>
    /// <returns>How many files were removed.</returns>
    public int Sweep()
    {
        var old = clock.GetUtcNow().UtcDateTime - options.Value.KeepUnfinished;
        var stale = Ids().Where(id => Directory.EnumerateFiles(Folder(id)).Append(Folder(id)).Max(f => File.GetLastWriteTimeUtc(f)) < old).ToList();
        stale.ForEach(Remove);
        foreach (var gone in turns.Keys.Except(Ids()))
            turns.TryRemove(gone, out _);
        return stale.Count;
    }

    private static bool IsKey(string id) => id.Length == 32 && id.All(char.IsAsciiHexDigitLower);

    private IEnumerable<string> Ids() => Directory.Exists(root)
        ? Directory.EnumerateDirectories(root).Select(Path.GetFileName).OfType<string>().Where(IsKey)
        : [];

    private string Folder(string id) => IsKey(id) ? Path.Combine(root, id) : throw new ArgumentException("Not a key.", nameof(id));

    private T? Read<T>(string id, string name)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(Path.Combine(Folder(id), name)));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    private void Write<T>(string id, string name, T value) =>
        WholeFile.Write(Path.Combine(Folder(id), name), JsonSerializer.SerializeToUtf8Bytes(value));

    private sealed class Turn
    {
        private readonly Lock gate = new();
        private CancellationTokenSource? current;

        public SemaphoreSlim Free { get; } = new(1);

        public CancellationToken Begin(CancellationToken cancel)
        {
            lock (gate)
                return (current = CancellationTokenSource.CreateLinkedTokenSource(cancel)).Token;
        }

        public void Stop()
        {
            lock (gate)
                current?.Cancel();
        }

        public void End()
        {
            lock (gate)
            {
                current?.Dispose();
                current = null;
            }
            Free.Release();
        }
    }
}
