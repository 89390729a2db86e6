using System.Globalization;
using FaceWeb.Pipeline;
using FaceWeb.Tests.Analysis;
using FaceWeb.Tests.Training;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaceWeb.Tests.Browser;

/// <summary>A photo that lies on its side, and turning photos, as a person does it; at a desktop's and a phone's size, light and dark.</summary>
[Collection(TestsInChromium.Name)]
public sealed class PhotoTurningTests(FaceWebInChromium chromium)
{
    private const string Notice = "This photo lay on its side and was turned by 90 degrees to the left.";

    [SkippableTheory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task A_photo_on_its_side_is_shown_upright_taken_back_turned_by_key_and_by_button_and_undone(int width, ColorScheme scheme)
    {
        await using var window = await OpenScanAsync($"Scans {width} {scheme}", width, scheme);
        var page = window.Page;
        var faces = page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Face [0-9] of 3: ") });
        var notice = page.GetByRole(AriaRole.Status).Filter(new() { HasText = Notice });
        await Expect(notice).ToBeVisibleAsync();
        await Expect(faces).ToHaveCountAsync(3);
        await AssertShownAsync(lying: false);
        Assert.False(await window.ScrollsSidewaysAsync());
        await PictureAsync("noticed");

        // A face gets a name, which stays whatever is done to the picture.
        await faces.First.PressAsync("Enter");
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Name" }).FillAsync($"Turned {width} {scheme}");
        await page.Keyboard.PressAsync("Enter");
        var named = page.GetByRole(AriaRole.Button, new() { NameRegex = new($"^Face [0-9] of 3: confirmed Turned {width} {scheme}$") });
        await Expect(named).ToBeVisibleAsync();
        // The page goes on to the next face by itself: closed before that, its panel would open again.
        await Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "Name" })).ToHaveValueAsync("");
        await page.Keyboard.PressAsync("Escape");

        await page.GetByRole(AriaRole.Button, new() { Name = "Turn it back" }).ClickAsync();
        await Expect(notice).ToHaveCountAsync(0);
        await AssertShownAsync(lying: true);
        await Expect(named).ToBeVisibleAsync();
        await chromium.FaceWeb.Client.AllDoneAsync();
        await Expect(faces).ToHaveCountAsync(3);
        await AssertShownAsync(lying: true);
        await PictureAsync("taken-back");

        // By key, by button, and back again.
        await page.Keyboard.PressAsync("l");
        await AssertShownAsync(lying: false);
        await Expect(page.GetByText("by hand, by 90 degrees to the left")).ToBeVisibleAsync();
        await Expect(named).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn right", Exact = true }).ClickAsync();
        await AssertShownAsync(lying: true);
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Undo: Turned a photo to the right") }).ClickAsync();
        await AssertShownAsync(lying: false);
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Redo: Turned a photo to the right") }).ClickAsync();
        await AssertShownAsync(lying: true);
        for (var steps = 0; steps < 3; steps++)
            await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Undo: Turned a photo") }).ClickAsync();
        await Expect(notice).ToBeVisibleAsync();
        await AssertShownAsync(lying: false);
        await chromium.FaceWeb.Client.AllDoneAsync();
        await Expect(notice).ToBeVisibleAsync();
        await Expect(faces).ToHaveCountAsync(3);
        await PictureAsync("undone");

        // The album shows it upright, too. This FaceWeb is shared with other tests, whose faces would look like these.
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Undo: Named a face") }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Back to the album" }).ClickAsync();
        await window.AnalysedTile("scan.png").WaitForAsync();
        Assert.True(await page.Locator(".fw-tile img").EvaluateAsync<bool>("async img => { await img.decode(); return img.naturalWidth > img.naturalHeight; }"));
        Assert.Empty(window.Errors);

        // The picture itself, and the frame that it is shown in.
        async Task AssertShownAsync(bool lying)
        {
            await page.WaitForFunctionAsync(string.Create(CultureInfo.InvariantCulture,
                $"() => {{ const img = document.querySelector('#picture img'); return img.complete && (img.naturalWidth < img.naturalHeight) === {(lying ? "true" : "false")}; }}"));
            var frame = (await page.Locator("#picture").BoundingBoxAsync())!;
            Assert.Equal(lying, frame.Width < frame.Height);
        }

        async Task PictureAsync(string state)
        {
            if (Environment.GetEnvironmentVariable("FACEWEB_SCREENSHOTS") is not { Length: > 0 } folder)
                return;
            Directory.CreateDirectory(folder);
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"turned-{state}-{width}-{scheme}.png".ToLowerInvariant()), FullPage = true });
        }
    }

    [SkippableFact]
    public async Task Axe_finds_nothing_on_a_photo_that_was_turned()
    {
        var source = AxeCore.SourceOrSkip();
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await using var window = await OpenScanAsync($"Accessible scans {scheme}", 390, scheme);
            await window.Page.GetByText(Notice).WaitForAsync();
            Assert.Empty(await AxeCore.FindAsync(window.Page, source));
        }
    }

    // Uploads a real photo laid on its side and opens its page once it is analysed.
    private async Task<BrowserWindow> OpenScanAsync(string album, int width, ColorScheme scheme)
    {
        var content = TurnedPicture.Png(TurnedPicture.People, PhotoTurn.Right);
        var folder = Directory.CreateTempSubdirectory("faceweb-turned-").FullName;
        var file = Path.Combine(folder, "scan.png");
        await File.WriteAllBytesAsync(file, content);
        var window = await chromium.OpenAsync(width, 844, scheme);
        await window.MakeAlbumAsync(album);
        await window.ChoosePhotosAsync(file);
        await window.UploadFinishedAsync();
        Directory.Delete(folder, recursive: true);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).ClickAsync();
        await window.AnalysedTile("scan.png").WaitForAsync(new() { Timeout = 90_000 });
        await window.AnalysedTile("scan.png").ClickAsync();
        await window.Heading("scan.png").WaitForAsync();
        return window;
    }
}
