using FaceWeb.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Accounts.SigningIn;

/// <summary>
/// Where users are kept, with the recovery codes of their second factor hashed as passwords are, each with a salt of its own: Identity's store keeps
/// them as they are, and whoever saw the database could sign in with them.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="hasher">How passwords are hashed.</param>
public sealed class RecoveryCodes(FaceWebDb database, IPasswordHasher<AppUser> hasher)
    : UserStore<AppUser, IdentityRole, FaceWebDb>(database)
{
    /// <summary>The provider under which Identity keeps what belongs to the second factor.</summary>
    internal const string Provider = "[AspNetUserStore]";

    private const string Name = "RecoveryCodes";
    private const char Between = ';';

    // A code has eleven characters, a hash more than eighty.
    private const int LongestCode = 20;

    /// <inheritdoc />
    public override Task ReplaceCodesAsync(AppUser user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(recoveryCodes);
        return KeepAsync(user, recoveryCodes.Select(code => hasher.HashPassword(user, code)), cancellationToken);
    }

    /// <inheritdoc />
    public override async Task<bool> RedeemCodeAsync(AppUser user, string code, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(code);
        if (code.Length is 0 or > LongestCode)
            return false;
        var hashes = Split(await GetTokenAsync(user, Provider, Name, cancellationToken));
        var used = hashes.FirstOrDefault(hash => hasher.VerifyHashedPassword(user, hash, code) != PasswordVerificationResult.Failed);
        if (used is null)
            return false;
        await KeepAsync(user, hashes.Where(hash => hash != used), cancellationToken);
        return true;
    }

    /// <summary>At the start: hashes the codes that a version before this one has kept as they are.</summary>
    internal async Task HashOldAsync()
    {
        foreach (var token in await Context.UserTokens.Where(t => t.LoginProvider == Provider && t.Name == Name).ToListAsync())
        {
            var codes = Split(token.Value);
            if (codes.Any(IsPlain) && await Context.Users.FindAsync(token.UserId) is { } user)
                token.Value = Join(codes.Select(code => IsPlain(code) ? hasher.HashPassword(user, code) : code));
        }
        await Context.SaveChangesAsync();
    }

    private static bool IsPlain(string code) => code.Length <= LongestCode;

    private static string[] Split(string? kept) => (kept ?? "").Split(Between, StringSplitOptions.RemoveEmptyEntries);

    private static string Join(IEnumerable<string> codes) => string.Join(Between, codes);

    private Task KeepAsync(AppUser user, IEnumerable<string> hashes, CancellationToken cancel) =>
        SetTokenAsync(user, Provider, Name, Join(hashes), cancel);
}
