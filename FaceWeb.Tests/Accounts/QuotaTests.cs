using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceWeb.Access;
using FaceWeb.Accounts;
using FaceWeb.Albums.Uploading;
using FaceWeb.Data;
using FaceWeb.Health.Checking;
using FaceWeb.Store.Quotas;
using FaceWeb.Tests.Albums;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Videos;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceWeb.Tests.Accounts;

/// <summary>A quota for each account and one for all: what counts, what is refused and what is said, with real files on a real server.</summary>
public sealed class QuotaTests : IAsyncLifetime
{
    private const string Key = "fw_the-key-of-somebody-with-a-quota";
    private const string Full = "does not fit into your quota";

    private RunningFaceWeb faceWeb = null!;
    private HttpClient user = null!;
    private string userId = "";
    private long album;

    public async Task InitializeAsync()
    {
        faceWeb = await RunningFaceWeb.StartAsync();
        userId = await faceWeb.AddUserAsync("anna@example.org", "correct horse stable", Roles.Editor);
        await faceWeb.AddKeyAsync(userId, Key);
        user = faceWeb.NewClient(Key);
        album = await faceWeb.NewAlbumAsync();
    }

    public async Task DisposeAsync()
    {
        user.Dispose();
        await faceWeb.DisposeAsync();
    }

    [Fact]
    public async Task Files_that_do_not_fit_are_refused_one_by_one_and_what_lies_in_the_trash_counts()
    {
        var photos = Enumerable.Range(0, 3).Select(i => Pictures.Jpeg(500 + i)).ToArray();
        await SetQuotaAsync(photos[0].Length + photos[1].Length + 10);
        var small = Pictures.GreyPng(4, 4);
        Assert.True(small.Length > 10);

        // The third does not fit; one that was there already needs no room, and a photo of another account has nothing to do with it.
        var result = await UploadAsync(
            ("0.jpg", photos[0]), ("1.jpg", photos[1]), ("2.jpg", photos[2]), ("again.jpg", photos[0]), ("small.png", small));
        Assert.Equal([("0.jpg", false), ("1.jpg", false), ("again.jpg", true)], result.Accepted.Select(a => (a.FileName, a.Duplicate)));
        Assert.Equal(["2.jpg", "small.png"], result.Rejected.Select(r => r.FileName));
        Assert.All(result.Rejected, r => Assert.Contains(Full, r.Reason, StringComparison.Ordinal));
        Assert.Contains("the trash included", result.Rejected[0].Reason, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.InsufficientStorage, (await SendAsync(("2.jpg", photos[2]))).StatusCode);
        Assert.Single((await faceWeb.UploadAsync(album, ("2.jpg", photos[2]))).Accepted);
        await UsesAsync(photos[0].Length + photos[1].Length, 0);

        // Deleted, it counts until it is gone for good; brought back by an upload it needs no room twice.
        Assert.Equal(HttpStatusCode.NoContent, (await user.DeleteAsync($"/api/v1/photos/{result.Accepted[0].PhotoId}")).StatusCode);
        await UsesAsync(photos[0].Length + photos[1].Length, photos[0].Length);
        Assert.Equal(HttpStatusCode.InsufficientStorage, (await SendAsync(("small.png", small))).StatusCode);
        Assert.True(Assert.Single((await UploadAsync(("0.jpg", photos[0]))).Accepted).BroughtBack);
        await UsesAsync(photos[0].Length + photos[1].Length, 0);
        Assert.Equal(HttpStatusCode.NoContent, (await user.DeleteAsync($"/api/v1/photos/{result.Accepted[0].PhotoId}")).StatusCode);
        await faceWeb.EmptyTrashAsync();
        await UsesAsync(photos[1].Length, 0);
        Assert.Single((await UploadAsync(("small.png", small))).Accepted);
    }

    [Fact]
    public async Task A_content_in_two_albums_counts_twice_and_a_zip_is_taken_as_far_as_it_fits()
    {
        var photos = Enumerable.Range(0, 3).Select(i => Pictures.Jpeg(510 + i)).ToArray();
        await UploadAsync(("0.jpg", photos[0]));
        await UploadAsync(await faceWeb.NewAlbumAsync("Second"), ("0.jpg", photos[0]));
        await UsesAsync(2 * photos[0].Length, 0);
        await SetQuotaAsync((2 * photos[0].Length) + photos[1].Length);
        var zip = Pictures.Zip(("0.jpg", photos[0]), ("1.jpg", photos[1]), ("2.jpg", photos[2]));
        var result = await UploadAsync(("summer.zip", zip));
        Assert.Equal([("0.jpg", true), ("1.jpg", false)], result.Accepted.Select(a => (a.FileName, a.Duplicate)));
        Assert.Contains(Full, Assert.Single(result.Rejected).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_in_pieces_is_refused_by_what_it_announces_and_measured_again_at_its_end()
    {
        var (first, second) = (Pictures.Jpeg(520), Pictures.Jpeg(521));
        await SetQuotaAsync(first.Length + (second.Length / 2));
        await user.RefusesToBeginAsync(album, "large.jpg", first.Length + second.Length, Full);

        // Both fit while neither has arrived.
        var addresses = new[] { await user.BeginAsync(album, "1.jpg", first.Length), await user.BeginAsync(album, "2.jpg", second.Length) };
        using (var taken = await user.AppendAsync(addresses[0], 0, new ByteArrayContent(first)))
            Assert.Equal(HttpStatusCode.NoContent, taken.StatusCode);
        using var refused = await user.AppendAsync(addresses[1], 0, new ByteArrayContent(second));
        Assert.Equal(HttpStatusCode.InsufficientStorage, refused.StatusCode);
        Assert.Contains(Full, (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), StringComparison.Ordinal);
        await UsesAsync(first.Length, 0);
        await faceWeb.InboxGetsEmptyAsync();
    }

    [SkippableFact]
    public async Task A_live_photos_clip_counts_with_its_photo_and_only_with_one_of_the_same_account()
    {
        var film = SmallFilm.MakeAsPhonesDo([], 3, "mov");
        var photo = Pictures.Jpeg(530);
        await faceWeb.UploadAsync(album, ("IMG_0009.JPG", Pictures.Jpeg(531)));
        await SetQuotaAsync(photo.Length + film.Length);
        await UploadAsync(("IMG_0001.JPG", photo), ("IMG_0001.MOV", film));
        await UsesAsync(photo.Length + film.Length, 0);
        Assert.Equal(2, await faceWeb.PhotosOfAsync(album));
        Assert.Equal(HttpStatusCode.InsufficientStorage, (await SendAsync(("IMG_0009.MOV", SmallFilm.MakeAsPhonesDo([], 4, "mov")))).StatusCode);

        await SetQuotaAsync(null);
        await UploadAsync(("IMG_0009.MOV", SmallFilm.MakeAsPhonesDo([], 4, "mov")));
        Assert.Equal(3, await faceWeb.PhotosOfAsync(album));

        // The film first: what it took counts with its photo then.
        var third = await faceWeb.NewAlbumAsync("Third");
        var before = (await user.GetFromJsonAsync<StorageUse>("/api/v1/account/storage"))!.UsedBytes;
        await UploadAsync(third, ("IMG_0001.MOV", film), ("IMG_0001.JPG", photo));
        Assert.Equal(1, await faceWeb.PhotosOfAsync(third));
        await UsesAsync(before + photo.Length + film.Length, 0);

        // Where it does not fit, the photo stays.
        var second = await faceWeb.NewAlbumAsync("Second");
        var use = await user.GetFromJsonAsync<StorageUse>("/api/v1/account/storage");
        await SetQuotaAsync(use!.UsedBytes + photo.Length);
        var result = await UploadAsync(second, ("IMG_0001.JPG", photo), ("IMG_0001.MOV", film));
        Assert.Equal("IMG_0001.JPG", Assert.Single(result.Accepted).FileName);
        Assert.Contains(Full, Assert.Single(result.Rejected).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task However_many_come_at_once_the_quota_is_not_passed()
    {
        var photos = Enumerable.Range(0, 12).Select(i => Pictures.Jpeg(540 + i)).ToArray();
        var quota = photos.Take(4).Sum(p => p.Length) + 1000;
        await SetQuotaAsync(quota);
        var answers = await Task.WhenAll(photos.Select((p, i) => SendAsync(($"{i}.jpg", p))));
        Assert.All(answers, a => Assert.Contains(a.StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.InsufficientStorage }));
        var use = await user.GetFromJsonAsync<StorageUse>("/api/v1/account/storage");
        Assert.True(use!.UsedBytes <= quota, $"{use.UsedBytes} of {quota} are used.");

        // Nothing was refused that would have fitted: all of them are about as large.
        Assert.InRange(use.UsedBytes, quota - photos.Max(p => p.Length), quota);
    }

    [Fact]
    public async Task Admins_set_what_holds_for_every_account_and_for_all_and_nobody_else_does()
    {
        var photo = Pictures.Jpeg(560);
        var admin = faceWeb.Client;
        Assert.Equal(HttpStatusCode.OK, (await admin.PutAsJsonAsync("/api/v1/storage", new QuotaLimits(null, 1000))).StatusCode);
        Assert.Equal(HttpStatusCode.InsufficientStorage, (await SendAsync(("a.jpg", photo))).StatusCode);
        await SetQuotaAsync(null);
        await UploadAsync(("a.jpg", photo));
        await admin.PutAsJsonAsync("/api/v1/storage", new QuotaLimits(photo.Length + 10, 1000));
        var refused = await SendAsync(("b.jpg", Pictures.Jpeg(561)));
        Assert.Contains(
            "for the whole library are used, what lies in the trash included", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await user.RefusesToBeginAsync(album, "b.jpg", 1000, "for the whole library");

        var all = await admin.GetFromJsonAsync<JsonElement>("/api/v1/storage");
        Assert.Equal(
            $$$"""{"usedBytes":{{{photo.Length}}},"limits":{"libraryBytes":{{{photo.Length + 10}}},"accountBytes":1000}}""", all.GetRawText());
        var accounts = (await admin.GetFromJsonAsync<JsonElement>("/api/v1/storage/accounts")).GetProperty("items");
        var use = $$$"""{"usedBytes":{{{photo.Length}}},"trashBytes":0,"quotaBytes":null}""";
        Assert.Equal($$$"""{"userId":"{{{userId}}}","email":"anna@example.org","ownQuota":true,"use":{{{use}}}}""", accounts[1].GetRawText());
        Assert.Equal(1000, accounts[0].GetProperty("use").GetProperty("quotaBytes").GetInt64());

        await faceWeb.RefusesAsync(HttpStatusCode.BadRequest, "from 0 on", c => c.PutAsJsonAsync("/api/v1/storage", new QuotaLimits(-1, null)));
        await faceWeb.RefusesAsync(
            HttpStatusCode.NotFound, "There is no such user", c => c.PutAsJsonAsync("/api/v1/storage/accounts/nobody", new AccountQuota(true, 1)));
        Assert.Equal(HttpStatusCode.Forbidden, (await user.PutAsJsonAsync("/api/v1/storage", new QuotaLimits(null, null))).StatusCode);
        Assert.Equal(
            HttpStatusCode.Forbidden, (await user.PutAsJsonAsync($"/api/v1/storage/accounts/{userId}", new AccountQuota(true, null))).StatusCode);
    }

    [Fact]
    public async Task A_deleted_account_leaves_its_photos_without_an_uploader_also_those_in_the_trash()
    {
        var result = await UploadAsync(("a.jpg", Pictures.Jpeg(570)), ("b.jpg", Pictures.Jpeg(571)));
        await user.DeleteAsync($"/api/v1/photos/{result.Accepted[1].PhotoId}");

        // What is kept about the account says which photos it uploaded.
        using (var zip = new ZipArchive(new MemoryStream(await user.GetByteArrayAsync("/api/v1/account/export"))))
        using (var table = new StreamReader(zip.GetEntry("photos.csv")!.Open()))
            Assert.Contains("a.jpg", await table.ReadToEndAsync(), StringComparison.Ordinal);

        await faceWeb.WithAsync<UserService>(users => users.DeleteAsync(userId));
        await using (var db = await faceWeb.App.Services.GetRequiredService<IDbContextFactory<FaceWebDb>>().CreateDbContextAsync())
        {
            Assert.Equal([null], await db.Photos.Select(p => p.UploaderId).ToListAsync());
            Assert.Equal([null], await db.TrashedPhotos.Select(p => (string?)p[nameof(Photo.UploaderId)]).ToListAsync());
        }
        var item = (await faceWeb.Client.GetFromJsonAsync<JsonElement>("/api/v1/trash")).GetProperty("items")[0].GetProperty("id").GetInt64();
        Assert.Equal(HttpStatusCode.NoContent, (await faceWeb.Client.PostAsync($"/api/v1/trash/{item}/bring-back", null)).StatusCode);
        Assert.Equal(2, await faceWeb.PhotosOfAsync(album));
        var findings = await faceWeb.UseAsync<LibraryCheck, IReadOnlyList<Finding>>(check => check.RunAsync(readFiles: true, mend: false, default));
        Assert.DoesNotContain(findings, f => f.Kind is FindingKind.DanglingRow or FindingKind.DamagedDatabase);
    }

    private Task<UploadResult> UploadAsync(params (string Name, byte[] Content)[] files) => UploadAsync(album, files);

    private async Task<UploadResult> UploadAsync(long to, params (string Name, byte[] Content)[] files) =>
        await AlbumCalls.ResultAsync(await SendAsync(to, files));

    private Task<HttpResponseMessage> SendAsync(params (string Name, byte[] Content)[] files) => SendAsync(album, files);

    private async Task<HttpResponseMessage> SendAsync(long to, params (string Name, byte[] Content)[] files)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, content) in files)
            form.Add(new ByteArrayContent(content), "files", name);
        return await user.PostAsync($"/api/v1/albums/{to}/photos", form);
    }

    private async Task SetQuotaAsync(long? bytes) => Assert.Equal(
        HttpStatusCode.NoContent,
        (await faceWeb.Client.PutAsJsonAsync($"/api/v1/storage/accounts/{userId}", new AccountQuota(true, bytes))).StatusCode);

    private async Task UsesAsync(long used, long inTrash)
    {
        var use = await user.GetFromJsonAsync<StorageUse>("/api/v1/account/storage");
        Assert.Equal((used, inTrash), (use!.UsedBytes, use.TrashBytes));
    }
}
