using System.Text.RegularExpressions;
using FaceWeb.Review;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaceWeb.Tests.Browser;

/// <summary>"Why this name?" in a browser: every step is drawn, the history is there, and it fits a phone.</summary>
[Collection(TestsInChromium.Name)]
public sealed class FacePageTests(FaceWebInChromium chromium)
{
    [SkippableFact]
    public async Task Every_step_is_drawn_from_the_face_and_its_history_stands_below()
    {
        await using var window = await chromium.OpenPhotoAsync("Why", "obama_and_biden.jpg");
        await window.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Face 1 of ") }).PressAsync("Enter");
        await window.Page.GetByRole(AriaRole.Combobox, new() { Name = "Name" }).FillAsync("Why Him");
        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "Face 2 of 3" })).ToBeVisibleAsync();

        // From the photo's page to the face's page.
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Why this name?" }).ClickAsync();
        await window.Heading("Why this name?").WaitForAsync();
        foreach (var step in new[] { "Find the face", "Find 68 points on it", "Straighten it", "Measure it: 512 numbers", "Compare it with the confirmed faces", "Ask the classifier", "One honest probability" })
            await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 2, Name = step })).ToBeVisibleAsync();
        await Expect(window.Page.GetByRole(AriaRole.Img, new() { NameRegex = new("^68 points") })).ToBeVisibleAsync();
        await Expect(window.Page.GetByRole(AriaRole.Img, new() { NameRegex = new("^512 numbers as bars") })).ToBeVisibleAsync();
        await window.Page.WaitForFunctionAsync("() => [...document.querySelectorAll('.fw-why img')].every(i => i.complete && i.naturalWidth > 0 || i.loading === 'lazy')");
        await Expect(window.Page.GetByText("Nobody has said anything of this face yet.")).ToBeVisibleAsync();

        // On to the face that it was compared with: its history says who named it, and an undo elsewhere shows here.
        await window.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Why Him, cosine") }).First.ClickAsync();
        await Expect(window.Page.GetByText("A person confirmed Why Him.")).ToBeVisibleAsync();
        await Expect(window.Page.GetByText("Confirmed as Why Him.")).ToBeVisibleAsync();
        await Expect(window.Page.Locator(".fw-history")).ToContainTextAsync("photo page");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Undo: Named" }).ClickAsync();
        await Expect(window.Page.GetByText(new Regex(@"^Confirmed as .*\. \(undone\)$"))).ToBeVisibleAsync();
        await Expect(window.Page.GetByText(new Regex("^No longer Why Him"))).ToBeVisibleAsync();

        // That was a mistake: done again, with the name that was new then.
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Redo: Named" }).ClickAsync();
        await Expect(window.Page.GetByText(new Regex("^Redone: Confirmed as Why Him"))).ToBeVisibleAsync();
        await Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = "Redo", Exact = true })).ToBeDisabledAsync();
        Assert.Empty(window.Errors);
    }

    [SkippableFact]
    public async Task It_fits_a_phone()
    {
        await using var window = await chromium.OpenPhotoAsync("Why on a phone", "obama_and_biden.jpg", 390, 844);
        var faces = await chromium.FaceWeb.UseAsync<FaceService, IReadOnlyList<FaceView>>(service => service.OfPhotoAsync(window.PhotoId()));
        await window.Page.GotoAsync($"/faces/{faces[0].Id}");
        await window.Heading("Why this name?").WaitForAsync();
        Assert.False(await window.ScrollsSidewaysAsync());
        await window.Page.GotoAsync("/faces/987654321");
        await window.Heading("This face is not here").WaitForAsync();
        Assert.Empty(window.Errors);
    }
}
