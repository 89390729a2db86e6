using Microsoft.AspNetCore.Identity;

namespace FaceWeb.Data;

/// <summary>Somebody who signs in.</summary>
public sealed class AppUser : IdentityUser;
