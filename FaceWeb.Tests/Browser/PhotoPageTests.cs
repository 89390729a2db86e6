using FaceWeb.Faces;
using FaceWeb.Tests.Training;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaceWeb.Tests.Browser;

/// <summary>Naming faces on a photo, as a person does it.</summary>
[Collection(TestsInChromium.Name)]
public sealed class PhotoPageTests(FaceWebInChromium chromium)
{
    [SkippableFact]
    public async Task A_face_is_named_by_typing_and_the_name_is_undone()
    {
        await using var window = await chromium.OpenPhotoAsync("Two people", "obama_and_biden.jpg");
        var faces = window.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Face [0-9] of 3: ") });
        await Expect(faces).ToHaveCountAsync(3);

        // By keyboard: Enter opens the face, a typed name is a new person, and the next face without a name opens.
        await faces.First.FocusAsync();
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Page.GetByRole(AriaRole.Combobox, new() { Name = "Name" }).FillAsync("Somebody New");
        await window.Page.Keyboard.PressAsync("Enter");
        var named = window.Page.GetByRole(AriaRole.Button, new() { Name = "Face 1 of 3: confirmed Somebody New" });
        await Expect(named).ToBeVisibleAsync();
        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "Face 2 of 3" })).ToBeVisibleAsync();

        await window.Page.ReloadAsync();
        await Expect(named).ToBeVisibleAsync();

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Undo: Named a face" }).ClickAsync();
        await Expect(named).ToHaveCountAsync(0);
        Assert.Empty(window.Errors);
    }

    [SkippableFact]
    public async Task Escape_closes_the_face_and_gives_the_focus_back()
    {
        await using var window = await chromium.OpenPhotoAsync("Escape", "kit_with_rose.jpg");
        var face = window.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Face 1 of ") });
        await face.FocusAsync();
        await window.Page.Keyboard.PressAsync("Enter");
        var panel = window.Page.GetByRole(AriaRole.Heading, new() { NameRegex = new("^Face 1 of ") });
        await panel.WaitForAsync();
        await window.Page.Keyboard.PressAsync("Escape");
        await Expect(panel).ToHaveCountAsync(0);
        await Expect(face).ToBeFocusedAsync();
    }

    [SkippableTheory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task The_names_of_close_faces_do_not_cover_each_other(int width)
    {
        await using var window = await chromium.OpenPhotoAsync($"Close {width}", "obama_and_biden.jpg", width, 844);
        var faces = await chromium.FaceWeb.UseAsync<FaceService, IReadOnlyList<FaceView>>(service => service.OfPhotoAsync(window.PhotoId()));
        await chromium.FaceWeb.Client.PostAsync("faces/decisions", new
        {
            items = faces.Select((f, i) =>
                new { faceId = f.Id, decision = "confirmed", personName = $"{(char)('A' + i)}lexandrina Wilhelmina Longname-Anderson {width}" }),
        });
        var named = window.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Face [0-9] of [0-9]: confirmed .* Longname-Anderson") });
        await Expect(named).ToHaveCountAsync(faces.Count);

        // Placed after they were drawn: none that is shown lies over another one, and a face that is chosen shows its name whole.
        await Expect(window.Page.Locator(".fw-face-tag:not([data-at])")).ToHaveCountAsync(0);
        const string Covering = """
            () => { const shown = [...document.querySelectorAll('.fw-face-tag')].filter(t => t.offsetParent).map(t => t.getBoundingClientRect());
            return shown.flatMap((a, i) => shown.slice(i + 1).filter(b => a.left < b.right - .5 && b.left < a.right - .5 && a.top < b.bottom - .5 && b.top < a.bottom - .5)).length; }
            """;
        Assert.Equal(0, await window.Page.EvaluateAsync<int>(Covering));
        Assert.InRange(await window.Page.Locator(".fw-face-tag:visible").CountAsync(), 2, faces.Count);
        await window.Page.SetViewportSizeAsync(width - 60, 844);
        await window.Page.WaitForFunctionAsync($"() => ({Covering})() === 0");
        foreach (var face in await named.AllAsync())
        {
            await face.FocusAsync();
            await Expect(face.Locator(".fw-face-tag")).ToBeVisibleAsync();
        }
        // This FaceWeb is shared with other tests, whose faces would look like these.
        await chromium.FaceWeb.Client.PostAsync("decisions/undo");
        Assert.Empty(window.Errors);
    }

    [SkippableFact]
    public async Task A_missed_face_is_drawn_by_hand()
    {
        await using var window = await chromium.OpenPhotoAsync("Drawn", "obama1.jpg");
        var faces = window.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Face [0-9]+ of ") });
        var before = await faces.CountAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Add a face" }).ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = "Stop drawing" })).ToBeVisibleAsync();
        await Expect(window.Page.Locator("#picture[data-pen=draw]")).ToBeVisibleAsync();
        var area = (await window.Page.Locator("#picture").BoundingBoxAsync())!;
        await window.Page.Mouse.MoveAsync(area.X + 10, area.Y + 10);
        await window.Page.Mouse.DownAsync();
        await window.Page.Mouse.MoveAsync(area.X + 40, area.Y + 40);
        await window.Page.Mouse.MoveAsync(area.X + 90, area.Y + 90);
        await window.Page.Mouse.UpAsync();
        await Expect(faces).ToHaveCountAsync(before + 1);
        Assert.Empty(window.Errors);
    }

    [SkippableFact]
    public async Task No_page_scrolls_sideways_on_a_phone()
    {
        await using var window = await chromium.OpenPhotoAsync("A phone's width", "obama_and_biden.jpg", 390, 844);
        Assert.False(await window.ScrollsSidewaysAsync(), "photo page");
        await window.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Face 1 of ") }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Heading, new() { NameRegex = new("^Face 1 of ") }).WaitForAsync();
        Assert.False(await window.ScrollsSidewaysAsync(), "photo page with an open face");
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Back to the album" }).ClickAsync();
        await window.Heading("A phone's width").WaitForAsync();
        await window.AnalysedTile("obama_and_biden.jpg").WaitForAsync();
        Assert.False(await window.ScrollsSidewaysAsync(), "album page");
        await window.Page.GotoAsync("/");
        await window.Page.GetByRole(AriaRole.Heading, new() { Name = "A phone's width" }).WaitForAsync();
        Assert.False(await window.ScrollsSidewaysAsync(), "albums");
    }
}
