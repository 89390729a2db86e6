namespace FaceWeb.Store.Quotas;

/// <summary>How much room photos may take.</summary>
/// <param name="LibraryBytes">The most bytes that all stored originals together may take; null for no limit.</param>
/// <param name="AccountBytes">The most bytes that the photos of an account without a quota of its own may take; null for no limit.</param>
public sealed record QuotaLimits(long? LibraryBytes, long? AccountBytes)
{
    /// <summary>The quota that holds for an account: its own, or that of every account.</summary>
    /// <param name="own">Whether it has one of its own.</param>
    /// <param name="quotaBytes">Its own; null for no limit.</param>
    internal long? Of(bool own, long? quotaBytes) => own ? quotaBytes : AccountBytes;
}
