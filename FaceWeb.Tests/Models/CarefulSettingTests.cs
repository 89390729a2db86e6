using System.Net;
using System.Net.Http.Json;
using System.Numerics.Tensors;
using System.Text.Json;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Models;
using FaceWeb.Pipeline.ModelPacks;
using FaceWeb.Tests.Embedding;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using FaceWeb.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceWeb.Tests.Models;

/// <summary>From the fast to the careful setting and back, with faces that are there already.</summary>
public sealed class CarefulSettingTests
{
    private const string Careful = "--FaceWeb:Models:Recognition=careful";

    [SkippableFact]
    public async Task Faces_are_measured_again_in_the_background_and_nothing_that_people_said_changes()
    {
        RecognitionModelTests.SkipWithoutSecondPack();
        var folder = Directory.CreateTempSubdirectory("faceweb-careful-").FullName;
        try
        {
            string before, named;
            long face;
            await using (var fast = await RunningFaceWeb.StartInAsync(folder))
            {
                var (album, files) = (await fast.Client.NewAlbumAsync("Before"), Photos(2, 6));
                await fast.Client.UploadAsync(album, files.Select(f => (Path.GetFileName(f), File.ReadAllBytes(f))));
                await fast.Client.AllDoneAsync();
                face = await ConfirmAsync(fast);
                var trained = await fast.Client.TrainAsync();
                Assert.Equal("done", trained.GetProperty("state").GetString());
                before = await FacesAsync(fast);
                named = await EmbeddingsAsync(fast, "compact");
                Assert.Equal("", await EmbeddingsAsync(fast, "classic128"));
            }

            await using (var careful = await RunningFaceWeb.StartInAsync(folder, Careful))
            {
                await careful.Client.AllDoneAsync();
                Assert.Equal(before, await FacesAsync(careful));
                Assert.Equal(named, await EmbeddingsAsync(careful, "compact"));
                var counts = await careful.UseAsync<EmbeddingService, EmbeddingCounts>(s => s.CountAsync());
                Assert.Equal((0, null), (counts.Waiting, counts.Job));
                Assert.True(counts.Faces > 0);
                Assert.Null(await careful.UseAsync<EmbeddingService, JobView?>(s => s.StartAsync()));

                // The fast classifier is not used; names come from nearest faces until the next training, which learns from the joined vectors.
                Assert.Equal(HttpStatusCode.NotFound, (await careful.Client.GetAsync(new Uri("/api/v1/classifier", UriKind.Relative))).StatusCode);
                await careful.Client.TrainAsync();
                var active = await careful.Client.ReadAsync("classifier");
                Assert.Equal(("compact+classic128", 2), (active.GetProperty("model").GetString(), active.GetProperty("people").GetInt32()));

                // Newly uploaded photos get both at once.
                var album = await careful.Client.NewAlbumAsync("After");
                await careful.Client.UploadAsync(album, Photos(3, 2).Skip(4).Select(f => (Path.GetFileName(f), File.ReadAllBytes(f))));
                await careful.Client.AllDoneAsync();
                Assert.Equal(0, (await careful.UseAsync<EmbeddingService, EmbeddingCounts>(s => s.CountAsync())).Waiting);
            }

            // Back: the first pack's numbers are still there, nothing has to be measured.
            await using var back = await RunningFaceWeb.StartInAsync(folder);
            await back.Client.AllDoneAsync();
            Assert.Equal("compact", (await back.Client.ReadAsync("classifier")).GetProperty("model").GetString());
            Assert.Equal("confirmed", (await back.Client.ReadAsync($"faces/{face}")).GetProperty("decision").GetString());
            Assert.Equal(0, (await back.UseAsync<EmbeddingService, EmbeddingCounts>(s => s.CountAsync())).Waiting);

            // A photo that is analysed anew with one pack keeps nothing that another one measured from the landmarks before.
            await using var db = await DbAsync(back);
            var photo = await db.Faces.Where(f => f.Id == face).Select(f => f.PhotoId).SingleAsync();
            Assert.Equal(2, await db.Embeddings.CountAsync(e => e.FaceId == face));
            await back.Client.PostAsync($"photos/{photo}/analyse");
            await back.Client.AllDoneAsync();
            Assert.Equal("compact", await db.Embeddings.Where(e => e.FaceId == face).Select(e => e.Model).SingleAsync());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [SkippableFact]
    public async Task A_process_killed_while_measuring_goes_on_where_it_stopped()
    {
        RecognitionModelTests.SkipWithoutSecondPack();
        var folder = Directory.CreateTempSubdirectory("faceweb-careful-").FullName;
        try
        {
            Dictionary<long, float[]> whole;
            long kept;
            await using (var careful = await RunningFaceWeb.StartInAsync(folder, Careful))
            {
                await careful.Client.UploadAsync(
                    await careful.Client.NewAlbumAsync("Killed"), Photos(1, 6).Select(f => (Path.GetFileName(f), File.ReadAllBytes(f))));
                await careful.Client.AllDoneAsync();
                whole = await VectorsAsync(careful);

                // What a process leaves that was killed half-way: some faces measured, the job's row running.
                await using var db = await DbAsync(careful);
                kept = await db.Embeddings.Where(e => e.Model == "classic128").OrderBy(e => e.FaceId).Select(e => e.Id).FirstAsync();
                Assert.True(await db.Embeddings.Where(e => e.Model == "classic128" && e.Id != kept).ExecuteDeleteAsync() > 0);
                db.Jobs.Add(new JobRecord { Kind = JobKind.Embed, State = JobState.Running, CreatedAt = DateTime.UtcNow, Progress = 0.2 });
                await db.SaveChangesAsync();
            }

            await using var again = await RunningFaceWeb.StartInAsync(folder, Careful);
            await again.Client.AllDoneAsync();
            var restored = await VectorsAsync(again);
            Assert.Equal(whole.Keys.Order(), restored.Keys.Order());
            // Landmarks are kept in single precision, so a chip may move by a thousandth of a pixel.
            Assert.All(whole, face => Assert.InRange(TensorPrimitives.CosineSimilarity<float>(face.Value, restored[face.Key]), 0.9999f, 1.0001f));
            await using var after = await DbAsync(again);
            Assert.True(await after.Embeddings.AnyAsync(e => e.Id == kept));
            var job = await after.Jobs.SingleAsync();
            Assert.Equal((JobKind.Embed, JobState.Done), (job.Kind, job.State));

            // One that waits can be cancelled; what is left is measured when somebody asks for it.
            await after.Embeddings.Where(e => e.Id == kept).ExecuteDeleteAsync();
            var waits = new JobRecord { Kind = JobKind.Embed, CreatedAt = DateTime.UtcNow };
            after.Jobs.Add(waits);
            await after.SaveChangesAsync();
            Assert.Equal(1, (await again.UseAsync<EmbeddingService, EmbeddingCounts>(s => s.CountAsync())).Waiting);
            await Assert.ThrowsAsync<RefusedException>(() => again.UseAsync<EmbeddingService, JobView?>(s => s.StartAsync()));
            await again.Client.PostAsync($"jobs/{waits.Id}/cancel");
            Assert.NotNull(await again.UseAsync<EmbeddingService, JobView?>(s => s.StartAsync()));
            await again.Client.AllDoneAsync();
            Assert.Equal(0, (await again.UseAsync<EmbeddingService, EmbeddingCounts>(s => s.CountAsync())).Waiting);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [SkippableFact]
    public async Task Training_leaves_out_faces_that_wait_and_says_so()
    {
        RecognitionModelTests.SkipWithoutSecondPack();
        await using var careful = await RunningFaceWeb.StartAsync(Careful);
        await careful.Client.UploadAsync(
            await careful.Client.NewAlbumAsync("Mixed"), Photos(2, 6).Select(f => (Path.GetFileName(f), File.ReadAllBytes(f))));
        await careful.Client.AllDoneAsync();
        var face = await ConfirmAsync(careful);
        await using (var db = await DbAsync(careful))
            Assert.Equal(1, await db.Embeddings.Where(e => e.Model == "classic128" && e.FaceId == face).ExecuteDeleteAsync());
        var mixed = await careful.Client.TrainAsync();
        Assert.Equal("done", mixed.GetProperty("state").GetString());
        Assert.Contains("1 named face was left out", mixed.GetProperty("message").GetString(), StringComparison.Ordinal);

        await using (var db = await DbAsync(careful))
            await db.Embeddings.Where(e => e.Model == "classic128").ExecuteDeleteAsync();
        var none = await careful.Client.TrainAsync();
        Assert.Equal("failed", none.GetProperty("state").GetString());
        Assert.Contains("is measured by compact+classic128 yet", none.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_second_pack_the_start_says_what_to_do()
    {
        var models = Directory.CreateTempSubdirectory("faceweb-models-");
        var source = Path.Combine(AppContext.BaseDirectory, "models");
        foreach (var file in Directory.GetFiles(source, "*", SearchOption.AllDirectories)
            .Where(f => !f.Contains("face_recognition_model", StringComparison.Ordinal)))
        {
            var to = Path.Combine(models.FullName, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
        var problem = await Assert.ThrowsAsync<ModelPackException>(
            () => RunningFaceWeb.StartAsync(Careful, $"--FaceWeb:Models:Folder={models.FullName}"));
        Assert.Contains("-p:ModelPacks=compact+classic128", problem.Message, StringComparison.Ordinal);
        Assert.Contains("set it to fast", problem.Message, StringComparison.Ordinal);
        var wrong = await Assert.ThrowsAsync<ModelPackException>(() => RunningFaceWeb.StartAsync("--FaceWeb:Models:Recognition=slow"));
        Assert.Contains("fast or careful", wrong.Message, StringComparison.Ordinal);
        models.Delete(recursive: true);
    }

    /// <summary>So many photos each of the first people with that many.</summary>
    private static List<string> Photos(int people, int each) =>
        [.. Directory.GetDirectories(Repository.SharedOrSkip("data", "lfw-dev", "images")).Order(StringComparer.Ordinal)
            .Select(p => Directory.GetFiles(p, "*.jpg").Order(StringComparer.Ordinal).ToList()).Where(files => files.Count >= 6).Take(people)
                .SelectMany(files => files.Take(each))];

    /// <summary>Names the largest face of every photo by the photo's file; returns one of them.</summary>
    private static async Task<long> ConfirmAsync(RunningFaceWeb faceWeb)
    {
        await using var db = await DbAsync(faceWeb);
        var faces = (await db.Faces.AsNoTracking().Include(f => f.Photo).ToListAsync()).GroupBy(f => f.PhotoId).Select(g => g.MaxBy(f => f.Width)!)
            .ToList();
        var items = faces.Select(f => new { faceId = f.Id, decision = "confirmed", personName = f.Photo!.FileName[..^9].Replace('_', ' ') }).ToList();
        await faceWeb.Client.PostAsync("faces/decisions", new { items });
        await faceWeb.Client.AllDoneAsync();
        return faces[0].Id;
    }

    private static async Task<string> FacesAsync(RunningFaceWeb faceWeb)
    {
        await using var db = await DbAsync(faceWeb);
        return JsonSerializer.Serialize(await db.Faces.AsNoTracking().OrderBy(f => f.Id)
            .Select(f => new { f.Id, f.PhotoId, f.X, f.Y, f.Width, f.Height, f.Landmarks, f.Decision, f.PersonId, f.DecidedAt, f.Version, f.Quality })
                .ToListAsync());
    }

    private static async Task<string> EmbeddingsAsync(RunningFaceWeb faceWeb, string model)
    {
        await using var db = await DbAsync(faceWeb);
        return string.Join('\n', (await db.Embeddings.AsNoTracking().Where(e => e.Model == model).OrderBy(e => e.FaceId).ToListAsync())
            .Select(e => $"{e.FaceId} {Convert.ToHexString(e.Vector)}"));
    }

    private static async Task<Dictionary<long, float[]>> VectorsAsync(RunningFaceWeb faceWeb)
    {
        await using var db = await DbAsync(faceWeb);
        return (await db.Embeddings.AsNoTracking().Where(e => e.Model == "classic128").ToListAsync())
            .ToDictionary(e => e.FaceId, e => HalfVector.Unpack(e.Vector));
    }

    private static Task<FaceWebDb> DbAsync(RunningFaceWeb faceWeb) =>
        faceWeb.App.Services.GetRequiredService<IDbContextFactory<FaceWebDb>>().CreateDbContextAsync();
}
