using FaceWeb.Tests.Running;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaceWeb.Tests.Browser;

/// <summary>Whoever may only look until his second factor is on is told so on each page, and led to where it is turned on.</summary>
[Collection(TestsInChromium.Name)]
public sealed class SecondFactorAskedTests(FaceWebInChromium chromium)
{
    [SkippableTheory]
    [InlineData(1280, 800, ColorScheme.Light)]
    [InlineData(390, 844, ColorScheme.Dark)]
    public async Task An_admin_without_one_is_led_to_his_account(int width, int height, ColorScheme scheme)
    {
        await chromium.StartOrSkipAsync();
        await using var faceWeb = await RunningFaceWeb.StartAsync("--FaceWeb:Access:SecondFactor=Admins");
        await using var window = await chromium.OpenOnAsync(faceWeb.Address, width, height, scheme);
        await window.SignInAsync();
        await Expect(window.Page.Locator("main")).ToContainTextAsync("This FaceWeb asks a second factor of your role.");
        await Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = "New album" })).ToHaveCountAsync(0);
        Assert.False(await window.ScrollsSidewaysAsync());
        if (Environment.GetEnvironmentVariable("FACEWEB_SCREENSHOTS") is { Length: > 0 } folder)
            await window.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"second-factor-{width}.png") });

        await window.Page.GetByRole(AriaRole.Link, new() { Name = "turn it on" }).ClickAsync();
        await window.Heading("Your account").WaitForAsync();
        await Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = "Set it up" })).ToBeVisibleAsync();
        Assert.Empty(window.Errors);
    }
}
