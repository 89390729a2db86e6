using FaceWeb.Tests.Embedding;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaceWeb.Tests.Browser;

/// <summary>"Why this name?" where the classic detector found the face, in a browser: wide and narrow, light and dark.</summary>
[Collection(TestsInChromium.Name)]
public sealed class ClassicFacePageTests(FaceWebInChromium chromium)
{
    [SkippableFact]
    public async Task The_window_stands_beside_the_template_and_the_score_is_said()
    {
        RecognitionModelTests.SkipWithoutSecondPack();
        var photo = Repository.SamplePhotosOrSkip()[0];
        await chromium.StartOrSkipAsync();
        await using var faceWeb = await RunningFaceWeb.StartAsync("--FaceWeb:Models:Pack=classic", "--FaceWeb:Models:SmallestFace=60");
        var client = faceWeb.Client;
        var photos = await client.UploadAsync(await client.NewAlbumAsync("Classic"), [(Path.GetFileName(photo), File.ReadAllBytes(photo))]);
        await client.AllDoneAsync();
        var face = (await client.ReadAsync($"photos/{photos[0]}")).GetProperty("faces")[0].GetProperty("id").GetInt64();
        foreach (var (width, scheme) in new[] { (1280, ColorScheme.Light), (1280, ColorScheme.Dark), (390, ColorScheme.Light) })
        {
            await using var window = await chromium.OpenOnAsync(faceWeb.Address, width, 900, scheme);
            await window.SignInAsync();
            await window.Page.GotoAsync($"/faces/{face}");
            await window.Heading("Why this name?").WaitForAsync();
            foreach (var picture in new[] { "in the detector's window on", "that the learnt template of", "cells speak for a face, together" })
                await Expect(window.Page.GetByRole(AriaRole.Img, new() { NameRegex = new(picture) })).ToBeVisibleAsync();
            await Expect(window.Page.GetByText("add up to a margin of")).ToBeVisibleAsync();
            await window.Page.WaitForFunctionAsync(
                "() => [...document.querySelectorAll('.fw-why > li:first-child img')].every(i => i.complete && i.naturalWidth > 0)");
            Assert.False(await window.ScrollsSidewaysAsync());
            if (Environment.GetEnvironmentVariable("FACEWEB_SCREENSHOTS") is { Length: > 0 } folder)
                await window.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"classic-{width}-{scheme}.png"), FullPage = true });
            Assert.Empty(window.Errors);
        }
    }
}
