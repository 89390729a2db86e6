using FaceWeb.Store.Quotas;

namespace FaceWeb.Accounts.Storage;

/// <summary>How much room all photos take, and how much they and those of an account may.</summary>
/// <param name="UsedBytes">What all stored originals take together, each content once, the trash included.</param>
/// <param name="Limits">How much may be used.</param>
public sealed record LibraryStorage(long UsedBytes, QuotaLimits Limits);
