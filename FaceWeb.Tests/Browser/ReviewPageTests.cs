using System.Text.Json;
using FaceWeb.Tests.Recognition;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaceWeb.Tests.Browser;

/// <summary>Deciding suggested faces with the keyboard alone, on a FaceWeb of its own.</summary>
[Collection(TestsInChromium.Name)]
public sealed class ReviewPageTests(FaceWebInChromium chromium)
{
    [SkippableFact]
    public async Task Suggested_faces_are_confirmed_rejected_ignored_and_undone_by_keyboard_and_the_server_holds_what_was_pressed()
    {
        var people = Directory.GetDirectories(Repository.SharedOrSkip("data", "lfw-dev", "images")).Order(StringComparer.Ordinal)
            .Select(f => Directory.GetFiles(f, "*.jpg").Order(StringComparer.Ordinal).ToArray()).First(f => f.Length >= 12);
        await chromium.StartOrSkipAsync();
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        var album = await client.NewAlbumAsync("One person");
        var photos = await client.UploadAsync(album, people.Take(12).Select(f => (Path.GetFileName(f), File.ReadAllBytes(f))));
        await client.AllDoneAsync();
        foreach (var photo in photos.Take(4))
        {
            var face = (await client.ReadAsync($"photos/{photo}")).GetProperty("faces").EnumerateArray().MaxBy(f => f.GetProperty("box").GetProperty("width").GetDouble());
            await client.PostAsync("faces/decisions", new { items = new[] { new { faceId = face.GetProperty("id").GetInt64(), decision = "confirmed", personName = "Some Body" } } });
        }
        await client.AllDoneAsync();

        await using var window = await chromium.OpenOnAsync(faceWeb.Address);
        await window.SignInAsync();
        await window.Page.GotoAsync("/review");
        var options = window.Page.GetByRole(AriaRole.Option, new() { NameRegex = new("^Some Body, ") });
        await options.First.WaitForAsync();
        var waiting = await options.CountAsync();
        Assert.True(waiting >= 6, $"Only {waiting} faces are suggested.");
        await Expect(window.Page.GetByRole(AriaRole.Listbox, new() { Name = "Faces to review" })).ToBeFocusedAsync();

        foreach (var key in new[] { "Enter", "Enter", "x", "i", "n" })
            await window.Page.Keyboard.PressAsync(key);
        await Expect(options).ToHaveCountAsync(waiting - 5);
        await window.Page.Keyboard.PressAsync("Control+z");
        await Expect(window.Page.GetByText("Undone:")).ToBeVisibleAsync();
        await client.AllDoneAsync();

        // Four were confirmed before, two by Enter; the last (not a face) was undone.
        Assert.Equal(6, await CountAsync(client, "confirmed"));
        Assert.Equal(1, await CountAsync(client, "ignored"));
        Assert.Equal(0, await CountAsync(client, "notAFace"));
        await window.Page.ReloadAsync();
        await Expect(options).ToHaveCountAsync(waiting - 4);
        Assert.Empty(window.Errors);
    }

    private static async Task<int> CountAsync(HttpClient client, string decision) =>
        (await client.ReadAsync($"faces?decision={decision}")).GetProperty("total").GetInt32();
}
