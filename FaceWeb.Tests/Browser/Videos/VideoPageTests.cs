using System.Globalization;
using FaceWeb.Tests.Training;
using FaceWeb.Tests.Video;
using FaceWeb.Tests.Videos;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaceWeb.Tests.Browser.Videos;

/// <summary>A video's page as a person uses it.</summary>
[Collection(LongWorkInChromium.Name)]
public sealed class VideoPageTests(FaceWebInChromium chromium)
{
    // By eye, in seconds of a player.
    private const double NearFrom = 3.7;
    private const double NearTo = 7.85;
    private const double OneLook = 0.35;

    [SkippableFact]
    public async Task A_clip_is_uploaded_its_singer_found_by_a_portrait_jumped_to_confirmed_by_Enter_and_undone()
    {
        const string Singer = "Singer of the clip";
        var clip = Repository.SharedOrSkip("data", "video", "short_hamilton_clip.mp4");
        var portrait = Repository.SharedOrSkip("data", "people", "single", "lin-manuel-miranda.png");
        var other = Repository.SharedOrSkip("data", "people", "single", "alex-lacamoire.png");
        await using var window = await chromium.OpenAsync();
        var page = window.Page;
        await window.MakeAlbumAsync("A clip and portraits");
        await window.ChoosePhotosAsync(portrait, other, clip);
        await window.UploadFinishedAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).ClickAsync();

        // The singer is named on his portrait.
        await window.AnalysedTile("lin-manuel-miranda.png").WaitForAsync(new() { Timeout = 120_000 });
        await window.AnalysedTile("lin-manuel-miranda.png").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Face 1 of ") }).First.PressAsync("Enter");
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Name" }).FillAsync(Singer);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = new($"^Face 1 of [0-9]+: confirmed {Singer}$") })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Back to the album" }).ClickAsync();

        // The album shows the clip with its length; it opens as a video.
        var tile = page.GetByRole(AriaRole.Link, new() { NameRegex = new("^short_hamilton_clip.mp4: video of 0:(09|10|08), [0-9]+ faces") });
        await tile.WaitForAsync(new() { Timeout = 300_000 });
        await chromium.FaceWeb.Client.AllDoneAsync();
        await tile.ClickAsync();
        await window.Heading("short_hamilton_clip.mp4").WaitForAsync();
        Assert.Contains("/videos/", page.Url, StringComparison.Ordinal);

        // He has a row, and a bar in it where he is near.
        var row = page.GetByRole(AriaRole.List, new() { Name = $"Appearances of {Singer}" });
        await Expect(row).ToBeVisibleAsync();
        var bars = await row.GetByRole(AriaRole.Button).AllAsync();
        var starts = await Task.WhenAll(bars.Select(async bar => double.Parse((await bar.GetAttributeAsync("data-jump"))!, CultureInfo.InvariantCulture) / 1000));
        var near = Array.FindIndex(starts, start => start is > NearFrom - OneLook and < NearFrom + OneLook);
        Assert.True(near >= 0, $"He is near from 3.7 s, but his appearances begin at {string.Join(", ", starts)}.");

        // A click on it goes there; his box is drawn where he is.
        await bars[near].ClickAsync();
        await page.WaitForFunctionAsync($"() => Math.abs(document.querySelector('video').currentTime - {starts[near].ToString(CultureInfo.InvariantCulture)}) < .1");
        var box = page.Locator(".fw-film-boxes .fw-face-selected");
        await Expect(box).ToBeVisibleAsync();
        await Expect(box).ToContainTextAsync($"{Singer}? ");
        await PictureAsync(page, "jumped");
        await AssertInPictureAsync(page, box);

        // As it plays, the box moves with him and the playhead goes on.
        var before = await PlayheadAsync(page);
        await page.EvaluateAsync("() => document.activeElement.blur()");
        await page.Keyboard.PressAsync("Space");
        await page.WaitForFunctionAsync($"() => document.querySelector('video').currentTime > {(starts[near] + 1).ToString(CultureInfo.InvariantCulture)}");
        await page.Keyboard.PressAsync("Space");
        Assert.True(await page.EvaluateAsync<bool>("() => document.querySelector('video').paused"));
        Assert.True(await PlayheadAsync(page) > before);

        // Five seconds on nobody is the singer; back again with N.
        await page.Keyboard.PressAsync("ArrowRight");
        await page.WaitForFunctionAsync($"() => document.querySelector('video').currentTime > {NearTo.ToString(CultureInfo.InvariantCulture)}");
        await Expect(page.Locator(".fw-film-boxes .fw-face-selected")).ToHaveCountAsync(0);
        for (var press = 0; press < bars.Count; press++)
        {
            await page.Keyboard.PressAsync("n");
            await page.WaitForTimeoutAsync(500);
            if (Math.Abs(await TimeAsync(page) - starts[near]) < 0.1)
                break;
        }
        Assert.Equal(starts[near], await TimeAsync(page), 0.1);

        // Enter confirms who is seen, once for the whole appearance; undo takes it back.
        await page.Keyboard.PressAsync("Enter");
        await Expect(row.GetByRole(AriaRole.Button, new() { NameRegex = new($"^{Singer}, 0:0[34] to 0:0[78]$") })).ToBeVisibleAsync();
        await Expect(page.Locator(".fw-film-boxes .fw-face-confirmed")).ToHaveTextAsync(Singer);
        await PictureAsync(page, "confirmed");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Undo: Named a face.*from the video page") }).ClickAsync();
        await Expect(row.GetByRole(AriaRole.Button, new() { NameRegex = new($"^{Singer}\\? [0-9]+ %, 0:0[34] to 0:0[78]$") })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Redo: Named a face") }).ClickAsync();
        await Expect(row.GetByRole(AriaRole.Button, new() { NameRegex = new($"^{Singer}, 0:0[34] to 0:0[78]$") })).ToBeVisibleAsync();

        // One frame, and the address of a moment.
        var at = await TimeAsync(page);
        await page.EvaluateAsync("() => document.activeElement.blur()");
        await page.Keyboard.PressAsync(".");
        await page.WaitForFunctionAsync($"() => document.querySelector('video').currentTime > {at.ToString(CultureInfo.InvariantCulture)} + .01");
        Assert.InRange(await TimeAsync(page) - at, 0.01, 0.1);
        await page.GotoAsync($"{page.Url.Split('?')[0]}?at=5.5");
        await page.WaitForFunctionAsync("() => Math.abs(document.querySelector('video')?.currentTime - 5.5) < .1");
        Assert.Empty(window.Errors);

        // On a phone, in the dark.
        await page.SetViewportSizeAsync(390, 844);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.ReloadAsync();
        await Expect(page.Locator(".fw-film-boxes .fw-face").First).ToBeVisibleAsync();
        await PictureAsync(page, "phone-dark");
        Assert.False(await window.ScrollsSidewaysAsync());
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await page.WaitForTimeoutAsync(500);
        await PictureAsync(page, "phone-light");
        await page.SetViewportSizeAsync(1280, 800);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.WaitForTimeoutAsync(500);
        await PictureAsync(page, "dark");

        // This FaceWeb is shared with other tests, whose faces would look like these.
        for (var steps = 0; steps < 2; steps++)
            await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Undo: Named a face") }).ClickAsync();
        Assert.Empty(window.Errors);
    }

    [SkippableFact]
    public async Task What_the_browser_cannot_play_is_made_playable_or_said_and_can_be_named_all_the_same()
    {
        await using var window = await chromium.OpenAsync(390, 844);
        var client = chromium.FaceWeb.Client;
        var id = (await client.UploadAsync(await client.NewAlbumAsync("Old films"), [("old.avi", SmallFilm.Make([], 2))]))[0];
        await client.AllDoneAsync();
        // A link to the photo leads to the video.
        await window.Page.GotoAsync($"/photos/{id}");
        await window.Heading("old.avi").WaitForAsync();
        if (ClipCopies.HasFfmpeg)
        {
            // A small film is made of it, and played instead.
            await window.Page.WaitForFunctionAsync(
                "() => { const film = document.querySelector('video'); return film.currentSrc.includes('/film') && film.videoWidth > 0; }", null,
                new() { Timeout = 120_000 });
            await Expect(window.Page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
            await window.Page.GetByRole(AriaRole.Button, new() { Name = "Play" }).ClickAsync();
            await window.Page.WaitForFunctionAsync("() => document.querySelector('video').currentTime > .5");
        }
        else
        {
            await Expect(window.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "This browser cannot play this video" })).ToBeVisibleAsync();
            await Expect(window.Page.GetByRole(AriaRole.Link, new() { Name = "download the original" })).ToBeVisibleAsync();
            await Expect(window.Page.GetByText("the server has no ffmpeg program")).ToBeVisibleAsync();
        }
        await Expect(window.Page.GetByText("No face was found.")).ToBeVisibleAsync();
        Assert.False(await window.ScrollsSidewaysAsync());
        if (Repository.Shared is not null)
            await PictureAsync(window.Page, "unplayable");
    }

    [SkippableFact]
    public async Task Appearances_are_joined_from_the_menu_cut_where_the_video_stands_by_X_and_undone()
    {
        var film = PortraitFilm.MakeForBrowsers();
        await using var window = await chromium.OpenAsync();
        var (page, client) = (window.Page, chromium.FaceWeb.Client);
        var id = (await client.UploadAsync(await client.NewAlbumAsync("Portraits that move"), [("portraits.webm", film)]))[0];
        await client.AllDoneAsync();
        await page.GotoAsync($"/videos/{id}");
        await window.Heading("portraits.webm").WaitForAsync();
        var bars = page.Locator(".fw-bar");
        await Expect(bars).ToHaveCountAsync(4);
        var first = page.Locator($".fw-bar[data-jump='{await FirstJumpAsync(page)}']");
        await first.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Join with… another appearance" }).ClickAsync();
        await PictureAsync(page, "joining");
        await page.Locator(".mud-menu-item", new() { HasText = "0:01 to 0:02" }).First.ClickAsync();
        await Expect(bars).ToHaveCountAsync(3);

        // Where the second one comes, it is cut again.
        await page.EvaluateAsync("() => { document.querySelector('video').currentTime = 1.55; document.activeElement.blur(); }");
        await page.WaitForFunctionAsync("() => Math.abs(document.querySelector('video').currentTime - 1.55) < .1");
        await page.WaitForTimeoutAsync(300);
        await page.Keyboard.PressAsync("x");
        await Expect(bars).ToHaveCountAsync(4);
        await PictureAsync(page, "cut");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Undo: Cut an appearance in a video at 0:01") }).ClickAsync();
        await Expect(bars).ToHaveCountAsync(3);
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Undo: Joined two appearances") }).ClickAsync();
        await Expect(bars).ToHaveCountAsync(4);
        Assert.Empty(window.Errors);

        // On a phone the buttons of the open appearance do the same.
        await page.SetViewportSizeAsync(390, 844);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Cut here" })).ToBeVisibleAsync();
        Assert.False(await window.ScrollsSidewaysAsync());
        await PictureAsync(page, "parts-phone");
    }

    [SkippableFact]
    public async Task Axe_finds_nothing_on_a_video()
    {
        var source = AxeCore.SourceOrSkip();
        var clip = await File.ReadAllBytesAsync(Repository.SharedOrSkip("data", "video", "short_hamilton_clip.mp4"));
        await chromium.StartOrSkipAsync();
        var client = chromium.FaceWeb.Client;
        var id = (await client.UploadAsync(await client.NewAlbumAsync("Accessible films"), [("clip.mp4", clip)]))[0];
        await client.AllDoneAsync();
        foreach (var (width, scheme) in new[] { (1280, ColorScheme.Light), (1280, ColorScheme.Dark), (390, ColorScheme.Light), (390, ColorScheme.Dark) })
        {
            await using var window = await chromium.OpenAsync(width, 844, scheme);
            await window.Page.GotoAsync($"/videos/{id}?at=6");
            await window.Heading("clip.mp4").WaitForAsync();
            await Expect(window.Page.Locator(".fw-bar").First).ToBeVisibleAsync();
            await window.Page.WaitForTimeoutAsync(500);
            Assert.Equal("", string.Join('\n', await AxeCore.FindAsync(window.Page, source)));
            await window.Page.Locator(".fw-bar").First.PressAsync("Enter");
            await window.Page.GetByRole(AriaRole.Heading, new() { NameRegex = new("^Face 1 of ") }).WaitForAsync();
            Assert.Equal("", string.Join('\n', await AxeCore.FindAsync(window.Page, source)));
        }
    }

    private static Task<string> FirstJumpAsync(IPage page) => page.EvaluateAsync<string>(
        "() => String(Math.min(...[...document.querySelectorAll('.fw-bar')].map(bar => Number(bar.dataset.jump))))");

    private static Task<double> TimeAsync(IPage page) => page.EvaluateAsync<double>("() => document.querySelector('video').currentTime");

    private static Task<double> PlayheadAsync(IPage page) => page.EvaluateAsync<double>("() => document.querySelector('.fw-playhead').getBoundingClientRect().left");

    // Inside the picture, and neither a point nor all of it.
    private static async Task AssertInPictureAsync(IPage page, ILocator box)
    {
        var (face, picture) = ((await box.BoundingBoxAsync())!, (await page.Locator("video").BoundingBoxAsync())!);
        Assert.InRange(face.X, picture.X, picture.X + picture.Width);
        Assert.InRange(face.Y, picture.Y, picture.Y + picture.Height);
        Assert.InRange(face.Width / picture.Width, 0.03, 0.6);
    }

    private static async Task PictureAsync(IPage page, string state)
    {
        if (Environment.GetEnvironmentVariable("FACEWEB_SCREENSHOTS") is not { Length: > 0 } folder)
            return;
        Directory.CreateDirectory(folder);
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"video-{state}.png"), FullPage = true });
    }
}
