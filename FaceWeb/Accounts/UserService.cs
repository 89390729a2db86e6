using System.Security.Cryptography;
using System.Text;
using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Store.Quotas;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Accounts;

/// <summary>The users and their roles, for the admin's users page.</summary>
public sealed class UserService(
    FaceWebDb db, UserManager<AppUser> users, StorageQuotas quotas, RoleCheck roles, AccessLog said, UsersNow now, TimeProvider clock)
{
    // Two admins who demote each other at once would leave none.
    private static readonly SemaphoreSlim One = new(1, 1);

    /// <summary>All users with their role, by e-mail address.</summary>
    public async Task<Paged<UserSummary>> ListAsync(Paging paging)
    {
        await roles.RequireAsync(Policies.Admin);
        var today = clock.GetUtcNow();
        var query = from user in db.Users.AsNoTracking()
                    join link in db.UserRoles on user.Id equals link.UserId
                    join role in db.Roles on link.RoleId equals role.Id
                    orderby user.Email
                    select new { user.Id, user.Email, Role = role.Name, user.LockoutEnd, user.TwoFactorEnabled, user.HasOwnQuota };
        var page = await query.Skip(paging.Skip).Take(paging.PageSize).ToListAsync();
        var used = await quotas.OfAccountsAsync(page.ConvertAll(u => u.Id));
        return new(
            await query.CountAsync(),
            page.ConvertAll(u => new UserSummary(
                u.Id, u.Email!, u.Role!, u.LockoutEnd > today, u.TwoFactorEnabled, u.HasOwnQuota,
                used.GetValueOrDefault(u.Id) ?? new StorageUse(0, 0, null))));
    }

    /// <summary>Makes a user; the returned first password is shown once.</summary>
    /// <exception cref="RefusedException">The e-mail address is not one or is taken; the role is not known.</exception>
    public async Task<string> CreateAsync(string email, string role)
    {
        await roles.RequireAsync(Policies.Admin);
        CheckRole(role);
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var user = new AppUser { UserName = email.Trim(), Email = email.Trim(), EmailConfirmed = true };
        Check(await users.CreateAsync(user, password));
        Check(await users.AddToRoleAsync(user, role));
        said.Note("was made a user", user.Email, role);
        return password;
    }

    /// <summary>Gives a user another role.</summary>
    /// <exception cref="RefusedException">There is no such user or role, or nobody would be admin any more.</exception>
    public Task SetRoleAsync(string userId, string role)
    {
        CheckRole(role);
        return ChangeAsync(userId, role == Roles.Admin, async user =>
        {
            Check(await users.RemoveFromRolesAsync(user, await users.GetRolesAsync(user)));
            Check(await users.AddToRoleAsync(user, role));

            // Ends the user's open sessions, so that the old role does not live on in a cookie.
            Check(await users.UpdateSecurityStampAsync(user));
            said.Note("has another role", user.Email, role);
        });
    }

    /// <summary>Locks a user out until somebody unlocks him: he cannot sign in, and his open pages and API keys end; or unlocks him.</summary>
    /// <exception cref="RefusedException">There is no such user, or nobody would be admin any more.</exception>
    public Task SetLockedAsync(string userId, bool locked) => ChangeAsync(userId, !locked, async user =>
    {
        Check(await users.SetLockoutEnabledAsync(user, true));
        Check(await users.SetLockoutEndDateAsync(user, locked ? DateTimeOffset.MaxValue : null));
        Check(await users.UpdateSecurityStampAsync(user));
        said.Note(locked ? "was locked" : "was unlocked", user.Email);
    });

    /// <summary>Changes the acting user's own password. All of the user's sessions end.</summary>
    /// <exception cref="RefusedException">
    /// The present password is wrong, the new one is not good enough, or it is another's account (403).
    /// </exception>
    public async Task ChangePasswordAsync(string userId, string present, string wanted)
    {
        await roles.RequireSelfAsync(userId);
        var user = await users.FindByIdAsync(userId) ?? throw RefusedException.NotFound("such user");
        var result = await users.ChangePasswordAsync(user, present, wanted);
        if (!result.Succeeded)
            said.Refuse("could not change the password", user.Email);
        Check(result);
        said.Note("changed the password", user.Email);
    }

    /// <summary>
    /// Makes a link with which a user chooses a new password, without the old one. It holds for a day, works once, and no longer once the password
    /// was changed otherwise.
    /// </summary>
    /// <returns>The link's path and query on this site.</returns>
    /// <exception cref="RefusedException">There is no such user, or who asks is no admin (403).</exception>
    public async Task<string> MakeResetLinkAsync(string userId)
    {
        await roles.RequireAsync(Policies.Admin);
        var user = await users.FindByIdAsync(userId) ?? throw RefusedException.NotFound("such user");
        var token = await users.GeneratePasswordResetTokenAsync(user);
        said.Note("can choose a new password by a link", user.Email);
        return $"/reset?user={Uri.EscapeDataString(user.Id)}&token={WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(token))}";
    }

    /// <summary>Turns a user's second factor off: for somebody who lost the phone and the recovery codes.</summary>
    /// <exception cref="RefusedException">There is no such user, or who asks is no admin (403).</exception>
    public async Task TurnSecondFactorOffAsync(string userId)
    {
        await roles.RequireAsync(Policies.Admin);
        var user = await users.FindByIdAsync(userId) ?? throw RefusedException.NotFound("such user");
        Check(await users.SetTwoFactorEnabledAsync(user, false));
        said.Note("has no second factor any more", user.Email);
    }

    /// <summary>Deletes a user. What the user decided stays.</summary>
    /// <exception cref="RefusedException">There is no such user, or nobody would be admin any more.</exception>
    public Task DeleteAsync(string userId) => ChangeAsync(userId, false, async user =>
    {
        Check(await users.DeleteAsync(user));
        said.Note("was deleted", user.Email);
    });

    private async Task ChangeAsync(string userId, bool canStayAdmin, Func<AppUser, Task> change)
    {
        await roles.RequireAsync(Policies.Admin);
        await One.WaitAsync();
        try
        {
            var user = await users.FindByIdAsync(userId) ?? throw RefusedException.NotFound("such user");
            if (!canStayAdmin)
                await KeepOneAdminAsync(user);
            await change(user);
            now.Forget(userId);
        }
        finally
        {
            One.Release();
        }
    }

    private async Task KeepOneAdminAsync(AppUser leaving)
    {
        var today = clock.GetUtcNow();
        var admins = (await users.GetUsersInRoleAsync(Roles.Admin)).Where(a => !(a.LockoutEnd > today)).ToList();
        if (admins.Count == 1 && admins[0].Id == leaving.Id)
            throw new RefusedException("This is the only admin: make somebody else an admin first.", StatusCodes.Status409Conflict);
    }

    private static void CheckRole(string role)
    {
        if (!Roles.All.Contains(role))
            throw new RefusedException($"{role} is not a role. Choose one of {string.Join(", ", Roles.All)}.");
    }

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded)
            throw new RefusedException(string.Join(" ", result.Errors.Select(e => e.Description)));
    }
}
