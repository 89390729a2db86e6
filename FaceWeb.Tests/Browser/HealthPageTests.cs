using FaceWeb.Health.Charts;
using FaceWeb.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaceWeb.Tests.Browser;

/// <summary>The Health page draws the last day, for eyes, for screen readers and for the keyboard.</summary>
[Collection(TestsInChromium.Name)]
public sealed class HealthPageTests(FaceWebInChromium chromium)
{
    [SkippableFact]
    public async Task The_last_day_is_drawn_and_can_be_read_as_a_table()
    {
        await chromium.StartOrSkipAsync();
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var samples = faceWeb.App.Services.GetRequiredService<HealthSamples>();
        var now = DateTime.UtcNow;
        for (var minute = 1400; minute > 0; minute--)
        {
            if (minute is > 500 and < 600)
                continue;
            var wave = 1 + Math.Sin(minute / 90.0);
            samples.Add(new HealthSample(
                now.AddMinutes(-minute), (long)(8 * wave), (int)(120 * wave), 3, (long)(600e6 * (1 + (wave / 3))), (long)(40e9 - (minute * 1e6)), 2,
                [new("detect", 10, 70 + (20 * wave)), new("embed", 20, 110), new("landmarks", 20, 60), new("pose", 5, 10)]));
        }
        await using var window = await chromium.OpenOnAsync(faceWeb.Address, 390, 844);
        await window.SignInAsync();
        await window.Page.GotoAsync("/admin/health");
        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "The last day" })).ToBeVisibleAsync();
        foreach (var name in new[]
        {
            "Photos analysed", "Photos waiting", "Failed photos", "Model: Finding faces", "Model: Measuring faces", "Memory", "Free disk",
            "Open pages",
        })
        {
            var drawing = window.Page.GetByRole(AriaRole.Img, new() { NameRegex = new($"^{name}: .* in (the last day|ten minutes)") });
            await Expect(drawing).ToBeVisibleAsync();

            // Two lines, parted where the server did not run.
            await Expect(drawing.Locator("polyline").Nth(1)).ToBeAttachedAsync();
        }
        Assert.False(await window.ScrollsSidewaysAsync());

        var table = window.Page.GetByRole(AriaRole.Figure, new() { Name = "Memory" }).GetByText("The numbers as a table");
        await table.FocusAsync();
        await window.Page.Keyboard.PressAsync("Enter");
        var row = window.Page.GetByRole(AriaRole.Region, new() { Name = "Memory: the numbers" }).GetByRole(AriaRole.Row);
        await Expect(row.Nth(1)).ToContainTextAsync(new System.Text.RegularExpressions.Regex(" [MG]B$"));
        Assert.InRange(await row.CountAsync(), 22, 26);
        Assert.Empty(window.Errors);
        if (Environment.GetEnvironmentVariable("FACEWEB_SCREENSHOTS") is not { Length: > 0 } folder)
            return;
        foreach (var (width, height) in new[] { (390, 1600), (1280, 1400) })
        {
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await window.Page.SetViewportSizeAsync(width, height);
                await window.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
                await window.Page.WaitForTimeoutAsync(500);
                await window.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"health-{width}-{scheme}.png".ToLowerInvariant()) });
            }
        }
    }
}
