using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using FaceWeb.Tests.Running;
using OpenCvSharp;

namespace FaceWeb.Tests.Albums;

/// <summary>Albums, lists, pictures and who may change them, over HTTP.</summary>
public sealed partial class AlbumTests(AlbumTests.Running running) : IClassFixture<AlbumTests.Running>
{
    private readonly RunningFaceWeb faceWeb = running.FaceWeb;

    [Fact]
    public async Task An_album_is_made_renamed_and_deleted()
    {
        var album = await faceWeb.NewAlbumAsync("  Lake  ");
        Assert.Equal("Lake", (await GetAsync($"/api/v1/albums/{album}")).GetProperty("name").GetString());
        var renamed = await faceWeb.Client.PatchAsJsonAsync($"/api/v1/albums/{album}", new { name = "Lake Garda" });
        Assert.Equal("Lake Garda", (await renamed.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("name").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await faceWeb.Client.DeleteAsync($"/api/v1/albums/{album}")).StatusCode);
        await faceWeb.RefusesAsync(HttpStatusCode.NotFound, $"There is no album {album}", c => c.DeleteAsync($"/api/v1/albums/{album}"));
    }

    [Fact]
    public async Task A_name_that_cannot_be_is_refused()
    {
        await faceWeb.RefusesAsync(HttpStatusCode.BadRequest, "has 300 characters, and at most 200 are taken", c =>
            c.PostAsJsonAsync("/api/v1/albums", new { name = new string('a', 300) }));
        await faceWeb.RefusesAsync(HttpStatusCode.BadRequest, "Give the album a name", c => c.PostAsJsonAsync("/api/v1/albums", new { name = "  " }));
        await faceWeb.RefusesAsync(
            HttpStatusCode.BadRequest, "invisible characters", c => c.PostAsJsonAsync("/api/v1/albums", new { name = "a\nb" }));
        var album = await faceWeb.NewAlbumAsync("Kept");
        await faceWeb.RefusesAsync(
            HttpStatusCode.BadRequest, "has 300 characters", c => c.PatchAsJsonAsync($"/api/v1/albums/{album}", new { name = new string('a', 300) }));
        Assert.Equal("Kept", (await GetAsync($"/api/v1/albums/{album}")).GetProperty("name").GetString());
    }

    [Fact]
    public async Task Photos_are_listed_by_name_page_by_page_and_know_their_neighbours()
    {
        var album = await faceWeb.NewAlbumAsync();
        var ids = (await faceWeb.UploadAsync(album, ("c.jpg", Pictures.Jpeg(301)), ("a.jpg", Pictures.Jpeg(302)), ("b.jpg", Pictures.Jpeg(303))))
            .Accepted.ToDictionary(a => a.FileName, a => a.PhotoId);
        var page1 = await GetAsync($"/api/v1/albums/{album}/photos?page=1&pageSize=2");
        var page2 = await GetAsync($"/api/v1/albums/{album}/photos?page=2&pageSize=2");
        Assert.Equal((3, 3), (page1.GetProperty("total").GetInt32(), page2.GetProperty("total").GetInt32()));
        Assert.Equal(["a.jpg", "b.jpg", "c.jpg"], page1.GetProperty("items").EnumerateArray().Concat(page2.GetProperty("items").EnumerateArray())
            .Select(p => p.GetProperty("fileName").GetString()));
        var middle = await GetAsync($"/api/v1/photos/{ids["b.jpg"]}");
        Assert.Equal((ids["a.jpg"], ids["c.jpg"]), (middle.GetProperty("previousId").GetInt64(), middle.GetProperty("nextId").GetInt64()));
        Assert.False((await GetAsync($"/api/v1/photos/{ids["a.jpg"]}")).TryGetProperty("previousId", out _));
        Assert.Equal(0, (await GetAsync($"/api/v1/albums/{album}/photos?person=123456")).GetProperty("total").GetInt32());
        await faceWeb.RefusesAsync(HttpStatusCode.BadRequest, "state must be one of queued, running, analysed, failed", c =>
            c.GetAsync($"/api/v1/albums/{album}/photos?state=lost"));
        await faceWeb.RefusesAsync(
            HttpStatusCode.BadRequest, "pageSize must be between", c => c.GetAsync($"/api/v1/albums/{album}/photos?pageSize=100000"));
    }

    [Fact]
    public async Task Small_pictures_are_small_and_may_be_kept()
    {
        var photo = Assert.Single(
            (await faceWeb.UploadAsync(await faceWeb.NewAlbumAsync(), ("wide.jpg", Pictures.Jpeg(310, 2400, 1200)))).Accepted).PhotoId;
        Assert.Equal((320, 160), await SizeOf($"/api/v1/photos/{photo}/image?size=thumb"));
        Assert.Equal((1600, 800), await SizeOf($"/api/v1/photos/{photo}/image?size=preview"));
        var version = (await GetAsync($"/api/v1/photos/{photo}")).GetProperty("version").GetString();
        var first = await faceWeb.Client.GetAsync($"/api/v1/photos/{photo}/image?size=thumb&v={version}");
        Assert.Contains("immutable", first.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal("nosniff", first.Headers.GetValues("X-Content-Type-Options").Single());
        using var again = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/photos/{photo}/image?size=thumb");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await faceWeb.Client.SendAsync(again)).StatusCode);
        await faceWeb.RefusesAsync(
            HttpStatusCode.BadRequest, "size must be one of thumb, preview, original", c => c.GetAsync($"/api/v1/photos/{photo}/image?size=huge"));
    }

    [Fact]
    public async Task An_original_that_browsers_cannot_show_comes_as_it_is_and_its_preview_as_jpeg()
    {
        using var mat = new Mat(300, 400, MatType.CV_8UC3, new Scalar(40, 90, 200));
        var tiff = mat.ImEncode(".tiff");
        var photo = Assert.Single((await faceWeb.UploadAsync(await faceWeb.NewAlbumAsync(), ("Skizze ä.tiff", tiff))).Accepted).PhotoId;
        using var part = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/photos/{photo}/image?size=original");
        part.Headers.Range = new RangeHeaderValue(10, 19);
        var answer = await faceWeb.Client.SendAsync(part);
        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal(tiff[10..20], await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("image/tiff", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("Skizze ä.tiff", answer.Content.Headers.ContentDisposition?.FileNameStar);
        Assert.Equal((400, 300), await SizeOf($"/api/v1/photos/{photo}/image"));
    }

    [Fact]
    public async Task A_cookie_alone_changes_nothing()
    {
        using var browser = faceWeb.NewClient(null, new CookieContainer());
        var form = new Dictionary<string, string>
        {
            ["_handler"] = "sign-in",
            ["__RequestVerificationToken"] = Token(await browser.GetStringAsync("/sign-in")),
            ["Input.Email"] = RunningFaceWeb.Email,
            ["Input.Password"] = RunningFaceWeb.Password,
        };
        using var content = new FormUrlEncodedContent(form);
        Assert.Equal(HttpStatusCode.Found, (await browser.PostAsync("/sign-in", content)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/v1/albums")).StatusCode);

        var forged = await browser.PostAsJsonAsync("/api/v1/albums", new { name = "Forged" });
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        Assert.Contains("security token is missing", await forged.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        browser.DefaultRequestHeaders.Add("RequestVerificationToken", "nonsense");
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsJsonAsync("/api/v1/albums", new { name = "Forged" })).StatusCode);

        browser.DefaultRequestHeaders.Remove("RequestVerificationToken");
        browser.DefaultRequestHeaders.Add("RequestVerificationToken", Token(await browser.GetStringAsync("/sign-in")));
        Assert.Equal(HttpStatusCode.Created, (await browser.PostAsJsonAsync("/api/v1/albums", new { name = "Meant" })).StatusCode);
    }

    private static string Token(string page) => TokenField().Match(page).Groups[1].Value;

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();

    private Task<JsonElement> GetAsync(string path) => faceWeb.Client.GetFromJsonAsync<JsonElement>(path);

    private async Task<(int Width, int Height)> SizeOf(string path)
    {
        var answer = await faceWeb.Client.GetAsync(path);
        Assert.Equal("image/jpeg", answer.Content.Headers.ContentType?.MediaType);
        using var mat = Mat.FromImageData(await answer.Content.ReadAsByteArrayAsync());
        return (mat.Cols, mat.Rows);
    }

    /// <summary>One FaceWeb for all of these tests.</summary>
    public sealed class Running : IAsyncLifetime
    {
        public RunningFaceWeb FaceWeb { get; private set; } = null!;

        public async Task InitializeAsync() => FaceWeb = await RunningFaceWeb.StartAsync();

        public Task DisposeAsync() => FaceWeb.DisposeAsync().AsTask();
    }
}
