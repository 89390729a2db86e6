using System.Net;
using System.Text.Json;
using FaceWeb.Health.Checking;
using FaceWeb.Store;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using Microsoft.Extensions.DependencyInjection;

namespace FaceWeb.Tests.Albums;

/// <summary>A disk that really fills up: what is refused, what goes on, and that nothing is damaged.</summary>
public sealed class FullDiskTests
{
    [SkippableFact]
    public async Task Uploads_are_refused_before_it_is_full_and_on_a_full_one_reading_and_deleting_work()
    {
        using var disk = SmallDisk.MakeOrSkip(megabytes: 90);
        var folder = Directory.CreateDirectory(Path.Combine(disk.Path, "data")).FullName;
        await using (var faceWeb = await RunningFaceWeb.StartInAsync(
            folder, "--FaceWeb:Upload:ReserveBytes=30000000", "--FaceWeb:Upload:BallastBytes=8000000"))
        {
            var reserve = faceWeb.App.Services.GetRequiredService<DiskReserve>();
            reserve.Balance();
            Assert.Equal(8_000_000, new FileInfo(Path.Combine(folder, "ballast")).Length);
            var album = await faceWeb.NewAlbumAsync();
            var taken = new List<long>();
            for (var seed = 0; ; seed++)
            {
                var result = await TryUploadAsync(faceWeb, album, seed);
                if (result.Refused is { } sentence)
                {
                    Assert.Contains("are kept free: this file does not fit", sentence, StringComparison.Ordinal);
                    break;
                }
                taken.Add(result.Photo);
            }
            Assert.InRange(taken.Count, 3, 12);
            Assert.InRange(reserve.Free, 15_000_000, 36_000_000);
            await faceWeb.RefusesAsync(HttpStatusCode.InsufficientStorage, "are kept free", client =>
            {
                var request = PieceCalls.Asking(HttpMethod.Post, $"/api/v1/albums/{album}/uploads");
                request.Headers.Add("Upload-Length", "5000000");
                request.Headers.Add("Upload-Metadata", "filename YQ==");
                return client.SendAsync(request);
            });

            // What was accepted is analysed in what is kept free.
            await faceWeb.Client.AllDoneAsync();
            Assert.All(taken, photo => Assert.Equal("analysed", StateOf(faceWeb, photo)));

            // Something else takes the rest.
            var filler = disk.Fill();
            Assert.Equal(0, reserve.Free / 4096);
            Assert.Equal("analysed", StateOf(faceWeb, taken[0]));
            reserve.Balance();
            Assert.False(File.Exists(Path.Combine(folder, "ballast")));
            Assert.Equal(HttpStatusCode.NoContent, (await faceWeb.Client.DeleteAsync($"/api/v1/photos/{taken[0]}")).StatusCode);
            Assert.Equal(taken.Count - 1, await faceWeb.PhotosOfAsync(album));
            Assert.NotNull((await TryUploadAsync(faceWeb, album, 100)).Refused);

            // When there is room again, work goes on as if nothing had been.
            File.Delete(filler);
            foreach (var photo in taken.Skip(1).Take(2))
                Assert.Equal(HttpStatusCode.NoContent, (await faceWeb.Client.DeleteAsync($"/api/v1/photos/{photo}")).StatusCode);
            Assert.Null((await TryUploadAsync(faceWeb, album, 101)).Refused);
            await faceWeb.Client.AllDoneAsync();
        }
        Assert.Equal(0, await CheckCommand.RunAsync(Program.Build([$"--FaceWeb:DataDir={folder}", "--files=true"])));
    }

    private static string StateOf(RunningFaceWeb faceWeb, long photo) =>
        faceWeb.Client.ReadAsync($"photos/{photo}").GetAwaiter().GetResult().GetProperty("state").GetString()!;

    private static async Task<(long Photo, string? Refused)> TryUploadAsync(RunningFaceWeb faceWeb, long album, int seed)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Pictures.NoisyBitmap(seed)), "files", $"{seed}.bmp" } };
        using var answer = await faceWeb.Client.PostAsync($"/api/v1/albums/{album}/photos", form);
        var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        return answer.StatusCode == HttpStatusCode.OK && body.GetProperty("accepted").GetArrayLength() == 1
            ? (body.GetProperty("accepted")[0].GetProperty("photoId").GetInt64(), null)
            : (0, answer.StatusCode == HttpStatusCode.OK
                ? body.GetProperty("rejected")[0].GetProperty("reason").GetString()
                : body.GetProperty("detail").GetString());
    }
}
