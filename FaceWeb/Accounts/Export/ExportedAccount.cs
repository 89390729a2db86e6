namespace FaceWeb.Accounts.Export;

/// <summary>An account as it is exported.</summary>
/// <param name="Email">The e-mail address.</param>
/// <param name="Role">What it may do.</param>
/// <param name="TwoFactor">Whether signing in asks for a code as well.</param>
/// <param name="LockedUntil">Until when it is locked; null when it is not.</param>
/// <param name="Files">What the other files hold.</param>
public sealed record ExportedAccount(
    string? Email, string? Role, bool TwoFactor, DateTimeOffset? LockedUntil, IReadOnlyDictionary<string, string> Files);
