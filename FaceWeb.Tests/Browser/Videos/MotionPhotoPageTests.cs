using FaceWeb.Tests.Albums;
using FaceWeb.Tests.Training;
using FaceWeb.Tests.Videos;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaceWeb.Tests.Browser.Videos;

/// <summary>The clip of a motion photo is played on the photo's page.</summary>
[Collection(LongWorkInChromium.Name)]
public sealed class MotionPhotoPageTests(FaceWebInChromium chromium)
{
    [SkippableFact]
    public async Task The_clip_is_played_over_the_picture_and_gone_when_it_ends()
    {
        var photos = Repository.SamplePhotosOrSkip();
        var film = SmallFilm.MakeAsPhonesDo(photos.Take(1).ToList(), 2);
        await using var window = await chromium.OpenAsync();
        var (page, client) = (window.Page, chromium.FaceWeb.Client);
        var album = await client.NewAlbumAsync("Motion photos");
        var ids = await client.UploadAsync(album,
        [
            ("moves.jpg", MotionPhoto.OfGoogle(Pictures.Jpeg(31), film)), ("still.jpg", Pictures.Jpeg(32)),
            ("odd.jpg", MotionPhoto.OfSamsung(Pictures.Jpeg(33), MotionPhoto.AlmostFilm)),
        ]);
        await client.AllDoneAsync();

        await page.GotoAsync($"/photos/{ids[0]}");
        await window.Heading("moves.jpg").WaitForAsync();
        var button = page.GetByRole(AriaRole.Button, new() { Name = "Play motion" });
        await button.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        var video = page.GetByLabel("The clip of moves.jpg");
        await Expect(video).ToBeVisibleAsync();
        await page.WaitForFunctionAsync("() => document.querySelector('.fw-motion')?.currentTime > .3");
        await PictureAsync(page, "motion-desktop");
        // At its end the picture is back.
        await Expect(video).ToHaveCountAsync(0);
        await Expect(button).ToBeVisibleAsync();
        await button.ClickAsync();
        await Expect(video).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await Expect(video).ToHaveCountAsync(0);
        Assert.Empty(window.Errors);

        // On a phone nothing is wider than the window, and the button covers nothing.
        await page.SetViewportSizeAsync(390, 844);
        await Expect(button).ToBeVisibleAsync();
        Assert.False(await window.ScrollsSidewaysAsync());
        await PictureAsync(page, "motion-phone");

        await page.GotoAsync($"/photos/{ids[1]}");
        await window.Heading("still.jpg").WaitForAsync();
        await Expect(page.Locator(".fw-picture img")).ToBeVisibleAsync();
        await Expect(button).ToHaveCountAsync(0);

        // A clip that the browser cannot play can be taken along.
        await page.GotoAsync($"/photos/{ids[2]}");
        await window.Heading("odd.jpg").WaitForAsync();
        await button.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "cannot play the clip" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Download it" })).ToHaveAttributeAsync("href", $"/api/v1/photos/{ids[2]}/motion");
    }

    [SkippableFact]
    public async Task Axe_finds_nothing_while_a_clip_plays()
    {
        var source = AxeCore.SourceOrSkip();
        var film = SmallFilm.MakeAsPhonesDo([], 2);
        await using var window = await chromium.OpenAsync();
        var (page, client) = (window.Page, chromium.FaceWeb.Client);
        var album = await client.NewAlbumAsync("Accessible motion");
        var ids = await client.UploadAsync(album, [("moves.jpg", MotionPhoto.OfMicroVideo(Pictures.Jpeg(34), film))]);
        await client.AllDoneAsync();
        await page.GotoAsync($"/photos/{ids[0]}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Play motion" }).ClickAsync();
        await page.WaitForFunctionAsync(
            "() => { const film = document.querySelector('.fw-motion'); if (film?.currentTime > 0) film.pause(); return film?.currentTime > 0; }");
        Assert.Equal("", string.Join('\n', await AxeCore.FindAsync(page, source)));
    }

    private static async Task PictureAsync(IPage page, string state)
    {
        if (Environment.GetEnvironmentVariable("FACEWEB_SCREENSHOTS") is not { Length: > 0 } folder)
            return;
        Directory.CreateDirectory(folder);
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{state}.png"), FullPage = true });
    }
}
