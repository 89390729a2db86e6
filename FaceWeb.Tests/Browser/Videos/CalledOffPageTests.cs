using System.Text.RegularExpressions;
using FaceWeb.Tests.Albums;
using FaceWeb.Tests.Training;
using FaceWeb.Tests.Videos;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaceWeb.Tests.Browser.Videos;

/// <summary>What takes long with videos is seen and called off in the pages.</summary>
[Collection(LongWorkInChromium.Name)]
public sealed class CalledOffPageTests(FaceWebInChromium chromium)
{
    [SkippableFact]
    public async Task A_copy_shows_its_progress_on_its_page_and_among_the_jobs_and_a_film_is_cancelled_on_its_page()
    {
        var film = LongFilm.MakeAv1(60);
        await using var window = await chromium.OpenAsync();
        var client = chromium.FaceWeb.Client;
        var page = window.Page;
        var id = Assert.Single(await client.UploadAsync(await client.NewAlbumAsync("Packed"), [("packed.mp4", film)]));
        await page.GotoAsync($"/videos/{id}");
        var copying = new Regex("^A copy that can be read is being made: [0-9]+ ?%");
        await Expect(page.GetByText(copying)).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await page.GotoAsync("/admin/jobs");
        var running = page.GetByRole(AriaRole.List, new() { Name = "Videos being looked at" });
        await Expect(running).ToContainTextAsync("packed.mp4");
        await running.GetByRole(AriaRole.Button, new() { Name = "Cancel packed.mp4" }).ClickAsync();
        await Expect(running).ToHaveCountAsync(0);

        await page.GotoAsync($"/videos/{id}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Burn boxes and names in" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel the film with names" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Burn boxes and names in" })).ToBeVisibleAsync(new() { Timeout = 30_000 });
        Assert.Empty(window.Errors);
        using var deleted = await client.DeleteAsync($"/api/v1/photos/{id}");
        await client.AllDoneAsync();
    }
}
