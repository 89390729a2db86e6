using FaceWeb.Tests.Albums;
using FaceWeb.Tests.Running;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaceWeb.Tests.Browser.Uploading;

/// <summary>A large file goes in pieces, and on where it was after the network failed and the page was closed.</summary>
[Collection(LongWorkInChromium.Name)]
public sealed class UploadingInPiecesTests(FaceWebInChromium chromium)
{
    private const int Piece = 50_000;

    [SkippableFact]
    public async Task A_file_goes_on_where_it_was_after_the_page_was_closed()
    {
        await chromium.StartOrSkipAsync();
        await using var faceWeb = await RunningFaceWeb.StartAsync($"--FaceWeb:Upload:PieceBytes={Piece}");
        var photo = Path.Combine(Path.GetTempPath(), $"faceweb-pieces-{Guid.NewGuid():n}.jpg");
        var bytes = Pictures.Jpeg(303, 2400, 1800);
        await File.WriteAllBytesAsync(photo, bytes);
        try
        {
            var pieces = (bytes.Length + Piece - 1) / Piece;
            Assert.True(pieces > 5, $"Only {pieces} pieces.");
            await using var window = await chromium.OpenOnAsync(faceWeb.Address);
            await window.SignInAsync();
            var album = await window.MakeAlbumAsync("In pieces");
            var sent = 0;
            await window.Page.Context.RouteAsync("**/api/v1/uploads/**", async route =>
            {
                if (route.Request.Method != "PATCH")
                    await route.ContinueAsync();
                else if (Interlocked.Increment(ref sent) > 3)
                    await route.AbortAsync("connectionreset");
                else
                    await route.ContinueAsync();
            });
            await window.ChoosePhotosAsync(photo);
            await Expect(window.Page.GetByText("The connection broke.")).ToBeVisibleAsync(new() { Timeout = 60_000 });
            await window.Page.Context.UnrouteAllAsync();

            // Another page, which knows nothing of the first: the same file is chosen again.
            var page = await window.Page.Context.NewPageAsync();
            var after = 0;
            page.Request += (_, request) => after += request.Method == "PATCH" ? 1 : 0;
            await window.Page.CloseAsync();
            await page.GotoAsync($"/albums/{album}");
            await page.GetByLabel("Choose photos").SetInputFilesAsync(photo);
            await Expect(page.GetByRole(AriaRole.Heading, new() { NameRegex = new("^Upload .*finished$") })).ToBeVisibleAsync(new() { Timeout = 60_000 });
            await Expect(page.GetByText("1 photo added").First).ToBeVisibleAsync();
            Assert.Equal(pieces - 3, after);
            Assert.Equal(1, await faceWeb.PhotosOfAsync(album));
        }
        finally
        {
            File.Delete(photo);
        }
    }
}
