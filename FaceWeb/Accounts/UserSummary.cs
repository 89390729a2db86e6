using FaceWeb.Access;

namespace FaceWeb.Accounts;

/// <summary>A user in the admin's list.</summary>
/// <param name="Id">The user's key.</param>
/// <param name="Email">The e-mail address.</param>
/// <param name="Role">The role, one of <see cref="Roles.All"/>.</param>
/// <param name="Locked">Whether an admin has locked the account.</param>
/// <param name="SecondFactor">Whether the sign-in asks for a code besides the password.</param>
public sealed record UserSummary(string Id, string Email, string Role, bool Locked, bool SecondFactor);
