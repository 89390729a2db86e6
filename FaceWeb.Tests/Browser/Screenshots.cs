using System.Net.Http.Json;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using Microsoft.Playwright;
using OpenCvSharp;

namespace FaceWeb.Tests.Browser;

/// <summary>
/// Pictures of every page at a desktop's and a phone's size, light and dark, with real photos in them. Runs only when the environment
/// variable <c>FACEWEB_SCREENSHOTS</c> names the folder to write to.
/// </summary>
[Collection(TestsInChromium.Name)]
public sealed class Screenshots(FaceWebInChromium chromium)
{
    private static readonly (string Name, int Width, int Height)[] Sizes = [("desktop", 1280, 800), ("phone", 390, 844)];

    private static readonly ColorScheme[] Schemes = [ColorScheme.Light, ColorScheme.Dark];

    [SkippableFact]
    public async Task Every_page_is_pictured()
    {
        var folder = Environment.GetEnvironmentVariable("FACEWEB_SCREENSHOTS");
        Skip.If(string.IsNullOrEmpty(folder), "FACEWEB_SCREENSHOTS names no folder to write screenshots to.");
        Directory.CreateDirectory(folder);
        var train = Repository.SharedOrSkip("data", "people", "knn", "train");
        var test = Repository.SharedOrSkip("data", "people", "knn", "test");
        var group = Directory.GetFiles(Repository.SharedOrSkip("data", "group"), "*.jpg").Order().First();

        string album, photo, crowd, person, other, collage, instead;
        var faces = LfwPeople.OrSkip(9, 7);
        await using (var window = await chromium.OpenAsync())
        {
            await window.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, "albums-empty.png") });
            await window.MakeAlbumAsync("An empty album");
            await window.MakeAlbumAsync("Family and friends");
            album = new Uri(window.Page.Url).AbsolutePath;
            await window.ChoosePhotosAsync([.. Directory.GetFiles(train, "*.jp*g", SearchOption.AllDirectories),
                .. Directory.GetFiles(test, "*.jpg"), group, typeof(Screenshots).Assembly.Location]);
            await window.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, "album-uploading.png") });
            await window.UploadFinishedAsync();
            await window.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, "album-uploaded.png") });
            await window.AnalysedTile(Path.GetFileName(group)).WaitForAsync(new() { Timeout = 240_000 });
            await window.AnalysedTile("obama_and_biden.jpg").WaitForAsync(new() { Timeout = 240_000 });
            crowd = (await window.AnalysedTile(Path.GetFileName(group)).GetAttributeAsync("href"))!;
            photo = (await window.AnalysedTile("obama_and_biden.jpg").GetAttributeAsync("href"))!;
            foreach (var (file, name) in new[] { ("obama.jpg", "Barack Obama"), ("obama2.jpg", "Barack Obama"), ("biden.jpg", "Joe Biden"),
                ("biden2.jpg", "Joe Biden"), ("john1.jpeg", "Kit Harington") })
            {
                var tile = window.AnalysedTile(file);
                if (await tile.CountAsync() == 0)
                    continue;
                await window.Page.GotoAsync((await tile.GetAttributeAsync("href"))!);
                await window.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Face 1 of ") }).ClickAsync();
                await window.Page.GetByRole(AriaRole.Combobox, new() { Name = "Name" }).FillAsync(name);
                await window.Page.Keyboard.PressAsync("Enter");
                await window.Page.GetByRole(AriaRole.Button, new() { NameRegex = new($"confirmed {name}$") }).WaitForAsync();
                await window.Page.GotoAsync(album);
                await window.AnalysedTile("obama_and_biden.jpg").WaitForAsync();
            }
            // People of whom two have two names, and others whom nobody has named.
            var client = chromium.FaceWeb.Client;
            var lfw = await LfwPeople.UploadAsync(client, faces, 7);
            await LfwPeople.NameAsync(client, "George", lfw[0].Take(4));
            await LfwPeople.NameAsync(client, "Georgie", lfw[0].Skip(4));
            var mixed = await LfwPeople.NameAsync(client, "Maria", [.. lfw[1], .. lfw[2].Take(2)]);
            await client.PatchAsJsonAsync($"/api/v1/people/{mixed}", new { birthDate = "1961-03-04" });
            other = $"/people/{mixed}";

            // A collage: one of two faces goes without the name that both look like.
            await LfwPeople.NameAsync(client, "Paula", lfw[3].Take(4));
            using var beside = new Mat();
            using (Mat left = Cv2.ImRead(faces[3][5]), right = Cv2.ImRead(faces[3][6]))
                Cv2.HConcat([left, right], beside);
            collage = $"/photos/{(await client.UploadAsync(await client.NewAlbumAsync("Collages"), [("collage.png", beside.ImEncode(".png"))]))[0]}";
            await client.AllDoneAsync();
            var without = (await client.ReadAsync(collage[1..])).GetProperty("faces").EnumerateArray()
                .First(f => f.GetProperty("suggestions").GetArrayLength() == 0);
            instead = $"/faces/{without.GetProperty("id").GetInt64()}";
            await window.Page.GotoAsync("/people");
            var link = window.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("Barack Obama") }).First;
            await link.WaitForAsync();
            person = (await link.GetAttributeAsync("href"))!;
            await window.Page.GotoAsync("/admin/training");
            await window.Page.GetByRole(AriaRole.Button, new() { Name = "Retrain" }).ClickAsync();
            await window.Page.GetByRole(AriaRole.Heading, new() { Name = "The active classifier" }).WaitForAsync();
        }

        var pages = new (string Name, string Path)[]
        {
            ("albums", "/"), ("album", album), ("photo", photo), ("crowd", crowd), ("collage", collage), ("why-instead", instead),
                ("people", "/people"), ("person", person), ("person-mixed", other), ("same-person", "/people/same"), ("groups", "/groups"),
                ("review", "/review"),
            ("training", "/admin/training"), ("jobs", "/admin/jobs"), ("models", "/admin/models"), ("users", "/admin/users"), ("account", "/account"),
        };
        await using var empty = await RunningFaceWeb.StartAsync("--FaceWeb:Admin:Email=", "--FaceWeb:Admin:Password=", "--FaceWeb:Admin:ApiKey=");
        foreach (var (size, width, height) in Sizes)
        {
            foreach (var scheme in Schemes)
            {
                foreach (var (name, address) in new[] { ("set-up", empty.Address), ("sign-in", chromium.FaceWeb.Address) })
                {
                    await using var visitor = await chromium.OpenOnAsync(address, width, height, scheme);
                    await visitor.Page.GotoAsync("/");
                    await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{size}-{scheme}.png".ToLowerInvariant()) });
                }
                await using var window = await chromium.OpenAsync(width, height, scheme);
                foreach (var (name, path) in pages)
                {
                    await window.Page.GotoAsync(path);
                    await window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).First.WaitForAsync();
                    await window.Page.WaitForTimeoutAsync(700);
                    await window.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{size}-{scheme}.png".ToLowerInvariant()) });
                    if (name == "groups")
                        await SplitAsync(window, Path.Combine(folder, $"groups-split-{size}-{scheme}.png".ToLowerInvariant()));
                    if (name == "person-mixed")
                        await UnusualAsync(window, Path.Combine(folder, $"person-unusual-{size}-{scheme}.png".ToLowerInvariant()));
                    if (name != "photo")
                        continue;
                    await window.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Face 2 of ") }).ClickAsync();
                    await window.Page.WaitForTimeoutAsync(400);
                    await window.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-open-{size}-{scheme}.png".ToLowerInvariant()) });
                    await window.Page.GetByRole(AriaRole.Button, new() { Name = "Move or resize" }).ClickAsync();
                    await window.Page.Locator(".fw-drawn").WaitForAsync();
                    await window.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-moving-{size}-{scheme}.png".ToLowerInvariant()) });
                    await window.Page.Keyboard.PressAsync("Escape");
                    await window.Page.GetByRole(AriaRole.Link, new() { Name = "Why this name?" }).ClickAsync();
                    await window.Heading("Why this name?").WaitForAsync();
                    await window.Page.WaitForTimeoutAsync(1000);
                    await window.Page.ScreenshotAsync(
                        new() { Path = Path.Combine(folder, $"why-{size}-{scheme}.png".ToLowerInvariant()), FullPage = true });
                }
            }
        }
    }

    // A selection, a name being typed and the sub-groups.
    private static async Task SplitAsync(BrowserWindow window, string file)
    {
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Split group 1", Exact = true }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Group, new() { Name = "Sub-groups of group 1", Exact = true }).WaitForAsync();
        var second = window.Page.GetByRole(AriaRole.Listbox, new() { Name = "Faces of group 2", Exact = true }).GetByRole(AriaRole.Option);
        await second.Nth(0).ClickAsync();
        await second.Nth(2).ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await window.Page.GetByRole(AriaRole.Combobox, new() { NameRegex = new("of group 2$") }).FillAsync("e");
        await window.Page.WaitForTimeoutAsync(700);
        await window.Page.EvaluateAsync("() => window.scrollTo(0, 0)");
        await window.Page.ScreenshotAsync(new() { Path = file, FullPage = true });
    }

    private static async Task UnusualAsync(BrowserWindow window, string file)
    {
        await window.Page.GetByLabel("Order").SelectOptionAsync("LeastFittingFirst");
        await window.Page.WaitForTimeoutAsync(700);
        await window.Page.GetByRole(AriaRole.Option, new() { NameRegex = new("fits") }).First.ClickAsync();
        await window.Page.WaitForTimeoutAsync(400);
        await window.Page.EvaluateAsync("() => window.scrollTo(0, 0)");
        await window.Page.ScreenshotAsync(new() { Path = file, FullPage = true });
    }
}
