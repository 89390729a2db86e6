using System.Net;
using FaceWeb.Tests.Albums;
using FaceWeb.Tests.Running;

namespace FaceWeb.Tests.Shell;

/// <summary>No caller takes more than his share: requests, uploads at once, uploads that hardly move.</summary>
public sealed class LimitsTests
{
    [Fact]
    public async Task Requests_are_bounded_for_strangers_and_files_are_not_counted()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync("--FaceWeb:Limits:VisitorBurst=5", "--FaceWeb:Limits:VisitorRequests=1");
        using var nobody = faceWeb.NewClient(null);
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 30; i++)
        {
            using var answer = await nobody.GetAsync("/sign-in");
            statuses.Add(answer.StatusCode);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            {
                Assert.Contains("too much at once", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
                Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter?.Delta);
                break;
            }
        }
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        Assert.True(statuses.Count > 5);
        using var file = await nobody.GetAsync("/layout/keys.js");
        Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        using var health = await nobody.GetAsync("/health/live");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);

        // A signed-in user, from the same address, has a count of his own.
        Assert.Equal(HttpStatusCode.OK, (await faceWeb.Client.GetAsync("/api/v1/albums")).StatusCode);
    }

    [Fact]
    public async Task A_slow_uploader_holds_one_place_for_a_while_and_leaves_nothing_behind()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync(
            "--FaceWeb:Limits:UserUploads=1", "--FaceWeb:Upload:MinBytesPerSecond=1000", "--FaceWeb:Upload:SilenceAllowed=00:00:04");
        var album = await faceWeb.NewAlbumAsync();
        using var slow = new Trickle();
        var first = faceWeb.Client.PostAsync($"/api/v1/albums/{album}/photos", slow);
        await slow.Begun.WaitAsync(TimeSpan.FromMinutes(1));
        await Task.Delay(500);

        using var another = new MultipartFormDataContent { { new ByteArrayContent([1, 2, 3]), "files", "a.jpg" } };
        using var refused = await faceWeb.Client.PostAsync($"/api/v1/albums/{album}/photos", another);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await faceWeb.Client.GetAsync("/api/v1/albums")).StatusCode);

        // Broken off by the server: as an error of the connection, or as an answer that names the file.
        try
        {
            using var answer = await first.WaitAsync(TimeSpan.FromMinutes(1));
            Assert.Contains("broke off", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
        }
        await faceWeb.InboxGetsEmptyAsync();
        for (var i = 0; i < 50; i++)
        {
            using var form = new MultipartFormDataContent { { new ByteArrayContent([1, 2, 3]), "files", "a.jpg" } };
            using var after = await faceWeb.Client.PostAsync($"/api/v1/albums/{album}/photos", form);
            if (after.StatusCode == HttpStatusCode.OK)
                return;
            await Task.Delay(100);
        }
        Assert.Fail("The place was not given back.");
    }

    // An upload that sends a photo's head and then a byte now and then.
    private sealed class Trickle : MultipartContent
    {
        private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Trickle()
            : base("form-data", "trickle") => Headers.ContentLength = 10_000_000;

        public Task Begun => begun.Task;

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync("--trickle\r\nContent-Disposition: form-data; name=\"files\"; filename=\"slow.jpg\"\r\n\r\n"u8.ToArray());
            await stream.FlushAsync();
            begun.SetResult();
            for (var i = 0; i < 600; i++)
            {
                await stream.WriteAsync(new byte[] { 1 });
                await stream.FlushAsync();
                await Task.Delay(100);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 10_000_000;
            return true;
        }
    }
}
