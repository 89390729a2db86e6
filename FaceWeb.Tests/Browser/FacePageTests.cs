using System.Text.Json;
using System.Text.RegularExpressions;
using FaceWeb.Faces;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using Microsoft.Playwright;
using OpenCvSharp;
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
        foreach (var step in new[] { "Find the face", "Find 68 points on it", "Straighten it", "Measure it: 512 numbers",
            "Compare it with the confirmed faces", "Ask the classifier", "One honest probability" })
            await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 2, Name = step })).ToBeVisibleAsync();
        await Expect(window.Page.GetByRole(AriaRole.Img, new() { NameRegex = new("^68 points") })).ToBeVisibleAsync();
        await Expect(window.Page.GetByRole(AriaRole.Img, new() { NameRegex = new("^512 numbers as bars") })).ToBeVisibleAsync();
        await window.Page.WaitForFunctionAsync(
            "() => [...document.querySelectorAll('.fw-why img')].every(i => i.complete && i.naturalWidth > 0 || i.loading === 'lazy')");
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
    public async Task It_says_that_another_face_of_the_photo_has_the_name_and_leads_there()
    {
        var person = LfwPeople.OrSkip(1, 6)[0];
        await chromium.StartOrSkipAsync();
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        await LfwPeople.NameAsync(client, "Twice", (await LfwPeople.UploadAsync(client, [person], 4))[0]);

        // Two pictures of one person beside each other, as on a collage: nobody is twice on one photo, so one of the faces goes without the name.
        using var beside = new Mat();
        using (Mat left = Cv2.ImRead(person[4]), right = Cv2.ImRead(person[5]))
            Cv2.HConcat([left, right], beside);
        var photo = Assert.Single(await client.UploadAsync(await client.NewAlbumAsync("Collages"), [("collage.png", beside.ImEncode(".png"))]));
        await client.AllDoneAsync();
        var faces = (await client.ReadAsync($"photos/{photo}")).GetProperty("faces").EnumerateArray()
            .OrderByDescending(f => f.GetProperty("box").GetProperty("width").GetDouble()).Take(2)
            .ToLookup(f => f.GetProperty("suggestions").GetArrayLength() > 0, f => f.GetProperty("id").GetInt64());
        var (named, without) = (Assert.Single(faces[true]), Assert.Single(faces[false]));
        var first = (await client.ReadAsync($"faces/{without}/explanation")).GetProperty("people")[0];
        Assert.Equal(named, first.GetProperty("suggestedOnPhotoFaceId").GetInt64());
        Assert.Equal(JsonValueKind.Null, (await client.ReadAsync($"faces/{named}/explanation"))
            .GetProperty("people")[0].GetProperty("suggestedOnPhotoFaceId").ValueKind);

        await using var window = await chromium.OpenOnAsync(faceWeb.Address);
        await window.SignInAsync();
        await window.Page.GotoAsync($"/faces/{without}");
        await Expect(window.Page.GetByText("another face of this photo is more like them and has that name suggested, and nobody is twice on one "
            + "photo. So the classifier suggests nobody here."))
            .ToBeVisibleAsync();
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "The other face: why is it Twice?" }).ClickAsync();
        await Expect(window.Page).ToHaveURLAsync(new Regex($"/faces/{named}$"));
        await Expect(window.Page.GetByText(new Regex("^The classifier (suggests|is sure of) Twice"))).ToBeVisibleAsync();
        await Expect(window.Page.GetByText("The other face")).ToHaveCountAsync(0);

        // Confirmed on the other face: said in other words, with the same way there.
        await client.PostAsync("faces/decisions", new { items = new[] { new { faceId = named, decision = "confirmed", personName = "Twice" } } });
        await client.AllDoneAsync();
        await window.Page.GotoAsync($"/faces/{without}");
        await Expect(window.Page.GetByText("they are confirmed on another face of this photo, and nobody is twice on one photo.")).ToBeVisibleAsync();
        await Expect(window.Page.GetByRole(AriaRole.Link, new() { Name = "the other face", Exact = true }))
            .ToHaveAttributeAsync("href", $"/faces/{named}");
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
