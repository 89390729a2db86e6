using Microsoft.Playwright;

namespace FaceWeb.Tests.Browser;

/// <summary>A photo of the shared people, opened as a person would.</summary>
internal static class PhotoInChromium
{
    /// <summary>
    /// Makes an album with one photo, waits for its faces and opens the photo's page; skips the calling test where the photo is absent.
    /// </summary>
    public static async Task<BrowserWindow> OpenPhotoAsync(
        this FaceWebInChromium chromium, string album, string photo, int width = 1280, int height = 800)
    {
        var path = Repository.SharedOrSkip("data", "people", "knn", "test", photo);
        var window = await chromium.OpenAsync(width, height);
        await window.MakeAlbumAsync(album);
        await window.ChoosePhotosAsync(path);
        await window.UploadFinishedAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).ClickAsync();
        var tile = window.AnalysedTile(photo);
        await tile.WaitForAsync(new() { Timeout = 90_000 });
        await tile.ClickAsync();
        await window.Heading(photo).WaitForAsync();
        return window;
    }

    /// <summary>The key of the photo whose page is open.</summary>
    public static long PhotoId(this BrowserWindow window) =>
        long.Parse(new Uri(window.Page.Url).Segments[^1], System.Globalization.CultureInfo.InvariantCulture);
}
