using FaceWeb.Access;
using FaceWeb.Accounts;
using FaceWeb.Tests.Running;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaceWeb.Tests.Browser;

/// <summary>A page that stays open after its user lost his role or his account changes nothing any more, and closes within a minute.</summary>
[Collection(TestsInChromium.Name)]
public sealed class OpenTabTests(FaceWebInChromium chromium)
{
    private const string Password = "a sentence nobody guesses";

    [SkippableFact]
    public async Task A_demoted_admins_page_makes_no_admins()
    {
        await chromium.StartOrSkipAsync();
        await using var faceWeb = await RunningFaceWeb.StartAsync("--FaceWeb:Access:RecheckInterval=00:00:04");
        var second = await faceWeb.AddUserAsync("second@example.org", Password, Roles.Admin);
        var friend = await faceWeb.AddUserAsync("friend@example.org", Password, Roles.Viewer);
        await using var window = await chromium.OpenOnAsync(faceWeb.Address);
        await window.SignInAsync("second@example.org", Password);
        await window.Page.GotoAsync("/admin/users");
        var role = window.Page.GetByLabel("Role of friend@example.org");
        await role.WaitForAsync();

        await faceWeb.WithAsync<UserService>(users => users.SetRoleAsync(second, Roles.Viewer));
        await role.SelectOptionAsync(Roles.Admin);
        await Expect(window.Page.Locator("body")).ToContainTextAsync("You are not signed in any more");
        await LeavesAsync(window);
        await faceWeb.WithAsync<UserService>(async users =>
            Assert.Equal(Roles.Viewer, (await users.ListAsync(new(1, 10))).Items.Single(u => u.Id == friend).Role));
    }

    [SkippableFact]
    public async Task A_deleted_editors_page_changes_nothing()
    {
        await chromium.StartOrSkipAsync();
        await using var faceWeb = await RunningFaceWeb.StartAsync("--FaceWeb:Access:RecheckInterval=00:00:04");
        var editor = await faceWeb.AddUserAsync("editor@example.org", Password, Roles.Editor);
        await using var window = await chromium.OpenOnAsync(faceWeb.Address);
        await window.SignInAsync("editor@example.org", Password);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "New album" }).ClickAsync();
        await window.Page.GetByLabel("Name of the album").FillAsync("Too late");

        await faceWeb.WithAsync<UserService>(users => users.DeleteAsync(editor));
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Make the album" }).ClickAsync();
        await Expect(window.Page.Locator("body")).ToContainTextAsync("You are not signed in any more");
        await LeavesAsync(window);
        Assert.DoesNotContain("Too late", await faceWeb.Client.GetStringAsync("/api/v1/albums"), StringComparison.Ordinal);
    }

    private static Task LeavesAsync(BrowserWindow window) => window.Heading("Sign in to FaceWeb").WaitForAsync(new() { Timeout = 60_000 });
}
