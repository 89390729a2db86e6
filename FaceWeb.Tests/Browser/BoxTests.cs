using System.Net.Http.Json;
using FaceWeb.Faces;
using FaceWeb.Tests.Training;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaceWeb.Tests.Browser;

/// <summary>Boxes drawn, moved and resized on a photo with the keyboard, the mouse and a finger.</summary>
[Collection(TestsInChromium.Name)]
public sealed class BoxTests(FaceWebInChromium chromium)
{
    [SkippableFact]
    public async Task A_face_is_drawn_with_the_keyboard_alone()
    {
        await using var window = await chromium.OpenPhotoAsync("Drawn by keyboard", "obama1.jpg");
        var before = await FacesAsync(window);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Add a face" }).FocusAsync();
        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(window.Page.GetByRole(AriaRole.Group, new() { Name = "Draw a box" })).ToBeVisibleAsync();
        await Expect(window.Page.Locator("#box-place")).ToBeAttachedAsync();
        var box = Box(window);
        await PenAsync(window);
        await window.Page.Keyboard.PressAsync("ArrowUp");
        await Expect(box).ToBeFocusedAsync();
        await Expect(window.Page.Locator("#box-place")).ToContainTextAsync("pixels");
        for (var i = 0; i < 60; i++)
            await window.Page.Keyboard.PressAsync(i % 2 == 0 ? "ArrowUp" : "ArrowLeft");
        await window.Page.Keyboard.PressAsync("Shift+ArrowLeft");
        await window.Page.Keyboard.PressAsync("Shift+ArrowDown");
        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { NameRegex = new($"^Face [0-9]+ of {before.Count + 1}$") })).ToBeVisibleAsync();
        await Expect(box).ToHaveCountAsync(0);

        // A quarter of the shorter side, made one step narrower and one higher.
        var added = Assert.Single(await FacesAsync(window), f => before.All(b => b.Id != f.Id));
        Assert.True(added.Box.Height > added.Box.Width && added.Landmarks.Count == 68);
        Assert.Empty(window.Errors);
    }

    [SkippableFact]
    public async Task A_box_is_moved_and_resized_with_the_keyboard_left_alone_by_Escape_and_put_back_by_undo()
    {
        await using var window = await chromium.OpenPhotoAsync("Moved by keyboard", "obama_and_biden.jpg");
        var before = (await FacesAsync(window))[0];
        await MoveFirstAsync(window, keyboard: true);
        await window.Page.Keyboard.PressAsync("ArrowDown");
        await window.Page.Keyboard.PressAsync("Escape");
        await Expect(Box(window)).ToHaveCountAsync(0);
        Assert.Equal(before.Box, (await FacesAsync(window))[0].Box);

        await MoveFirstAsync(window, keyboard: false, open: true);
        foreach (var key in new[] { "ArrowRight", "ArrowRight", "ArrowRight", "Shift+ArrowDown", "Shift+ArrowDown", "Control+ArrowLeft" })
            await window.Page.Keyboard.PressAsync(key);
        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(Box(window)).ToHaveCountAsync(0);
        var after = (await FacesAsync(window)).Single(f => f.Id == before.Id);
        var step = await StepAsync(window);
        Assert.Equal(before.Box.X + (3 * step) - 1, after.Box.X, 0.01);
        Assert.Equal(before.Box.Y, after.Box.Y, 0.01);
        Assert.Equal(before.Box.Height + (2 * step), after.Box.Height, 0.01);
        Assert.NotEqual(before.Landmarks[30], after.Landmarks[30]);

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Undo: Moved or resized the box of a face" }).ClickAsync();
        await Expect(window.Page.GetByText("Undone: Moved or resized")).ToBeVisibleAsync();
        Assert.Equal(before.Box, (await FacesAsync(window)).Single(f => f.Id == before.Id).Box);
        Assert.Empty(window.Errors);
    }

    [SkippableFact]
    public async Task Every_open_page_shows_the_new_picture_of_a_moved_face_at_once_and_the_old_one_after_an_undo()
    {
        await using var window = await chromium.OpenPhotoAsync("Moved elsewhere", "obama_and_biden.jpg");
        var client = chromium.FaceWeb.Client;
        var face = (await FacesAsync(window))[0];
        var said = await client.PostAsync(
            "faces/decisions", new { items = new[] { new { faceId = face.Id, decision = "confirmed", personName = "Moved Elsewhere" } } });
        var person = said.GetProperty("faces")[0].GetProperty("person").GetProperty("id").GetInt64();
        await window.Page.GotoAsync($"/people/{person}");
        await using var list = await chromium.OpenAsync();
        await list.Page.GotoAsync("/people");
        ILocator[] pictures =
        [
            window.Page.GetByRole(AriaRole.Listbox, new() { Name = "Confirmed faces of Moved Elsewhere" }).Locator("img"),
            window.Page.Locator(".fw-person-cover"),
            list.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Moved Elsewhere" }).Locator("img"),
        ];
        var first = await ShownAsync(await CropAsync());

        var box = face.Box;
        (await client.PatchAsJsonAsync($"/api/v1/faces/{face.Id}",
            new { box = new { x = box.X + (box.Width / 2), y = box.Y + (box.Height / 3), width = box.Width, height = box.Height } }))
            .EnsureSuccessStatusCode();
        var second = await ShownAsync(await CropAsync());
        Assert.NotEqual(first, second);

        // Undone by the user who moved it: here the admin, by the API.
        await client.PostAsync("decisions/undo");
        Assert.Equal(first, await ShownAsync(await CropAsync()));
        // This FaceWeb is shared with other tests, whose faces would look like this one.
        await client.PostAsync("decisions/undo");
        Assert.Empty(window.Errors);
        Assert.Empty(list.Errors);

        async Task<string> CropAsync() =>
            Convert.ToBase64String(await client.GetByteArrayAsync(new Uri($"/api/v1/faces/{face.Id}/crop", UriKind.Relative)));

        // What the browser has for the picture's address, its own copies included.
        async Task<string> ShownAsync(string expected)
        {
            foreach (var picture in pictures)
            {
                await Expect(picture).ToHaveCountAsync(1);
                for (var end = DateTime.UtcNow.AddSeconds(30); await BytesAsync(picture) != expected && DateTime.UtcNow < end;)
                    await Task.Delay(100);
                Assert.Equal(expected, await BytesAsync(picture));
            }
            return expected;
        }

        static Task<string> BytesAsync(ILocator picture) => picture.EvaluateAsync<string>(
            "async image => { const bytes = new Uint8Array(await (await fetch(image.src, { cache: 'force-cache' })).arrayBuffer()); return "
                + "btoa(String.fromCharCode(...bytes)); }");
    }

    [SkippableFact]
    public async Task A_box_is_resized_with_the_mouse()
    {
        await using var window = await chromium.OpenPhotoAsync("Resized by mouse", "obama_and_biden.jpg");
        var before = (await FacesAsync(window))[0];
        await MoveFirstAsync(window, keyboard: false);
        var handle = (await window.Page.Locator("[data-grip=se]").BoundingBoxAsync())!;
        var (x, y) = (handle.X + (handle.Width / 2), handle.Y + (handle.Height / 2));
        await window.Page.Mouse.MoveAsync(x, y);
        await window.Page.Mouse.DownAsync();
        await window.Page.Mouse.MoveAsync(x + 10, y + 6);
        await window.Page.Mouse.MoveAsync(x + 30, y + 18);
        await window.Page.Mouse.UpAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Save the box" }).ClickAsync();
        await Expect(Box(window)).ToHaveCountAsync(0);
        var after = (await FacesAsync(window)).Single(f => f.Id == before.Id);
        var scale = (await PhotoWidthAsync(window)) / (await window.Page.Locator("#picture").BoundingBoxAsync())!.Width;
        Assert.Equal(before.Box.Width + (30 * scale), after.Box.Width, 1.5 * scale);
        Assert.Equal(before.Box.Height + (18 * scale), after.Box.Height, 1.5 * scale);
        Assert.Equal(before.Box.X, after.Box.X, 0.01);
        Assert.Empty(window.Errors);
    }

    [SkippableFact]
    public async Task A_face_is_drawn_and_its_box_moved_with_a_finger_on_a_phone()
    {
        await using var window = await chromium.OpenPhotoAsync("By finger", "obama1.jpg", 390, 844);
        var before = await FacesAsync(window);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Add a face" }).TapAsync();
        await PenAsync(window);
        var area = (await window.Page.Locator("#picture").BoundingBoxAsync())!;
        await SwipeAsync(window, area.X + 8, area.Y + 8, area.X + 58, area.Y + 68);
        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { NameRegex = new($"^Face [0-9]+ of {before.Count + 1}$") })).ToBeVisibleAsync();
        var added = Assert.Single(await FacesAsync(window), f => before.All(b => b.Id != f.Id));

        // As high as the finger went: nothing has moved under it meanwhile.
        var scale = (await PhotoWidthAsync(window)) / area.Width;
        Assert.Equal(50 * scale, added.Box.Width, 2 * scale);
        Assert.Equal(60 * scale, added.Box.Height, 2 * scale);

        // Clicked: Chromium takes no tap for a click so soon after a swipe.
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Move or resize" }).ClickAsync();
        await Expect(Box(window)).ToBeFocusedAsync();
        Assert.False(await window.ScrollsSidewaysAsync());
        var box = await RestingBoxAsync(window);
        await SwipeAsync(window, box.X + (box.Width / 2), box.Y + (box.Height / 2), box.X + (box.Width / 2) + 20, box.Y + (box.Height / 2) + 10);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Save the box" }).ClickAsync();
        await Expect(Box(window)).ToHaveCountAsync(0);
        var moved = (await FacesAsync(window)).Single(f => f.Id == added.Id);
        Assert.Equal(added.Box.X + (20 * scale), moved.Box.X, 2 * scale);
        Assert.Equal(added.Box.Y + (10 * scale), moved.Box.Y, 2 * scale);
        Assert.Equal(added.Box.Width, moved.Box.Width, 0.01);
        Assert.Empty(window.Errors);
    }

    private static ILocator Box(BrowserWindow window) => window.Page.GetByRole(AriaRole.Application, new() { NameRegex = new("^Box of the face") });

    // The pen is taken to the picture just after its bar, which moves the picture, is shown.
    private static Task PenAsync(BrowserWindow window) => Expect(window.Page.Locator("#picture[data-pen=draw]")).ToBeVisibleAsync();

    // A face that is open stays so when its box is left alone; pressing it once more would close it.
    private static async Task MoveFirstAsync(BrowserWindow window, bool keyboard, bool open = false)
    {
        var first = window.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Face 1 of ") });
        var button = window.Page.GetByRole(AriaRole.Button, new() { Name = "Move or resize" });
        if (!open)
            await first.PressAsync("Enter");
        if (keyboard)
            await button.PressAsync("Enter");
        else
            await button.ClickAsync();
        await Expect(Box(window)).ToBeFocusedAsync();
    }

    // Where it is once the page that was scrolled to it has come to rest.
    private static async Task<LocatorBoundingBoxResult> RestingBoxAsync(BrowserWindow window)
    {
        for (var before = await Box(window).BoundingBoxAsync(); ;)
        {
            await Task.Delay(300);
            var now = (await Box(window).BoundingBoxAsync())!;
            if (before is not null && now.X == before.X && now.Y == before.Y)
                return now;
            before = now;
        }
    }

    // Real touches: the browser makes pointer events of them.
    private static async Task SwipeAsync(BrowserWindow window, double fromX, double fromY, double toX, double toY)
    {
        var devtools = await window.Page.Context.NewCDPSessionAsync(window.Page);
        async Task TouchAsync(string type, params object[] points) =>
            await devtools.SendAsync("Input.dispatchTouchEvent", new Dictionary<string, object> { ["type"] = type, ["touchPoints"] = points });
        await TouchAsync("touchStart", new { x = fromX, y = fromY });
        for (var i = 1; i <= 5; i++)
            await TouchAsync("touchMove", new { x = fromX + ((toX - fromX) * i / 5), y = fromY + ((toY - fromY) * i / 5) });
        await TouchAsync("touchEnd");
    }

    private Task<IReadOnlyList<FaceView>> FacesAsync(BrowserWindow window) =>
        chromium.FaceWeb.UseAsync<FaceService, IReadOnlyList<FaceView>>(faces => faces.OfPhotoAsync(window.PhotoId()));

    private async Task<double> StepAsync(BrowserWindow window)
    {
        var photo = await chromium.FaceWeb.UseAsync<FaceWeb.Albums.PhotoService,
            FaceWeb.Albums.PhotoView>(photos => photos.FindAsync(window.PhotoId()));
        return Math.Min(photo.Width, photo.Height) / 100.0;
    }

    private Task<double> PhotoWidthAsync(BrowserWindow window) =>
        chromium.FaceWeb.UseAsync<FaceWeb.Albums.PhotoService, double>(async photos => (await photos.FindAsync(window.PhotoId())).Width);
}
