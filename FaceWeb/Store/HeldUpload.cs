namespace FaceWeb.Store;

/// <summary>A file in pieces that one caller holds; disposing lets the next one at it.</summary>
public sealed class HeldUpload : IDisposable
{
    private readonly Action release;

    internal HeldUpload(Action release, CancellationToken stopped)
    {
        this.release = release;
        Stopped = stopped;
    }

    /// <summary>Cancelled when the sender comes again by another connection.</summary>
    public CancellationToken Stopped { get; }

    /// <inheritdoc />
    public void Dispose() => release();
}
