using FaceWeb.Access;
using FaceWeb.Accounts;
using FaceWeb.Data;
using FaceWeb.Tests.Running;
using Microsoft.AspNetCore.Identity;

namespace FaceWeb.Tests.Access;

/// <summary>
/// A running FaceWeb and everybody who may stand at its doors: nobody, each role with a cookie and with a key, and those whose account was
/// locked, deleted, given another role or another password after they had signed in as admins.
/// </summary>
public sealed class VisitedFaceWeb : IAsyncLifetime
{
    private const string Password = "a sentence nobody guesses";

    internal RunningFaceWeb FaceWeb { get; private set; } = null!;

    internal List<Visitor> Visitors { get; } = [];

    public async Task InitializeAsync()
    {
        FaceWeb = await RunningFaceWeb.StartAsync("--FaceWeb:Limits:VisitorBurst=100000", "--FaceWeb:Limits:UserBurst=100000");
        Visitors.Add(new Visitor("nobody", 0, FaceWeb.NewClient(null)));
        Visitors.Add(new Visitor("a key that is nobody's", 0, FaceWeb.NewClient("fw_this-is-nobodys-key-at-all")));
        await ComeAsync("viewer", Roles.Viewer, 1, 1);
        await ComeAsync("editor", Roles.Editor, 2, 2);
        await ComeAsync("admin", Roles.Admin, 3, 3);
        var locked = await ComeAsync("locked", Roles.Admin, 0, 0);
        var deleted = await ComeAsync("deleted", Roles.Admin, 0, 0);
        var demoted = await ComeAsync("demoted", Roles.Admin, 0, 1);
        var renewed = await ComeAsync("new-password", Roles.Admin, 0, 3);
        await FaceWeb.WithAsync<UserService>(async users =>
        {
            await users.SetLockedAsync(locked, true);
            await users.DeleteAsync(deleted);
            await users.SetRoleAsync(demoted, Roles.Viewer);
        });
        await FaceWeb.WithAsync<UserManager<AppUser>>(async users =>
            Assert.True((await users.ChangePasswordAsync((await users.FindByIdAsync(renewed))!, Password, Password + "!")).Succeeded));

        // So long an answer about a cookie may be repeated.
        await Task.Delay(UsersNow.Repeated + TimeSpan.FromSeconds(0.5));
    }

    public async Task DisposeAsync()
    {
        foreach (var visitor in Visitors)
            visitor.Client.Dispose();
        await FaceWeb.DisposeAsync();
    }

    private async Task<string> ComeAsync(string name, string role, int cookieRank, int keyRank)
    {
        var email = $"{name}@visitors.example.org";
        var key = $"fw_the-key-of-{name}-for-tests";
        var id = await FaceWeb.AddUserAsync(email, Password, role);
        await FaceWeb.AddKeyAsync(id, key);
        Visitors.Add(new Visitor($"{name} with a cookie", cookieRank, await FaceWeb.SignedInAsync(email, Password)));
        Visitors.Add(new Visitor($"{name} with a key", keyRank, FaceWeb.NewClient(key)));
        return id;
    }
}
