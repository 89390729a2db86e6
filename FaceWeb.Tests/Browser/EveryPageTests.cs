using Microsoft.Playwright;

namespace FaceWeb.Tests.Browser;

/// <summary>Every page of the menu opens without an error and fits a phone's width.</summary>
[Collection(TestsInChromium.Name)]
public sealed class EveryPageTests(FaceWebInChromium chromium)
{
    [SkippableTheory]
    [InlineData("/", "Albums")]
    [InlineData("/people", "People")]
    [InlineData("/people/same", "Is this the same person?")]
    [InlineData("/groups", "Unknown groups")]
    [InlineData("/review", "To review")]
    [InlineData("/admin/training", "Training")]
    [InlineData("/admin/jobs", "Jobs")]
    [InlineData("/admin/models", "Models")]
    [InlineData("/admin/backups", "Backups")]
    [InlineData("/admin/health", "Health")]
    [InlineData("/admin/users", "Users")]
    [InlineData("/account", "Your account")]
    public async Task A_page_opens_without_errors_and_fits_a_phone(string path, string heading)
    {
        await using var window = await chromium.OpenAsync(390, 844);
        await window.Page.GotoAsync(path);
        await window.Heading(heading).WaitForAsync();
        await window.Page.WaitForTimeoutAsync(500);
        Assert.False(await window.ScrollsSidewaysAsync());
        Assert.Equal(1, await window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).CountAsync());
        Assert.Empty(window.Errors);
    }

    [SkippableFact]
    public async Task A_user_is_added_and_a_viewer_sees_no_buttons_that_change_things()
    {
        await using var window = await chromium.OpenAsync();
        await window.Page.GotoAsync("/admin/users");
        await window.Page.GetByLabel("E-mail address").FillAsync("viewer@example.org");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Add the user" }).ClickAsync();
        var password = await window.Page.Locator(".mud-alert code").InnerTextAsync();

        await using var viewer = await chromium.OpenOnAsync(chromium.FaceWeb.Address);
        await viewer.Page.GotoAsync("/sign-in");
        await viewer.Page.GetByLabel("E-mail address").FillAsync("viewer@example.org");
        await viewer.Page.GetByLabel("Password").FillAsync(password);
        await viewer.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await viewer.Heading("Albums").WaitForAsync();
        Assert.Equal(0, await viewer.Page.GetByRole(AriaRole.Button, new() { Name = "New album" }).CountAsync());
        await viewer.Page.GotoAsync("/admin/training");
        await viewer.Heading("This page is not for your role").WaitForAsync();
    }
}
