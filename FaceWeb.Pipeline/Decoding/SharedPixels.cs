using System.Runtime.InteropServices;
using OpenCvSharp;

namespace FaceWeb.Pipeline.Decoding;

/// <summary>
/// Memory without a name that child and parent map: the child writes a picture into it, the parent reads it where it lies. Sealed, so that a
/// child gone wrong cannot pull it away under the parent.
/// </summary>
internal sealed class SharedPixels : IDisposable
{
    private readonly nuint length;
    private int descriptor;
    private nint address;

    private SharedPixels(int descriptor, nint address, nuint length) => (this.descriptor, this.address, this.length) = (descriptor, address, length);

    /// <summary>The child's: new memory for a picture of 8-bit BGR.</summary>
    /// <exception cref="IOException">The system gives none.</exception>
    public static SharedPixels Create(int width, int height)
    {
        var length = checked((nuint)width * (nuint)height * 3);
        var descriptor = NativeCalls.CreateMemory("faceweb-pixels", NativeCalls.AllowSealing | NativeCalls.CloseOnExec);
        if (descriptor < 0)
            throw Refused("made");
        if (NativeCalls.Resize(descriptor, (long)length) != 0
            || NativeCalls.Control(descriptor, NativeCalls.AddSeals, NativeCalls.SealShrink | NativeCalls.SealGrow | NativeCalls.SealSeal) != 0)
        {
            var problem = Refused("sized");
            _ = NativeCalls.Close(descriptor);
            throw problem;
        }
        return Mapped(descriptor, length, NativeCalls.ProtectRead | NativeCalls.ProtectWrite);
    }

    /// <summary>The parent's: the memory that a child holds open, to be read only.</summary>
    /// <param name="process">The child.</param>
    /// <param name="descriptor">Its number of the memory.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <exception cref="InvalidDataException">It is no sealed memory of that size.</exception>
    public static SharedPixels Open(int process, int descriptor, int width, int height)
    {
        var length = checked((nuint)width * (nuint)height * 3);
        var opened = NativeCalls.Open(FormattableString.Invariant($"/proc/{process}/fd/{descriptor}"), NativeCalls.OpenToMap);
        if (opened < 0)
            throw new InvalidDataException("A child's memory cannot be opened.", Refused("opened"));
        // Only memory can carry seals, and a sealed one has the size for ever that it has now.
        var seals = NativeCalls.Control(opened, NativeCalls.GetSeals, 0);
        if (seals < 0 || (seals & NativeCalls.SealShrink) == 0 || NativeCalls.Seek(opened, 0, NativeCalls.SeekEnd) != (long)length)
        {
            _ = NativeCalls.Close(opened);
            throw new InvalidDataException("A child's memory is not what was said.");
        }
        var pixels = Mapped(opened, length, NativeCalls.ProtectRead);
        pixels.CloseDescriptor();
        return pixels;
    }

    /// <summary>The number under which this process holds the memory open.</summary>
    public int Descriptor => descriptor;

    /// <summary>The memory as a picture, for as long as this lives.</summary>
    public Mat AsPicture(int width, int height) => Mat.FromPixelData(height, width, MatType.CV_8UC3, address);

    /// <inheritdoc/>
    public void Dispose()
    {
        CloseDescriptor();
        if (address != 0)
            _ = NativeCalls.Unmap(address, length);
        address = 0;
    }

    private static SharedPixels Mapped(int descriptor, nuint length, int protection)
    {
        var address = NativeCalls.Map(0, length, protection, NativeCalls.MapShared | NativeCalls.MapPopulate, descriptor, 0);
        if (address != -1)
            return new(descriptor, address, length);
        var problem = Refused("mapped");
        _ = NativeCalls.Close(descriptor);
        throw problem;
    }

    private static IOException Refused(string what) =>
        new($"Shared memory could not be {what}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");

    private void CloseDescriptor()
    {
        if (descriptor >= 0)
            _ = NativeCalls.Close(descriptor);
        descriptor = -1;
    }
}
