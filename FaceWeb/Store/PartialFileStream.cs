using Microsoft.Win32.SafeHandles;

namespace FaceWeb.Store;

/// <summary>A part of a file to be read as if it were a file of its own.</summary>
public sealed class PartialFileStream : Stream
{
    private readonly SafeFileHandle file;
    private readonly long offset;
    private long position;

    /// <summary>Opens it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="offset">Where the part begins.</param>
    /// <param name="length">How many bytes it has.</param>
    /// <exception cref="ArgumentOutOfRangeException">The file has no such part.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public PartialFileStream(string path, long offset, long length)
    {
        file = File.OpenHandle(path, options: FileOptions.Asynchronous);
        (this.offset, Length) = (offset, length);
        if (offset >= 0 && length >= 0 && length <= RandomAccess.GetLength(file) - offset)
            return;
        file.Dispose();
        throw new ArgumentOutOfRangeException(nameof(length), "The file is shorter.");
    }

    /// <inheritdoc />
    public override bool CanRead => true;

    /// <inheritdoc />
    public override bool CanSeek => true;

    /// <inheritdoc />
    public override bool CanWrite => false;

    /// <inheritdoc />
    public override long Length { get; }

    /// <inheritdoc />
    public override long Position
    {
        get => position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            position = value;
        }
    }

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc />
    public override int Read(Span<byte> buffer)
    {
        var read = RandomAccess.Read(file, buffer[..Most(buffer.Length)], offset + position);
        position += read;
        return read;
    }

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await RandomAccess.ReadAsync(file, buffer[..Most(buffer.Length)], offset + position, cancellationToken);
        position += read;
        return read;
    }

    /// <inheritdoc />
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => position + offset,
        _ => Length + offset,
    };

    /// <inheritdoc />
    public override void Flush()
    {
    }

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            file.Dispose();
        base.Dispose(disposing);
    }

    private int Most(int wanted) => (int)Math.Clamp(Length - position, 0, wanted);
}
