using System.Security.Cryptography;
using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Accounts;

/// <summary>The users and their roles, for the admin's users page.</summary>
public sealed class UserService(FaceWebDb db, UserManager<AppUser> users)
{
    /// <summary>All users with their role, by e-mail address.</summary>
    public async Task<Paged<UserSummary>> ListAsync(Paging paging)
    {
        var query = from user in db.Users.AsNoTracking()
                    join link in db.UserRoles on user.Id equals link.UserId
                    join role in db.Roles on link.RoleId equals role.Id
                    orderby user.Email
                    select new UserSummary(user.Id, user.Email!, role.Name!);
        return new(await query.CountAsync(), await query.Skip(paging.Skip).Take(paging.PageSize).ToListAsync());
    }

    /// <summary>Makes a user; the returned first password is shown once.</summary>
    /// <exception cref="RefusedException">The e-mail address is not one or is taken; the role is not known.</exception>
    public async Task<string> CreateAsync(string email, string role)
    {
        CheckRole(role);
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var user = new AppUser { UserName = email.Trim(), Email = email.Trim(), EmailConfirmed = true };
        Check(await users.CreateAsync(user, password));
        Check(await users.AddToRoleAsync(user, role));
        return password;
    }

    /// <summary>Gives a user another role.</summary>
    /// <exception cref="RefusedException">There is no such user or role, or nobody would be admin any more.</exception>
    public async Task SetRoleAsync(string userId, string role)
    {
        CheckRole(role);
        var user = await users.FindByIdAsync(userId) ?? throw RefusedException.NotFound("such user");
        if (role != Roles.Admin)
            await KeepOneAdminAsync(user);
        Check(await users.RemoveFromRolesAsync(user, await users.GetRolesAsync(user)));
        Check(await users.AddToRoleAsync(user, role));

        // Signs the user's open sessions out at their next check, so that the old role does not live on in a cookie.
        Check(await users.UpdateSecurityStampAsync(user));
    }

    /// <summary>Deletes a user. What the user decided stays.</summary>
    /// <exception cref="RefusedException">There is no such user, or nobody would be admin any more.</exception>
    public async Task DeleteAsync(string userId)
    {
        var user = await users.FindByIdAsync(userId) ?? throw RefusedException.NotFound("such user");
        await KeepOneAdminAsync(user);
        Check(await users.DeleteAsync(user));
    }

    private async Task KeepOneAdminAsync(AppUser leaving)
    {
        var admins = await users.GetUsersInRoleAsync(Roles.Admin);
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
