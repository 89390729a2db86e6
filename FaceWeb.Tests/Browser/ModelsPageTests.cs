using System.Text.RegularExpressions;
using FaceWeb.Data;
using FaceWeb.Tests.Embedding;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace FaceWeb.Tests.Browser;

/// <summary>The models page in the careful setting, with faces that still have to be measured.</summary>
[Collection(TestsInChromium.Name)]
public sealed class ModelsPageTests(FaceWebInChromium chromium)
{
    [SkippableFact]
    public async Task It_says_how_many_faces_wait_and_measures_them()
    {
        RecognitionModelTests.SkipWithoutSecondPack();
        var photos = Directory.GetFiles(Repository.SharedOrSkip("data", "people", "single"), "*.jpg").Order(StringComparer.Ordinal).Take(4).ToList();
        await chromium.StartOrSkipAsync();
        await using var careful = await RunningFaceWeb.StartAsync("--FaceWeb:Models:Recognition=careful");
        await careful.Client.UploadAsync(
            await careful.Client.NewAlbumAsync("Careful"), photos.Select(f => (Path.GetFileName(f), File.ReadAllBytes(f))));
        await careful.Client.AllDoneAsync();
        await using (var db = await careful.App.Services.GetRequiredService<IDbContextFactory<FaceWebDb>>().CreateDbContextAsync())
            Assert.True(await db.Embeddings.Where(e => e.Model == "classic128").ExecuteDeleteAsync() > 0);

        foreach (var (name, width, height, scheme) in new[] { ("phone", 390, 844, ColorScheme.Light), ("desktop", 1280, 800, ColorScheme.Dark) })
        {
            await using var window = await chromium.OpenOnAsync(careful.Address, width, height, scheme);
            await window.SignInAsync();
            await window.Page.GotoAsync("/admin/models");
            await window.Page.GetByText(new Regex("^[0-9]+ of [0-9]+ faces are not yet measured by compact and classic128")).WaitForAsync();
            Assert.False(await window.ScrollsSidewaysAsync());
            if (Environment.GetEnvironmentVariable("FACEWEB_SCREENSHOTS") is { Length: > 0 } folder)
            {
                Directory.CreateDirectory(folder);
                await window.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"models-waiting-{name}.png") });
            }
            Assert.Empty(window.Errors);
        }

        await using var last = await chromium.OpenOnAsync(careful.Address);
        await last.SignInAsync();
        await last.Page.GotoAsync("/admin/models");
        await last.Page.GetByRole(AriaRole.Button, new() { Name = "Measure them now" }).ClickAsync();
        await last.Page.GetByText(new Regex("^All [0-9]+ faces are measured by compact and classic128")).WaitForAsync(new() { Timeout = 120_000 });
        Assert.Equal(0, await last.Page.GetByRole(AriaRole.Button, new() { Name = "Measure them now" }).CountAsync());
    }
}
