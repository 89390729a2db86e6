using System.Buffers;
using System.IO.MemoryMappedFiles;

namespace FaceWeb.Pipeline.Imaging;

/// <summary>
/// A file's bytes for headers and decoders. Small files are read into memory that is used again: mapping one and giving it back stops the
/// process's other threads for a moment each time (their address caches are flushed), which took as long as decoding a photo of 15 kB. Larger
/// ones are mapped, without a copy.
/// </summary>
internal sealed unsafe class FileBytes : IDisposable
{
    // The largest piece that the shared pool keeps.
    private const int MostRead = 1 << 20;

    private readonly MemoryMappedFile? file;
    private readonly MemoryMappedViewAccessor? view;
    private readonly byte* _start;
    private readonly int length;
    private byte[]? read;

    /// <summary>Opens a file.</summary>
    /// <exception cref="PhotoException">It is empty, or larger than 2 GB.</exception>
    public FileBytes(string path)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        try
        {
            // The opened file's length: that of a path would be a symbolic link's own.
            var length = stream.Length;
            if (length is 0 or > int.MaxValue)
            {
                throw new PhotoException(length == 0
                    ? "The file is empty (0 bytes): copy it again from where it came."
                    : "The file is larger than 2 GB: no photo of that size can be read.");
            }
            this.length = (int)length;
            if (length > MostRead)
            {
                this.file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
                view = this.file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
                view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
                return;
            }
            read = ArrayPool<byte>.Shared.Rent(this.length);
            // A file that shrinks meanwhile is as long as what could be read of it.
            this.length = stream.ReadAtLeast(read.AsSpan(0, this.length), this.length, throwOnEndOfStream: false);
        }
        catch
        {
            Dispose();
            stream.Dispose();
            throw;
        }
        stream.Dispose();
    }

    /// <summary>All of the file; valid until this is disposed.</summary>
    public ReadOnlySpan<byte> Bytes => read is null ? new(_start, this.length) : read.AsSpan(0, this.length);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_start is not null)
            view!.SafeMemoryMappedViewHandle.ReleasePointer();
        view?.Dispose();
        this.file?.Dispose();
        if (read is { } buffer)
        {
            read = null;
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
