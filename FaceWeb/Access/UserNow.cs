namespace FaceWeb.Access;

/// <summary>A user as the database has him now.</summary>
/// <param name="Id">The user's key.</param>
/// <param name="Email">The e-mail address.</param>
/// <param name="Role">The role that he acts in, one of <see cref="Roles.All"/>.</param>
/// <param name="SecurityStamp">Changes with the password, the role and whatever else must end open sessions.</param>
/// <param name="LockedUntil">Until when an admin has locked the account; null when nobody has.</param>
/// <param name="SecondFactor">Whether the sign-in asks for a code as well.</param>
/// <param name="Sessions">The keys of the sessions that have not ended.</param>
public sealed record UserNow(
    string Id, string Email, string Role, string? SecurityStamp, DateTimeOffset? LockedUntil, bool SecondFactor, IReadOnlyList<string> Sessions);
