using System.Net;
using System.Text;
using FaceWeb.Access;
using FaceWeb.Store;
using FaceWeb.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace FaceWeb.Tests.Albums;

/// <summary>Files that come in pieces: over links that break, past restarts, by one sender only.</summary>
public sealed class PiecewiseUploadTests
{
    [Fact]
    public async Task An_archive_over_a_link_that_breaks_five_times_arrives_whole_and_nothing_is_sent_twice()
    {
        // 30 MB in every run, 600 MB in a long one.
        var photos = Enumerable.Range(0, LongRun.Or(5, 100)).Select(i => ($"{i}.bmp", Pictures.NoisyBitmap(i))).ToArray();
        var archive = Pictures.Zip(photos);
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var album = await faceWeb.NewAlbumAsync();
        var address = await faceWeb.Client.BeginAsync(album, "summer.zip", archive.Length);
        var uploads = faceWeb.App.Services.GetRequiredService<UnfinishedUploads>();
        var chance = new Random(1);
        long sent = 0, offset = 0;
        for (var broken = 0; broken < 5; broken++)
        {
            var part = chance.NextInt64(archive.Length / 10, archive.Length / 6);
            await Assert.ThrowsAsync<HttpRequestException>(() => faceWeb.Client.AppendAsync(
                address, offset, new BreakingPiece(archive, offset, archive.Length - offset, part, () => ArriveAsync(uploads, address, offset + (part / 2)))));
            sent += part;
            var arrived = await faceWeb.Client.OffsetAsync(address);
            Assert.InRange(arrived, offset + (part / 2), offset + part);
            offset = arrived;
        }
        using var last = await faceWeb.Client.AppendAsync(address, offset, new ByteArrayContent(archive, (int)offset, archive.Length - (int)offset));
        Assert.Equal(HttpStatusCode.NoContent, last.StatusCode);
        sent += archive.Length - offset;

        var result = (await faceWeb.Client.ProgressAsync(address)).Result!;
        Assert.Equal(photos.Length, result.Accepted.Count);
        Assert.Empty(result.Rejected);

        // What was on its way when the link broke is all that goes twice.
        Assert.InRange(sent, archive.Length, archive.Length * 1.25);
        await faceWeb.InboxGetsEmptyAsync();
    }

    [Fact]
    public async Task It_goes_on_where_it_was_after_the_server_was_stopped_and_the_answer_can_be_asked_for_again()
    {
        var photo = Pictures.Jpeg(301, 1600, 1200);
        var folder = Directory.CreateTempSubdirectory("faceweb-pieces-").FullName;
        try
        {
            long album;
            string address;
            await using (var before = await RunningFaceWeb.StartInAsync(folder))
            {
                album = await before.NewAlbumAsync();
                address = await before.Client.BeginAsync(album, "../Grüße aus Köln.jpg", photo.Length);
                (await before.Client.AppendAsync(address, 0, new ByteArrayContent(photo, 0, 1000))).Dispose();
            }
            await using var after = await RunningFaceWeb.StartInAsync(folder);
            Assert.Equal(1000, await after.Client.OffsetAsync(address));
            Assert.Null((await after.Client.ProgressAsync(address)).Result);
            (await after.Client.AppendAsync(address, 1000, new ByteArrayContent(photo, 1000, photo.Length - 1000))).Dispose();

            // An answer that was lost is asked for again, and the piece that it answered may be sent again.
            for (var i = 0; i < 2; i++)
            {
                Assert.Equal(photo.Length, await after.Client.OffsetAsync(address));
                var taken = Assert.Single((await after.Client.ProgressAsync(address)).Result!.Accepted);
                Assert.Equal("Grüße aus Köln.jpg", taken.FileName);
                Assert.Equal(photo, await after.Client.GetByteArrayAsync($"/api/v1/photos/{taken.PhotoId}/image?size=original"));
                using var again = await after.Client.AppendAsync(address, photo.Length, new ByteArrayContent([]));
                Assert.Equal(HttpStatusCode.NoContent, again.StatusCode);
            }
            Assert.Equal(1, await after.PhotosOfAsync(album));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_new_connection_ends_the_one_that_hangs()
    {
        var photo = Pictures.Jpeg(302);
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var address = await faceWeb.Client.BeginAsync(await faceWeb.NewAlbumAsync(), "a.jpg", photo.Length);
        var hanging = new TaskCompletionSource();
        var lost = faceWeb.Client.AppendAsync(address, 0, new BreakingPiece(photo, 0, photo.Length, 2000, () => hanging.Task));
        await ArriveAsync(faceWeb.App.Services.GetRequiredService<UnfinishedUploads>(), address, 2000);
        Assert.Equal(2000, await faceWeb.Client.OffsetAsync(address));
        (await faceWeb.Client.AppendAsync(address, 2000, new ByteArrayContent(photo, 2000, photo.Length - 2000))).Dispose();
        Assert.Single((await faceWeb.Client.ProgressAsync(address)).Result!.Accepted);
        hanging.SetResult();
        await Task.WhenAny(lost);
        _ = lost.Exception;
    }

    [Fact]
    public async Task What_cannot_be_gets_its_sentence()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync("--FaceWeb:Upload:MaxUnfinished=3");
        var album = await faceWeb.NewAlbumAsync();
        var address = await faceWeb.Client.BeginAsync(album, "a.jpg", 100);
        await faceWeb.RefusesAsync(HttpStatusCode.PreconditionFailed, "tus 1.0.0", c => c.PostAsync($"/api/v1/albums/{album}/uploads", null));
        await faceWeb.RefusesAsync(HttpStatusCode.Conflict, "goes on at byte 0", c => c.AppendAsync(address, 7, new ByteArrayContent([1])));
        await faceWeb.RefusesAsync(HttpStatusCode.BadRequest, "More bytes came", c => c.AppendAsync(address, 0, new ByteArrayContent(new byte[101])));
        await faceWeb.RefusesAsync(HttpStatusCode.RequestEntityTooLarge, "most that is taken", c => Announce(c, 5_000_000_000));
        await faceWeb.RefusesAsync(
            HttpStatusCode.NotFound, "no such upload", c => c.AppendAsync("/api/v1/uploads/" + new string('a', 32), 0, new ByteArrayContent([])));
        await faceWeb.RefusesAsync(HttpStatusCode.NotFound, "no such upload", c => c.GetAsync("/api/v1/uploads/..%2F..%2Ffaceweb.db"));
        await faceWeb.RefusesAsync(HttpStatusCode.NotFound, "album", async c =>
        {
            using var request = PieceCalls.Asking(HttpMethod.Post, "/api/v1/albums/987654/uploads");
            request.Headers.Add("Upload-Length", "5");
            request.Headers.Add("Upload-Metadata", "filename YQ==");
            return await c.SendAsync(request);
        });

        // What is no photo is said at its end, as ever.
        var letter = Encoding.UTF8.GetBytes("Dear reader, this is no picture.");
        var text = await faceWeb.Client.BeginAsync(album, "letter.jpg", letter.Length);
        (await faceWeb.Client.AppendAsync(text, 0, new ByteArrayContent(letter))).Dispose();
        Assert.Equal("letter.jpg", Assert.Single((await faceWeb.Client.ProgressAsync(text)).Result!.Rejected).FileName);

        // Of those that are begun and not ended only so many.
        await faceWeb.Client.BeginAsync(album, "b.jpg", 100);
        await faceWeb.Client.BeginAsync(album, "c.jpg", 100);
        await faceWeb.RefusesAsync(HttpStatusCode.TooManyRequests, "begun and not finished", c => Announce(c, 100));
        using (var given = await faceWeb.Client.SendAsync(PieceCalls.Asking(HttpMethod.Delete, address)))
            Assert.Equal(HttpStatusCode.NoContent, given.StatusCode);
        await faceWeb.Client.BeginAsync(album, "d.jpg", 100);

        Task<HttpResponseMessage> Announce(HttpClient client, long length)
        {
            var request = PieceCalls.Asking(HttpMethod.Post, $"/api/v1/albums/{album}/uploads");
            request.Headers.Add("Upload-Length", $"{length}");
            request.Headers.Add("Upload-Metadata", "filename YQ==");
            return client.SendAsync(request);
        }
    }

    [Fact]
    public async Task Nobody_else_is_told_of_it_and_what_is_left_lying_goes()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync("--FaceWeb:Upload:KeepUnfinished=0:00:02");
        var other = await faceWeb.AddUserAsync("other@example.org", "a password of theirs", Roles.Editor);
        await faceWeb.AddKeyAsync(other, "fw_a-key-of-somebody-else-entirely");
        using var theirs = faceWeb.NewClient("fw_a-key-of-somebody-else-entirely");
        var address = await faceWeb.Client.BeginAsync(await faceWeb.NewAlbumAsync(), "a.jpg", 100);
        Assert.Equal(HttpStatusCode.NotFound, (await theirs.GetAsync(address)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await theirs.AppendAsync(address, 0, new ByteArrayContent([1]))).StatusCode);
        Assert.Equal(0, (await faceWeb.Client.ProgressAsync(address)).Offset);

        var uploads = faceWeb.App.Services.GetRequiredService<UnfinishedUploads>();
        Assert.Equal(0, uploads.Sweep());
        await Task.Delay(2100);
        Assert.Equal(1, uploads.Sweep());
        Assert.Equal(HttpStatusCode.NotFound, (await faceWeb.Client.GetAsync(address)).StatusCode);
    }

    private static async Task ArriveAsync(UnfinishedUploads uploads, string address, long offset)
    {
        for (var end = DateTime.UtcNow.AddSeconds(30); uploads.Offset(address[^32..]) < offset && DateTime.UtcNow < end;)
            await Task.Delay(20);
    }
}
