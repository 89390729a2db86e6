using System.IO.Compression;
using FaceWeb.Albums;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaceWeb.Tests.Browser.Uploading;

/// <summary>Adding photos in the browser: files, a folder, an archive, what is refused, and what becomes of a lost circuit.</summary>
[Collection(LongWorkInChromium.Name)]
public sealed class UploadingTests(FaceWebInChromium chromium)
{
    private static string People(params string[] parts) => Repository.SharedOrSkip(["data", "people", "knn", .. parts]);

    [SkippableFact]
    public async Task Chosen_files_are_added_and_analysed_while_the_page_stays_open_and_bad_ones_say_why()
    {
        var obama = People("train", "obama", "obama.jpg");
        await using var window = await chromium.OpenAsync();
        var folder = Directory.CreateTempSubdirectory("faceweb-files-");
        try
        {
            var bad = Path.Combine(folder.FullName, "letter.jpg");
            await File.WriteAllTextAsync(bad, "Dear reader, this is no picture.");
            var copy = Path.Combine(folder.FullName, "the same again.jpg");

            await window.MakeAlbumAsync("Files");
            await window.ChoosePhotosAsync(obama, bad);
            await window.UploadFinishedAsync();
            var messages = window.Page.GetByRole(AriaRole.List, new() { Name = "Files with a message" });
            await Expect(messages.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(1);
            await Expect(messages).ToContainTextAsync("letter.jpg");

            // No reload: the tile appears and then says how many faces there are.
            await window.AnalysedTile("obama.jpg").WaitForAsync(new() { Timeout = 90_000 });

            File.Copy(obama, copy);
            await window.ChoosePhotosAsync(copy);
            await Expect(messages).ToContainTextAsync("Already in this album");
            await Expect(window.Page.GetByText("1 duplicate").First).ToBeVisibleAsync();
            Assert.Empty(window.Errors);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [SkippableFact]
    public async Task A_folder_brings_the_photos_of_all_folders_inside()
    {
        var train = People("train");
        var expected = Directory.GetFiles(train, "*.jp*g", SearchOption.AllDirectories).Length;
        await using var window = await chromium.OpenAsync();
        var id = await window.MakeAlbumAsync("A folder");
        await window.Page.GetByLabel("Choose a folder").SetInputFilesAsync(train);
        await window.UploadFinishedAsync();
        Assert.Equal(expected, (await AlbumAsync(id)).Photos);
        Assert.Empty(window.Errors);
    }

    [SkippableFact]
    public async Task An_archive_brings_its_photos_and_says_which_entry_is_none()
    {
        var photo = People("test", "obama1.jpg");
        var archive = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.zip");
        try
        {
            using (var zip = ZipFile.Open(archive, ZipArchiveMode.Create))
            {
                zip.CreateEntryFromFile(photo, "summer/obama1.jpg");
                await using var text = new StreamWriter(zip.CreateEntry("summer/fake.jpg").Open());
                await text.WriteAsync("no picture");
            }
            await using var window = await chromium.OpenAsync();
            var id = await window.MakeAlbumAsync("An archive");
            await window.ChoosePhotosAsync(archive);
            await window.UploadFinishedAsync();
            await Expect(window.Page.GetByRole(AriaRole.List, new() { Name = "Files with a message" })).ToContainTextAsync("fake.jpg");
            Assert.Equal(1, (await AlbumAsync(id)).Photos);
        }
        finally
        {
            File.Delete(archive);
        }
    }

    [SkippableFact]
    public async Task Dropped_files_are_added_even_when_the_circuit_is_lost()
    {
        var photo = People("test", "kit_with_rose.jpg");
        await using var window = await chromium.OpenAsync();
        var id = await window.MakeAlbumAsync("Dropped");
        var bytes = Convert.ToBase64String(await File.ReadAllBytesAsync(photo));

        await window.Page.EvaluateAsync("() => Blazor._internal.forceCloseConnection()");
        await window.Page.EvaluateAsync(
            """
            async base64 => {
              const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt(0));
              const transfer = new DataTransfer();
              transfer.items.add(new File([bytes], "dropped.jpg", { type: "image/jpeg" }));
              document.querySelector("[data-upload-album]").dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
            }
            """,
            bytes);
        await window.UploadFinishedAsync();
        Assert.Equal(1, (await AlbumAsync(id)).Photos);
    }

    [SkippableFact]
    public async Task A_file_that_the_network_lost_is_sent_again()
    {
        var photo = People("test", "alex_lacamoire1.jpg");
        await using var window = await chromium.OpenAsync();
        var id = await window.MakeAlbumAsync("A bad line");
        var tries = 0;
        await window.Page.RouteAsync(
            "**/api/v1/albums/*/photos", route => ++tries == 1 ? route.AbortAsync("connectionreset") : route.ContinueAsync());
        await window.ChoosePhotosAsync(photo);
        await window.UploadFinishedAsync();
        Assert.Equal(2, tries);
        Assert.Equal(1, (await AlbumAsync(id)).Photos);
    }

    private Task<AlbumSummary> AlbumAsync(long id) => chromium.FaceWeb.UseAsync<AlbumService, AlbumSummary>(albums => albums.FindAsync(id));
}
