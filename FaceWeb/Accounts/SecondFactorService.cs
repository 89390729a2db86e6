using System.Text.Encodings.Web;
using FaceWeb.Access;
using FaceWeb.Accounts.SigningIn;
using FaceWeb.Api;
using FaceWeb.Data;
using Microsoft.AspNetCore.Identity;

namespace FaceWeb.Accounts;

/// <summary>
/// The second factor of a sign-in: six digits that an app computes from a secret and the time (TOTP, RFC 6238), or one of ten recovery codes.
/// </summary>
public sealed class SecondFactorService(UserManager<AppUser> users, RoleCheck roles, AccessLog said)
{
    // The name under which Identity looks for the secret.
    private const string Key = "AuthenticatorKey";

    /// <summary>Whether the user's sign-in asks for a code.</summary>
    public async Task<bool> IsOnAsync(string userId) => (await FindAsync(userId)).TwoFactorEnabled;

    /// <summary>Makes a secret and recovery codes; the sign-in asks for codes only after <see cref="TurnOnAsync"/>.</summary>
    public async Task<SecondFactorSecret> PrepareAsync(string userId)
    {
        var user = await FindAsync(userId);
        if (user.TwoFactorEnabled)
            throw new RefusedException("The second factor is on already: turn it off first.", StatusCodes.Status409Conflict);
        var secret = users.GenerateNewAuthenticatorKey();
        Check(await users.SetAuthenticationTokenAsync(user, RecoveryCodes.Provider, Key, secret));
        var codes = await users.GenerateNewTwoFactorRecoveryCodesAsync(user, 10) ?? [];
        var name = UrlEncoder.Default.Encode(user.Email!);
        return new SecondFactorSecret(secret, $"otpauth://totp/FaceWeb:{name}?secret={secret}&issuer=FaceWeb&digits=6", [.. codes]);
    }

    /// <summary>From now on the sign-in asks for codes. All sessions of the user end.</summary>
    /// <exception cref="RefusedException">The code is not the one that the app shows.</exception>
    public async Task TurnOnAsync(string userId, string code)
    {
        var user = await FindAsync(userId);
        code = string.Concat(code.Where(char.IsAsciiDigit));
        if (!await users.VerifyTwoFactorTokenAsync(user, users.Options.Tokens.AuthenticatorTokenProvider, code))
            throw new RefusedException("This is not the code that the app shows now. Wait for the next one, and check the clocks of both devices.");
        Check(await users.SetTwoFactorEnabledAsync(user, true));
        said.Note("turned the second factor on", user.Email);
    }

    /// <summary>From now on the password alone does. All sessions of the user end.</summary>
    /// <exception cref="RefusedException">The password is wrong.</exception>
    public async Task TurnOffAsync(string userId, string password)
    {
        var user = await FindAsync(userId);
        if (!await users.CheckPasswordAsync(user, password))
        {
            said.Refuse("gave a wrong password to turn the second factor off", user.Email);
            throw new RefusedException("The password is wrong.");
        }
        Check(await users.SetTwoFactorEnabledAsync(user, false));
        said.Note("turned the second factor off", user.Email);
    }

    private async Task<AppUser> FindAsync(string userId)
    {
        await roles.RequireSelfAsync(userId);
        return await users.FindByIdAsync(userId) ?? throw RefusedException.NotFound("such user");
    }

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded)
            throw new RefusedException(string.Join(" ", result.Errors.Select(e => e.Description)));
    }
}
