using FaceWeb.Store.Quotas;

namespace FaceWeb.Accounts.Storage;

/// <summary>How much room the photos of an account take.</summary>
/// <param name="UserId">The account's key.</param>
/// <param name="Email">Its e-mail address.</param>
/// <param name="OwnQuota">Whether it has a quota of its own; otherwise what holds for every account does.</param>
/// <param name="Use">How much it uses of how much.</param>
public sealed record AccountStorage(string UserId, string Email, bool OwnQuota, StorageUse Use);
