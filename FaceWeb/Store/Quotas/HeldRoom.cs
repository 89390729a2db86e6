namespace FaceWeb.Store.Quotas;

/// <summary>Room within an account's quota for one file; disposed once the file's row is written, it lets the account's next be measured.</summary>
public sealed class HeldRoom : IDisposable
{
    private readonly SemaphoreSlim? turn;

    internal HeldRoom(long? libraryBytes, SemaphoreSlim? turn)
    {
        LibraryBytes = libraryBytes;
        this.turn = turn;
    }

    /// <summary>The most bytes that all stored originals together may take; null for no limit.</summary>
    public long? LibraryBytes { get; }

    /// <inheritdoc />
    public void Dispose() => turn?.Release();
}
