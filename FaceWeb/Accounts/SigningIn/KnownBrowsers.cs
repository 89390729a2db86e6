using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace FaceWeb.Accounts.SigningIn;

/// <summary>
/// Remembers, in a cookie of its own, that a browser has signed in to an account before. It signs nobody in; its tries just do not wait for those
/// of strangers on the same account.
/// </summary>
public sealed class KnownBrowsers(IDataProtectionProvider protection)
{
    /// <summary>For how long a browser is known after it signed in.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(180);

    private const string Cookie = "FaceWeb.Known";

    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("FaceWeb.KnownBrowser").ToTimeLimitedDataProtector();

    /// <summary>Whether this browser has signed in to this account.</summary>
    public bool Knows(HttpContext context, string userId)
    {
        if (context.Request.Cookies[Cookie] is not { } text)
            return false;
        try
        {
            return protector.Unprotect(text) == userId;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>From now on it has.</summary>
    public void Remember(HttpContext context, string userId)
    {
        var cookie = new CookieOptions
        {
            HttpOnly = true,
            Secure = context.Request.IsHttps,
            SameSite = SameSiteMode.Lax,
            IsEssential = true,
            MaxAge = Kept,
        };
        context.Response.Cookies.Append(Cookie, protector.Protect(userId, Kept), cookie);
    }
}
