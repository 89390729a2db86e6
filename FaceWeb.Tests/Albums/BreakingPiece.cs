using System.Net;

namespace FaceWeb.Tests.Albums;

/// <summary>Part of a file that says how long it is, sends less, hangs there for a while, and breaks off: the connection goes with it.</summary>
internal sealed class BreakingPiece(byte[] file, long from, long length, long breaksAfter, Func<Task> hangs) : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(file.AsMemory((int)from, (int)breaksAfter));
        await stream.FlushAsync();
        await hangs();
        throw new IOException("The link broke.");
    }

    protected override bool TryComputeLength(out long computed)
    {
        computed = length;
        return true;
    }
}
