using FaceWeb.Accounts;
using FaceWeb.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaceWeb.Tests.Browser;

/// <summary>The whole way, as a person goes it: set up, upload, name, retrain, upload the next album, find the right names suggested.</summary>
[Collection(TestsInChromium.Name)]
public sealed class AlbumNamedFromEndToEndTests(FaceWebInChromium chromium)
{
    private const string Email = "owner@example.org";
    private const string Password = "a long and simple password";

    private static readonly Dictionary<string, string> Names = new()
    {
        ["alex_lacamoire"] = "Alex Lacamoire",
        ["biden"] = "Joe Biden",
        ["kit_harington"] = "Kit Harington",
        ["obama"] = "Barack Obama",
        ["rose_leslie"] = "Rose Leslie",
    };

    private static readonly (string File, string[] People)[] NextAlbum =
    [
        ("alex_lacamoire1.jpg", ["Alex Lacamoire"]),
        ("johnsnow_test1.jpg", ["Kit Harington"]),
        ("kit_with_rose.jpg", ["Kit Harington", "Rose Leslie"]),
        ("obama1.jpg", ["Barack Obama"]),
        ("obama_and_biden.jpg", ["Barack Obama", "Joe Biden"]),
    ];

    [SkippableFact]
    public async Task Someone_sets_up_names_an_album_retrains_and_the_next_album_arrives_named()
    {
        var train = Repository.SharedOrSkip("data", "people", "knn", "train");
        var test = Repository.SharedOrSkip("data", "people", "knn", "test");
        await chromium.StartOrSkipAsync();
        var album = Directory.CreateTempSubdirectory("faceweb-album-");
        try
        {
            // Two people's photos share a file name; an album has each name once.
            var photos = new List<(string File, string Name)>();
            foreach (var photo in Directory.GetFiles(train, "*.jp*g", SearchOption.AllDirectories).Order())
            {
                var folder = Path.GetFileName(Path.GetDirectoryName(photo)!);
                var file = $"{folder}-{Path.GetFileName(photo)}";
                File.Copy(photo, Path.Combine(album.FullName, file));
                photos.Add((file, Names[folder]));
            }

            // No admin in the configuration: the first visit must lead to the set-up page.
            await using var faceWeb = await RunningFaceWeb.StartAsync(
                "--FaceWeb:Admin:Email=", "--FaceWeb:Admin:Password=", "--FaceWeb:Admin:ApiKey=");
            await using var window = await chromium.OpenOnAsync(faceWeb.Address);
            await SetUpAsync(window, faceWeb.App.Services.GetRequiredService<SetUpCode>().Text!);

            await window.MakeAlbumAsync("People I know");
            var first = new Uri(window.Page.Url).AbsolutePath;
            await window.ChoosePhotosAsync(Directory.GetFiles(album.FullName));
            await window.UploadFinishedAsync();
            foreach (var (file, name) in photos)
            {
                await window.AnalysedTile(file).ClickAsync(new() { Timeout = 120_000 });
                await NameOnlyFaceAsync(window, file, name);
                await window.Page.GotoAsync(first);
            }

            await window.Page.GotoAsync("/admin/training");
            await window.Page.GetByRole(AriaRole.Button, new() { Name = "Retrain" }).ClickAsync();
            await window.Page.GetByRole(AriaRole.Heading, new() { Name = "The active classifier" }).WaitForAsync(new() { Timeout = 120_000 });
            await Expect(window.Page.GetByRole(AriaRole.Region, new() { Name = "Trained classifiers" }).GetByText("Active", new() { Exact = true }))
                .ToBeVisibleAsync();

            await window.MakeAlbumAsync("The next album");
            var second = new Uri(window.Page.Url).AbsolutePath;
            await window.ChoosePhotosAsync(Directory.GetFiles(test, "*.jpg"));
            await window.UploadFinishedAsync();
            foreach (var (file, people) in NextAlbum)
            {
                await window.AnalysedTile(file).ClickAsync(new() { Timeout = 120_000 });
                await window.Heading(file).WaitForAsync();
                var suggested = window.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Face [0-9]+ of [0-9]+: suggested ") });
                foreach (var person in people)
                    await Expect(window.Page.GetByRole(AriaRole.Button, new() { NameRegex = new($"^Face [0-9]+ of [0-9]+: suggested {person}") }))
                        .ToHaveCountAsync(1, new() { Timeout = 60_000 });
                await Expect(suggested).ToHaveCountAsync(people.Length);
                await window.Page.GotoAsync(second);
            }
            Assert.Empty(window.Errors);
        }
        finally
        {
            album.Delete(recursive: true);
        }
    }

    private static async Task SetUpAsync(BrowserWindow window, string code)
    {
        await window.Page.GotoAsync("/");
        await window.Heading("Set up FaceWeb").WaitForAsync();
        await window.Page.GetByLabel("Set-up code").FillAsync(code);
        await window.Page.GetByLabel("E-mail address").FillAsync(Email);
        await window.Page.GetByLabel("Password", new() { Exact = true }).FillAsync(Password);
        await window.Page.GetByLabel("The password again").FillAsync(Password);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Create the admin account" }).ClickAsync();
        await window.Heading("Albums").WaitForAsync();
    }

    private static async Task NameOnlyFaceAsync(BrowserWindow window, string file, string name)
    {
        await window.Heading(file).WaitForAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Face 1 of 1: ") }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Combobox, new() { Name = "Name" }).FillAsync(name);
        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = $"Face 1 of 1: confirmed {name}" })).ToBeVisibleAsync();
    }
}
