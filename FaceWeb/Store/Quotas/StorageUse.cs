namespace FaceWeb.Store.Quotas;

/// <summary>How much of a quota is used.</summary>
/// <param name="UsedBytes">What is used, the trash included.</param>
/// <param name="TrashBytes">The part of it that lies in the trash.</param>
/// <param name="QuotaBytes">How much may be used; null for no limit.</param>
public sealed record StorageUse(long UsedBytes, long TrashBytes, long? QuotaBytes);
