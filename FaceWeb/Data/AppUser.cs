using Microsoft.AspNetCore.Identity;

namespace FaceWeb.Data;

/// <summary>Somebody who signs in.</summary>
public sealed class AppUser : IdentityUser
{
    /// <summary>Whether <see cref="QuotaBytes"/> holds for this account; otherwise what holds for every account does.</summary>
    public bool HasOwnQuota { get; set; }

    /// <summary>The most bytes that the photos this account uploaded may take; null for no limit. Holds with <see cref="HasOwnQuota"/>.</summary>
    public long? QuotaBytes { get; set; }
}
