using System.Text.RegularExpressions;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Suggestions;
using FaceWeb.Tests.Training;
using FaceWeb.Tests.Work;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaceWeb.Tests.Browser;

/// <summary>The training page as an admin uses it, on a FaceWeb of its own with real photos.</summary>
[Collection(TestsInChromium.Name)]
public sealed class TrainingPageTests(FaceWebInChromium chromium)
{
    [SkippableFact]
    public async Task Training_is_refused_done_looked_at_again_compared_gone_back_from_and_cancelled()
    {
        Repository.SharedOrSkip("data", "lfw-dev", "images");
        await chromium.StartOrSkipAsync();
        await using var faceWeb = await RunningFaceWeb.StartAsync(HeldJob.Setting);
        var album = await RealPeople.UploadAsync(faceWeb.Client, 6, 10);
        await using var window = await chromium.OpenOnAsync(faceWeb.Address);
        await window.SignInAsync();
        var page = window.Page;
        await page.GotoAsync("/admin/training");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "No classifier yet" })).ToBeVisibleAsync();

        // Nobody, then one person: a sentence each.
        await RetrainAsync(page);
        await Expect(Status(page)).ToContainTextAsync("No face has been given a name yet: name at least one face, then train.");
        await album.ConfirmAsync(album.People[0].Name, album.People[0].Faces);
        await RetrainAsync(page);
        await Expect(Status(page)).ToContainTextAsync("Only one person has named faces");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "No classifier yet" })).ToBeVisibleAsync();

        // Two faces are confirmed as the wrong person.
        foreach (var (name, faces) in album.People.Skip(1))
            await album.ConfirmAsync(name, faces);
        var (first, second, third) = (album.People[0], album.People[1], album.People[2]);
        await album.ConfirmAsync(second.Name, first.Faces[0]);
        await album.ConfirmAsync(third.Name, first.Faces[1]);
        await RetrainAsync(page);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "The active classifier" })).ToBeVisibleAsync(new() { Timeout = 120_000 });
        await Expect(Status(page)).ToContainTextAsync("Trained on 60 faces of 6 people");
        await Expect(Status(page)).ToContainTextAsync(new Regex("[2-4] confirmed faces look wrong"));
        foreach (var chart in new[] { "How many are found, how many strangers are named?", "Do probabilities keep their word?",
            "What right, wrong and unknown faces get" })
        {
            var figure = page.Locator("figure").Filter(new() { HasText = chart });
            await Expect(figure.GetByRole(AriaRole.Img)).ToBeVisibleAsync();
            await figure.GetByText("The numbers as a table").ClickAsync();
            await Expect(figure.GetByRole(AriaRole.Row).Nth(1)).ToBeVisibleAsync();
        }

        // One of them is right after all, the other is who it looks like; both can be taken back.
        var suspects = page.Locator(".fw-suspect");
        var (asSecond, asThird) = ($"{Suspect}{Of(first.Faces[0])}", $"{Suspect}{Of(first.Faces[1])}");
        await Expect(page.Locator(asSecond)).ToBeVisibleAsync();
        await Expect(page.Locator(asThird)).ToBeVisibleAsync();
        // By what the library knew when its people were compared last, one or two others may look wrong besides: they are right.
        for (var left = await suspects.CountAsync(); left > 2; left--)
        {
            await page.Locator($"{Suspect}:not({Of(first.Faces[0])}):not({Of(first.Faces[1])})").First
                .GetByRole(AriaRole.Button, new() { NameRegex = new("^It is right") }).ClickAsync();
            await Expect(suspects).ToHaveCountAsync(left - 1);
        }
        await page.Locator(asThird).GetByRole(AriaRole.Button, new() { NameRegex = new("^It is right") }).ClickAsync();
        await Expect(suspects).ToHaveCountAsync(1);
        await page.Locator(asSecond).GetByRole(AriaRole.Button, new() { Name = $"It is {first.Name}" }).ClickAsync();
        await Expect(page.GetByText("All decided. Retrain to use it.")).ToBeVisibleAsync();
        Assert.Equal(first.Name, await NameAsync(faceWeb.Client, first.Faces[0]));
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Undo") }).ClickAsync();
        await Expect(suspects).ToHaveCountAsync(1);
        Assert.Equal(second.Name, await NameAsync(faceWeb.Client, first.Faces[0]));
        await page.Locator(asSecond).GetByRole(AriaRole.Button, new() { NameRegex = new("^Undecided") }).ClickAsync();
        await Expect(suspects).ToHaveCountAsync(0);
        Assert.Null(await NameAsync(faceWeb.Client, first.Faces[0]));

        // The next report does not doubt the one that was found right; it is compared with the one before, and one click goes back.
        await page.GetByLabel("Strangers that may get a name").SelectOptionAsync("0.02");
        await Expect(page.GetByText("The classifier in use was trained for 1 %: press Retrain to apply 2 %.")).ToBeVisibleAsync();
        await RetrainAsync(page);
        await Expect(Status(page)).ToContainTextAsync("Trained on 59 faces of 6 people", new() { Timeout = 120_000 });
        await Expect(Status(page)).ToContainTextAsync("Activated: it is");
        await Expect(page.GetByText("The classifier in use was trained for 1 %")).ToHaveCountAsync(0);
        await Expect(page.Locator(asThird)).ToHaveCountAsync(0);
        await Expect(page.Locator(".fw-verdict")).ToHaveTextAsync(new Regex("^(The same|Better)$"));
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Compared with the one before" }))
            .ToContainTextAsync("faces that both were measured on it is right for");
        await Expect(page.Locator("figure").Filter(new() { HasText = "Figures over the trainings" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Go back to the one before" }).ClickAsync();
        await Expect(page.GetByText("The classifier before is active again")).ToBeVisibleAsync();
        Assert.Equal(60, (await faceWeb.Client.ReadAsync("classifier")).GetProperty("faces").GetInt32());
        var history = page.GetByRole(AriaRole.Region, new() { Name = "Trained classifiers" });
        await Expect(history.GetByRole(AriaRole.Row).Nth(2)).ToContainTextAsync("Active");
        await history.GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "A classifier that is not in use" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Activate it" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "The active classifier" })).ToBeVisibleAsync();

        // A long training shows its steps and is cancelled with a button.
        var active = (await faceWeb.Client.ReadAsync("classifier")).GetProperty("id").GetInt64();
        await (await SeededAlbum.MakeAsync(faceWeb)).AddPeopleAsync(20, 8, "Many");
        await page.GotoAsync("/admin/training");
        using var held = HeldJob.At(faceWeb, "Cross-validating");
        await RetrainAsync(page);
        await Expect(page.GetByRole(AriaRole.Progressbar, new() { Name = "Training progress" })).ToBeVisibleAsync();
        await Expect(Status(page)).ToContainTextAsync("Cross-validating");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel the training" }).ClickAsync();
        await held.StopsAsync();
        await Expect(Status(page)).ToContainTextAsync("Cancelled; the classifier in use is unchanged.", new() { Timeout = 60_000 });
        Assert.Equal(active, (await faceWeb.Client.ReadAsync("classifier")).GetProperty("id").GetInt64());
        Assert.Empty(window.Errors);

        await using var phone = await chromium.OpenOnAsync(faceWeb.Address, 390, 844);
        await phone.SignInAsync();
        await phone.Page.GotoAsync("/admin/training");
        await Expect(phone.Page.GetByRole(AriaRole.Heading, new() { Name = "The active classifier" })).ToBeVisibleAsync();
        Assert.False(await phone.ScrollsSidewaysAsync());
    }

    private static ILocator Status(IPage page) => page.GetByRole(AriaRole.Status, new() { Name = "Progress" });

    private const string Suspect = ".fw-suspect";

    // The first picture is of the face itself, the others of those that it is compared with.
    private static string Of(long face) => $":has(> a img[src*='/faces/{face}/'])";

    // By keyboard, as by mouse.
    private static async Task RetrainAsync(IPage page)
    {
        var button = page.GetByRole(AriaRole.Button, new() { Name = "Retrain" });
        await Expect(button).ToBeEnabledAsync(new() { Timeout = 60_000 });
        await button.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
    }

    private static async Task<string?> NameAsync(HttpClient client, long face)
    {
        var person = (await client.ReadAsync($"faces/{face}")).GetProperty("person");
        return person.ValueKind == System.Text.Json.JsonValueKind.Null ? null : person.GetProperty("name").GetString();
    }
}
