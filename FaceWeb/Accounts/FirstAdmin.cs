using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FaceWeb.Accounts;

/// <summary>Makes the first admin of an empty database: from the set-up page, or from the configuration.</summary>
public sealed class FirstAdmin(
    FaceWebDb db,
    UserManager<AppUser> users,
    RoleManager<IdentityRole> roles,
    ApiKeyService keys,
    SetUpCode code,
    AccessLog said,
    IOptions<FirstAdminOptions> options,
    ILogger<FirstAdmin> log)
{
    private static readonly SemaphoreSlim One = new(1, 1);

    /// <summary>Makes the roles and, where the configuration names one and there are no users, the first admin.</summary>
    /// <exception cref="InvalidOperationException">The configured e-mail address or password is not acceptable.</exception>
    public async Task PrepareAsync()
    {
        foreach (var role in Roles.All)
        {
            if (!await roles.RoleExistsAsync(role))
                Check(await roles.CreateAsync(new IdentityRole(role)));
        }
        var wanted = options.Value;
        if (string.IsNullOrWhiteSpace(wanted.Email) || !await IsNeededAsync())
            return;
        if (string.IsNullOrEmpty(wanted.Password))
            throw new InvalidOperationException("FaceWeb:Admin:Email is set but FaceWeb:Admin:Password is not: set both, or neither.");
        AppUser admin;
        try
        {
            admin = await CreateAsync(wanted.Email, wanted.Password);
        }
        catch (RefusedException e)
        {
            throw new InvalidOperationException($"The first admin could not be made from FaceWeb:Admin: {e.Message}", e);
        }
        if (!string.IsNullOrWhiteSpace(wanted.ApiKey))
            await keys.AddAsync(admin.Id, "from the configuration", wanted.ApiKey);
        log.LogInformation("The first admin was made from the configuration.");
    }

    /// <summary>True while there are no users: the set-up page is open.</summary>
    public async Task<bool> IsNeededAsync() => !await db.Users.AnyAsync();

    /// <summary>Makes the first admin.</summary>
    /// <exception cref="RefusedException">There is a user already, or the e-mail address or password is not acceptable.</exception>
    public async Task<AppUser> CreateAsync(string email, string password)
    {
        // Two visitors of the set-up page at once: only one becomes the admin.
        await One.WaitAsync();
        try
        {
            if (!await IsNeededAsync())
                throw new RefusedException("FaceWeb is set up already. Sign in instead.", StatusCodes.Status409Conflict);
            var admin = new AppUser { UserName = email, Email = email, EmailConfirmed = true };
            var made = await users.CreateAsync(admin, password);
            if (!made.Succeeded)
                throw new RefusedException(string.Join(" ", made.Errors.Select(e => e.Description)));
            Check(await users.AddToRoleAsync(admin, Roles.Admin));
            code.Forget();
            said.Note("is the first admin", email);
            return admin;
        }
        finally
        {
            One.Release();
        }
    }

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded)
            throw new InvalidOperationException(string.Join(" ", result.Errors.Select(e => e.Description)));
    }
}
