using System.Diagnostics;
using FaceWeb.Albums;
using Microsoft.Playwright;
using OpenCvSharp;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace FaceWeb.Tests.Browser.Uploading;

/// <summary>Very many photos chosen for an album at once; all of them in a long run (<see cref="LongRun"/>), which prints its figures.</summary>
[Collection(LongWorkInChromium.Name)]
public sealed class UploadingManyTests(FaceWebInChromium chromium, ITestOutputHelper output)
{
    [SkippableFact]
    public async Task A_thousand_small_photos_chosen_at_once_all_arrive_while_pages_answer()
    {
        var images = Repository.SharedOrSkip("data", "lfw-dev", "images");
        var some = Directory.EnumerateFiles(images, "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Take(40).Select(File.ReadAllBytes).ToList();
        await ChooseAsync("A thousand photos", some, LongRun.Or(60, 1000));
    }

    [SkippableFact]
    public async Task Five_hundred_photos_of_12_megapixels_chosen_at_once_all_arrive_while_pages_answer()
    {
        var crowd = Directory.EnumerateFiles(Repository.SharedOrSkip("data", "group"), "*.jpg").Order(StringComparer.Ordinal).First();
        using var photo = Cv2.ImRead(crowd);
        using var large = photo.Resize(new Size(4000, 3000), 0, 0, InterpolationFlags.Cubic);
        await ChooseAsync("Large photos", [large.ImEncode(".jpg")], LongRun.Or(3, 500));
    }

    private async Task ChooseAsync(string album, IReadOnlyList<byte[]> photos, int count)
    {
        await using var window = await chromium.OpenAsync();
        await using var other = await chromium.OpenAsync();
        var id = await window.MakeAlbumAsync(album);
        var watch = Stopwatch.StartNew();
        using var folder = new ChosenFiles(photos, count);
        await window.ChoosePhotosAsync(folder.Paths);
        var (slowest, memory) = (TimeSpan.Zero, 0L);
        TimeSpan? sent = null;
        while (await StateAsync(id) is var state && state.Done < count)
        {
            Assert.True(
                watch.Elapsed < TimeSpan.FromMinutes(LongRun.Or(3, 60)),
                $"{state.Done} of {count} photos are done, {state.Failed} failed; the page says: {await window.Page.InnerTextAsync("body")}");
            if (sent is null && state.Photos == count)
                sent = watch.Elapsed;
            var look = Stopwatch.StartNew();
            await other.Page.GotoAsync("/people");
            await other.Heading("People").WaitForAsync();
            slowest = look.Elapsed > slowest ? look.Elapsed : slowest;
            memory = Math.Max(memory, Environment.WorkingSet);
            // Somebody who opens a page anew all the time would take part of what is measured.
            await Task.Delay(LongRun.Or(500, 10_000));
        }
        var last = await StateAsync(id);
        output.WriteLine(
            $"{count} photos: all here after {(sent ?? watch.Elapsed).TotalSeconds:N1} s, all analysed after {watch.Elapsed.TotalSeconds:N1} s; another page at most "
            + $"{slowest.TotalSeconds:N1} s; at most {memory / 1_000_000} MB, the tests' own included.");
        Assert.Equal((count, 0), (last.Photos, last.Failed));
        await window.UploadFinishedAsync();
        var messages = window.Page.GetByRole(AriaRole.List, new() { Name = "Files with a message" });
        await Expect(messages.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(0);
        Assert.Empty(window.Errors);
        Assert.Empty(other.Errors);
    }

    private async Task<(int Photos, int Done, int Failed)> StateAsync(long id)
    {
        var album = await chromium.FaceWeb.UseAsync<AlbumService, AlbumSummary>(albums => albums.FindAsync(id));
        return (album.Photos, album.Analysed + album.Failed, album.Failed);
    }

    /// <summary>Files on the disk, each of other bytes: what follows a JPEG's end is no part of its picture.</summary>
    private sealed class ChosenFiles : IDisposable
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("faceweb-many-");

        public ChosenFiles(IReadOnlyList<byte[]> photos, int count)
        {
            Paths = [.. Enumerable.Range(0, count).Select(i => Path.Combine(folder.FullName, $"photo {i}.jpg"))];
            for (var i = 0; i < count; i++)
                File.WriteAllBytes(Paths[i], [.. photos[i % photos.Count], .. BitConverter.GetBytes(i)]);
        }

        public string[] Paths { get; }

        public void Dispose() => folder.Delete(recursive: true);
    }
}
