namespace FaceWeb.Store.Quotas;

/// <summary>How much room photos may take.</summary>
/// <param name="LibraryBytes">The most bytes that all stored originals together may take; null for no limit.</param>
/// <param name="AccountBytes">The most bytes that the photos of an account without a quota of its own may take; null for no limit.</param>
public sealed record QuotaLimits(long? LibraryBytes, long? AccountBytes);
