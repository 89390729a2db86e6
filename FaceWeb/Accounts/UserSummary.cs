using FaceWeb.Access;
using FaceWeb.Store.Quotas;

namespace FaceWeb.Accounts;

/// <summary>A user in the admin's list.</summary>
/// <param name="Id">The user's key.</param>
/// <param name="Email">The e-mail address.</param>
/// <param name="Role">The role, one of <see cref="Roles.All"/>.</param>
/// <param name="Locked">Whether an admin has locked the account.</param>
/// <param name="SecondFactor">Whether the sign-in asks for a code besides the password.</param>
/// <param name="OwnQuota">Whether the user has a quota of their own; otherwise what holds for every account does.</param>
/// <param name="Storage">How much room the photos that the user uploaded take, and how much they may.</param>
public sealed record UserSummary(string Id, string Email, string Role, bool Locked, bool SecondFactor, bool OwnQuota, StorageUse Storage);
