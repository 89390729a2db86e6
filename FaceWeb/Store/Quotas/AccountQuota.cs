namespace FaceWeb.Store.Quotas;

/// <summary>The quota of one account.</summary>
/// <param name="Own">Whether the account has one of its own; otherwise what holds for every account does.</param>
/// <param name="QuotaBytes">The most bytes that the photos it uploaded may take; null for no limit.</param>
public sealed record AccountQuota(bool Own, long? QuotaBytes);
