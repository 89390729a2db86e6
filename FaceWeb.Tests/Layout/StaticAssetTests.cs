using System.Net;
using FaceWeb.Tests.Running;

namespace FaceWeb.Tests.Layout;

/// <summary>The top-level wwwroot and the packages' assets are served with their content, not only with a status.</summary>
public sealed class StaticAssetTests
{
    [Fact]
    public async Task Assets_are_served_whole_without_signing_in()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        using var nobody = faceWeb.NewClient(null);
        var folder = Path.Combine(Repository.Root, "wwwroot");
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            using var answer = await nobody.GetAsync("/" + Path.GetRelativePath(folder, file).Replace('\\', '/'));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(await File.ReadAllBytesAsync(file), await answer.Content.ReadAsByteArrayAsync());
        }
        foreach (var path in new[] { "/_content/MudBlazor/MudBlazor.min.css", "/_content/MudBlazor/MudBlazor.min.js", "/_framework/blazor.web.js" })
            Assert.True((await nobody.GetByteArrayAsync(path)).Length > 10_000, path);
    }

    [Fact]
    public async Task A_visitor_is_led_to_sign_in_and_a_program_gets_a_status()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        using var nobody = faceWeb.NewClient(null);
        using var page = await nobody.GetAsync("/");
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
        Assert.StartsWith("/sign-in", page.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
        using var call = await nobody.GetAsync("/api/v1/albums");
        Assert.Equal(HttpStatusCode.Unauthorized, call.StatusCode);
        Assert.Equal("application/problem+json", call.Content.Headers.ContentType?.MediaType);
        using var wrong = faceWeb.NewClient("fw_this-is-nobodys-key-at-all");
        using var refused = await wrong.GetAsync("/api/v1/albums");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }
}
