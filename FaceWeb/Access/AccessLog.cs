namespace FaceWeb.Access;

/// <summary>
/// One line of the log for whatever opens or closes a door: sign-ins and failures, roles, locks, passwords, keys, sessions. Each with the network
/// address and who did it, none with a password, a code, a key or a token.
/// </summary>
public sealed class AccessLog(ILogger<AccessLog> log, ActingUser acting)
{
    /// <summary>Something went as it should.</summary>
    /// <param name="what">What happened, for example <c>signed in</c>.</param>
    /// <param name="account">Whose account: the e-mail address.</param>
    /// <param name="more">What else there is to say; may come from a stranger.</param>
    public void Note(string what, string? account, string? more = null) => log.LogInformation(
        "{Account} {What} {More}(from {Address}, by {User})", Plain(account), what, More(more), acting.Address, By());

    /// <summary>Something was refused.</summary>
    /// <param name="what">What, for example <c>wrong password</c>.</param>
    /// <param name="account">Which account, as the visitor named it.</param>
    /// <param name="more">What else there is to say.</param>
    public void Refuse(string what, string? account, string? more = null) => log.LogWarning(
        "{Account} {What} {More}(from {Address}, by {User})", Plain(account), what, More(more), acting.Address, By());

    private static string More(string? more) => more is null ? "" : Plain(more) + " ";

    private string By() => acting.Current?.Identity is { IsAuthenticated: true, Name: { } name } ? Plain(name) : "nobody";

    // A stranger types the account's name: no line breaks that would look like lines of the log, and no book.
    private static string Plain(string? text) => text is null ? "somebody" : string.Concat(text.Where(c => !char.IsControl(c)).Take(200));
}
