using System.Security.Claims;
using FaceWeb.Access;
using FaceWeb.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace FaceWeb.Accounts.SigningIn;

/// <summary>
/// Signs users in and out: slows down who guesses, answers and takes as long for an account that is not there, begins and ends sessions, takes each
/// code of the second factor once.
/// </summary>
public sealed class UserSignIn(
    UserManager<AppUser> users,
    IHttpContextAccessor http,
    IUserClaimsPrincipalFactory<AppUser> principals,
    IOptions<IdentityOptions> options,
    ILogger<SignInManager<AppUser>> log,
    IAuthenticationSchemeProvider schemes,
    IUserConfirmation<AppUser> confirmation,
    Sessions sessions,
    SignInPace pace,
    KnownBrowsers known,
    UsedCodes usedCodes,
    AccessLog said)
    : SignInManager<AppUser>(users, http, principals, options, log, schemes, confirmation)
{
    private const string Wrong = "The e-mail address or the password is wrong. Try again, or ask the admin for a new password.";

    // Checked when there is no account, so that the answer takes as long.
    private static readonly Lazy<string> NobodysHash =
        new(() => new PasswordHasher<AppUser>().HashPassword(new AppUser(), Guid.NewGuid().ToString()));

    /// <summary>Tries an e-mail address and a password.</summary>
    public async Task<SignInAnswer> TryAsync(string email, string password)
    {
        var (address, user) = (Context.Connection.RemoteIpAddress, await UserManager.FindByNameAsync(email));
        var isKnown = user is not null && known.Knows(Context, user.Id);
        if (pace.Wait(address, email, isKnown) is var wait && wait > TimeSpan.Zero)
        {
            said.Refuse("has to wait", email, $"{wait.TotalSeconds:0} s");
            return SignInAnswer.Wait(wait);
        }
        if (user is null)
            UserManager.PasswordHasher.VerifyHashedPassword(new AppUser(), NobodysHash.Value, password);
        if (user is null || !await UserManager.CheckPasswordAsync(user, password) || await UserManager.IsLockedOutAsync(user))
        {
            pace.Failed(address, email, isKnown);
            said.Refuse("was not signed in", email);
            return SignInAnswer.Not(Wrong);
        }
        var result = await SignInOrTwoFactorAsync(user, isPersistent: true);
        if (result.RequiresTwoFactor)
            return SignInAnswer.Code;
        pace.Succeeded(address);
        return SignInAnswer.In;
    }

    /// <summary>Tries the second factor: a code of the app, or one of the recovery codes.</summary>
    public async Task<SignInAnswer> TryCodeAsync(string code)
    {
        if (await GetTwoFactorAuthenticationUserAsync() is not { } user)
            return SignInAnswer.Not("Too much time has passed since the password was given. Go back to the sign-in page and begin again.");
        var address = Context.Connection.RemoteIpAddress;
        if (pace.WaitForCode(address, user.Id) is var wait && wait > TimeSpan.Zero)
        {
            said.Refuse("has to wait before the next code", user.Email, $"{wait.TotalSeconds:0} s");
            return SignInAnswer.Wait(wait);
        }
        code = string.Concat(code.Where(c => !char.IsWhiteSpace(c)));
        var isOfApp = code.Length == 6 && code.All(char.IsAsciiDigit);
        var result = isOfApp
            ? await TryOfAppAsync(user, code)
            : await TwoFactorRecoveryCodeSignInAsync(code);
        if (!result.Succeeded)
        {
            pace.CodeFailed(address, user.Id);
            said.Refuse("gave a wrong code of the second factor", user.Email);
            return SignInAnswer.Not("This code is wrong, or was used before. Wait for the next one in the app, or take one of the recovery codes.");
        }
        if (!isOfApp)
            said.Note("used a recovery code", user.Email, $"{await UserManager.CountRecoveryCodesAsync(user)} left");
        pace.Succeeded(address);
        return SignInAnswer.In;
    }

    /// <inheritdoc />
    public override async Task SignInWithClaimsAsync(
        AppUser user, AuthenticationProperties? authenticationProperties, IEnumerable<Claim> additionalClaims)
    {
        var session = await sessions.StartAsync(user.Id, Context.Connection.RemoteIpAddress, Context.Request.Headers.UserAgent.ToString());
        await base.SignInWithClaimsAsync(user, authenticationProperties, [.. additionalClaims, new Claim(Sessions.Claim, session)]);
        known.Remember(Context, user.Id);
        said.Note("signed in", user.Email);
    }

    /// <inheritdoc />
    public override async Task SignOutAsync()
    {
        var (user, session) = (UserManager.GetUserId(Context.User), Context.User.FindFirstValue(Sessions.Claim));
        if (user is not null && session is not null)
            await sessions.DropAsync(user, session);
        await base.SignOutAsync();
    }

    private async Task<SignInResult> TryOfAppAsync(AppUser user, string code) => usedCodes.Take(user.Id, code)
        ? await TwoFactorAuthenticatorSignInAsync(code, isPersistent: true, rememberClient: false)
        : SignInResult.Failed;
}
