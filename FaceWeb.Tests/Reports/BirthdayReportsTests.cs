using System.Net.Http.Json;
using FaceWeb.Tests.Browser;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using ImageMagick;
using Microsoft.Playwright;

namespace FaceWeb.Tests.Reports;

/// <summary>Reported of other products: west of Greenwich a birthday is shown a day early, and moves by a day each time it is saved.</summary>
[Collection(TestsInChromium.Name)]
public sealed class BirthdayReportsTests(FaceWebInChromium chromium)
{
    private const string Zone = "America/Los_Angeles";

    [SkippableFact]
    public async Task A_birthday_and_an_age_are_the_same_with_server_and_browser_west_of_utc()
    {
        await chromium.StartOrSkipAsync();
        using var folder = new DataFolder();
        await using var faceWeb = await FaceWebProcess.StartInZoneAsync(folder.Path, Zone);
        var client = faceWeb.Client;
        byte[] file;
        using (var image = new MagickImage(MagickColors.SeaGreen, 200, 150))
        {
            var exif = new ExifProfile();
            exif.SetValue(ExifTag.DateTimeOriginal, "2024:01:01 23:30:00");
            exif.SetValue(ExifTag.OffsetTimeOriginal, "-08:00");
            image.SetProfile(exif);
            file = image.ToByteArray(MagickFormat.Jpeg);
        }
        var photo = (await client.UploadAsync(await client.NewAlbumAsync("West"), [("a.jpg", file)])).Single();
        await client.AllDoneAsync();
        var drawn = await client.PostAsync($"photos/{photo}/faces", new { box = new { x = 20, y = 20, width = 60, height = 60 } });
        var face = drawn.GetProperty("id").GetInt64();
        await client.PostAsync("faces/decisions", new { items = new[] { new { faceId = face, decision = "confirmed", personName = "New Year" } } });
        var person = (await client.ReadAsync($"faces/{face}")).GetProperty("person").GetProperty("id").GetInt64();
        (await client.PatchAsJsonAsync($"/api/v1/people/{person}", new { birthDate = "1990-01-01" })).EnsureSuccessStatusCode();
        Assert.Equal("1990-01-01", (await client.ReadAsync($"people/{person}")).GetProperty("birthDate").GetString());
        Assert.Equal("34 years", (await client.ReadAsync($"people/{person}/faces")).GetProperty("items")[0].GetProperty("age").GetString());

        await using var window = await chromium.OpenOnAsync(client.BaseAddress!, zone: Zone);
        await window.SignInAsync();
        await window.Page.GotoAsync($"/people/{person}");
        await Assertions.Expect(window.Page.GetByText("1 January 1990")).ToBeVisibleAsync();
        await window.Page.GotoAsync($"/photos/{photo}");
        await Assertions.Expect(window.Page.GetByText("1 January 2024, 23:30")).ToBeVisibleAsync();
    }
}
