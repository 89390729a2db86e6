using System.IO.MemoryMappedFiles;

namespace FaceWeb.Pipeline.Imaging;

/// <summary>A file's bytes, mapped instead of read: headers and decoders look at them without a copy in managed memory.</summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;
    private readonly byte* _start;
    private readonly int length;

    public MappedFile(string path)
    {
        // The opened file's length: that of a path would be a symbolic link's own.
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        var length = stream.Length;
        if (length is 0 or > int.MaxValue)
        {
            stream.Dispose();
            throw new PhotoException(length == 0
                ? "The file is empty (0 bytes): copy it again from where it came."
                : "The file is larger than 2 GB: no photo of that size can be read.");
        }
        this.length = (int)length;
        this.file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        view = this.file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    public ReadOnlySpan<byte> Bytes => new(_start, this.length);

    public void Dispose()
    {
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        this.file.Dispose();
    }
}
