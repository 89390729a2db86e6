using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceWeb.Bench.Fuzzing;
using FaceWeb.Pipeline.Decoding;
using FaceWeb.Tests.Albums;
using FaceWeb.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace FaceWeb.Tests.Decoding;

/// <summary>A photo that stopped its reader is not read again, by whatever page or job, until somebody presses Retry.</summary>
public sealed class GivenUpPhotosTests
{
    // So little that a photo which is drawn a hundred times over is beyond it, and an ordinary one is not.
    private const string Little = "--FaceWeb:Decoding:ProcessorSeconds=0.5";
    private const string PerMegapixel = "--FaceWeb:Decoding:ProcessorSecondsPerMegapixel=0";

    [Fact]
    public async Task It_is_refused_everywhere_at_once_until_retried()
    {
        var folder = Directory.CreateTempSubdirectory("faceweb-given-up-").FullName;
        try
        {
            long photo, twin;
            await using (var faceWeb = await RunningFaceWeb.StartInAsync(folder, Little, PerMegapixel))
            {
                var slow = HostileFiles.JpegOfScans(85, 4000);
                photo = Assert.Single((await faceWeb.UploadAsync(await faceWeb.NewAlbumAsync(), ("slow.jpg", slow))).Accepted).PhotoId;
                var failed = await FailedAsync(faceWeb, photo);
                Assert.Contains("seconds of work", failed, StringComparison.Ordinal);
                var decoder = (DecoderPool)faceWeb.App.Services.GetRequiredService<IPhotoDecoder>();
                // At once: not after three tries.
                Assert.Equal(1, decoder.Faults);

                // The same content elsewhere as well, without reading it once more.
                twin = Assert.Single((await faceWeb.UploadAsync(await faceWeb.NewAlbumAsync("Twin"), ("twin.jpg", slow))).Accepted).PhotoId;
                Assert.Equal(failed, await FailedAsync(faceWeb, twin));
                await RefusedAsync(faceWeb, photo, failed);
                await RefusedAsync(faceWeb, twin, failed);
                Assert.Equal(1, decoder.Faults);
            }

            // The rows tell it to the next process, which could read the photo.
            await using var later = await RunningFaceWeb.StartInAsync(folder);
            await RefusedAsync(later, photo, await FailedAsync(later, photo));
            Assert.Equal(HttpStatusCode.NoContent, (await later.Client.PostAsync($"/api/v1/photos/{photo}/retry", null)).StatusCode);
            Assert.Equal("analysed", (await AtRestAsync(later, photo)).GetProperty("state").GetString());
            var preview = await later.Client.GetAsync($"/api/v1/photos/{photo}/image?size=preview");
            Assert.Equal((HttpStatusCode.OK, "image/jpeg"), (preview.StatusCode, preview.Content.Headers.ContentType?.MediaType));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RefusedAsync(RunningFaceWeb faceWeb, long photo, string reason)
    {
        await faceWeb.RefusesAsync(
            HttpStatusCode.UnprocessableEntity, reason, client => client.GetAsync($"/api/v1/photos/{photo}/image?size=preview"));
        var box = new { box = new { x = 10, y = 10, width = 100, height = 100 } };
        await faceWeb.RefusesAsync(
            HttpStatusCode.UnprocessableEntity, reason, client => client.PostAsJsonAsync($"/api/v1/photos/{photo}/faces", box));
        var tile = await faceWeb.Client.GetAsync($"/api/v1/photos/{photo}/image?size=thumb&v=whatever");
        Assert.Equal((HttpStatusCode.OK, "image/svg+xml"), (tile.StatusCode, tile.Content.Headers.ContentType?.MediaType));
        Assert.True(tile.Headers.CacheControl?.NoStore);
    }

    private static async Task<string> FailedAsync(RunningFaceWeb faceWeb, long photo)
    {
        var view = await AtRestAsync(faceWeb, photo);
        Assert.Equal("failed", view.GetProperty("state").GetString());
        return view.GetProperty("error").GetString()!;
    }

    private static async Task<JsonElement> AtRestAsync(RunningFaceWeb faceWeb, long photo)
    {
        for (var end = DateTime.UtcNow.AddMinutes(2); DateTime.UtcNow < end; await Task.Delay(50))
        {
            var view = await faceWeb.Client.GetFromJsonAsync<JsonElement>($"/api/v1/photos/{photo}");
            if (view.GetProperty("state").GetString() is "failed" or "analysed")
                return view;
        }
        throw new TimeoutException("The photo is still being analysed.");
    }
}
