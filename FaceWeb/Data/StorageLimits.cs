namespace FaceWeb.Data;

/// <summary>How much room photos may take, as an admin has chosen it. There is one row at most; without it the configuration holds.</summary>
public sealed class StorageLimits
{
    /// <summary>The row's key, always 1.</summary>
    public int Id { get; set; } = 1;

    /// <summary>The most bytes that all stored originals together may take; null for no limit.</summary>
    public long? LibraryBytes { get; set; }

    /// <summary>The most bytes that the photos of an account without a quota of its own may take; null for no limit.</summary>
    public long? AccountBytes { get; set; }
}
