using System.Globalization;
using FaceWeb.Analysis;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Landmarks;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using FaceWeb.Training;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace FaceWeb.Tests.History;

/// <summary>
/// Random sequences (300, a thousand in a long run) of confirm, reject, ignore, not a face, merge, split, undo and redo from two users at once, while the photo is
/// analysed again and classifiers are trained, on a running FaceWeb with its jobs and its database file. The environment variable
/// FACEWEB_SEQUENCES asks for another number, FACEWEB_SEED for another first seed.
/// </summary>
public sealed class ConcurrentReviewTests(ITestOutputHelper output)
{
    private const string Model = "compact";
    private const int StepsEach = 6;
    private const int SequencesForATraining = 40;

    [Fact]
    public async Task Sequences_from_two_users_at_once_end_in_what_the_events_say_and_none_is_lost()
    {
        var (sequences, first) = (Setting("FACEWEB_SEQUENCES", LongRun.Or(300, 1000)), Setting("FACEWEB_SEED", 1));
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var services = faceWeb.App.Services;
        var (done, undone, redone, refused) = (0, 0, 0, 0);
        await Parallel.ForEachAsync(Enumerable.Range(first, sequences), new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (seed, cancel) =>
        {
            var (photo, faces, people) = await PhotoAsync(services, seed);
            var sequence = new ConcurrentSequence(services, seed, faces, people);
            var machine = Task.Run(() => AnalyseAgainAsync(services, photo, seed, cancel), cancel);
            if (seed % SequencesForATraining == 0)
                await TrainAsync(services);
            await sequence.RunAsync(StepsEach);
            await machine;
            await sequence.VerifyAsync();
            Interlocked.Add(ref done, sequence.Done);
            Interlocked.Add(ref undone, sequence.Undone);
            Interlocked.Add(ref redone, sequence.Redone);
            Interlocked.Add(ref refused, sequence.Refused);
        });
        await faceWeb.Client.AllDoneAsync();

        // One that reads of somebody whom an undo takes away meanwhile is not kept; after all of it, one is.
        await TrainAsync(services);
        await faceWeb.Client.AllDoneAsync();
        await using var db = await OpenAsync(services);
        var trained = await db.Jobs.CountAsync(j => j.Kind == JobKind.Train && j.State == JobState.Done);
        output.WriteLine($"{sequences} sequences from seed {first}: {done} actions stored, {undone} of them undos and {redone} redos, {refused} calls refused, {trained} trainings done.");

        // The sequences reach what they are for.
        Assert.True(done > sequences * StepsEach / 2 && undone > sequences / 2 && redone > sequences / 20
            && refused > sequences / 4, $"{done} done, {undone} undone, {redone} redone, {refused} refused");
        Assert.True(trained > 0 || sequences < SequencesForATraining, "No training was done.");
    }

    private static int Setting(string name, int ordinary) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var n) ? n : ordinary;

    private static Task<FaceWebDb> OpenAsync(IServiceProvider services) =>
        services.GetRequiredService<IDbContextFactory<FaceWebDb>>().CreateDbContextAsync();

    // A photo of six faces that stand apart, and three people.
    private static async Task<(long Photo, long[] Faces, long[] People)> PhotoAsync(IServiceProvider services, int seed)
    {
        await using var db = await OpenAsync(services);
        var photo = new Photo
        {
            Album = new Album { Name = $"Sequence {seed}" },
            FileName = "a.jpg",
            Sha256 = seed.ToString("x64", CultureInfo.InvariantCulture),
            MimeType = "image/jpeg",
            Width = 1000,
            Height = 800,
            State = PhotoState.Analysed,
            Pack = Model,
        };
        for (var i = 0; i < 6; i++)
        {
            var face = new Face { PhotoId = photo.Id };
            PhotoFaces.Place(face, Found(i, new Random((seed * 100) + i)), byHand: false);
            photo.Faces.Add(face);
        }
        db.Photos.Add(photo);
        var people = Enumerable.Range(0, 3).Select(i => new Person { Name = $"Person {seed} {i}", CreatedAt = DateTime.UtcNow }).ToList();
        db.People.AddRange(people);
        await db.SaveChangesAsync();
        return (photo.Id, [.. photo.Faces.Select(f => f.Id)], [.. people.Select(p => p.Id)]);
    }

    // What a detector finds of face number i: a box that is never quite the same, and numbers that are like those of i - 3 and i + 3.
    private static DescribedFace Found(int i, Random random)
    {
        var box = new FaceBox((150 * i) + (8 * random.NextDouble()), 100 + (8 * random.NextDouble()), 90, 110);
        var numbers = new float[512];
        for (var n = 0; n < numbers.Length; n++)
            numbers[n] = (n % 3 == i % 3 ? 1 : 0) + (0.6f * (random.NextSingle() - 0.5f));
        var length = System.Numerics.Tensors.TensorPrimitives.Norm<float>(numbers);
        var points = new Landmarks68([.. Enumerable.Range(0, Landmarks68.Count).Select(p => new LandmarkPoint(box.X + p, box.Y + p))]);
        var face = new MeasuredFace(
            box, 0.9f, points, new FaceQuality(0.8, 200, 0, 0, 0, 40, 0.9), [.. numbers.Select(n => n / length)], [0xFF, 0xD8]);
        face = face with { Embeddings = [new FaceEmbedding(Model, face.Embedding)] };
        return new DescribedFace(face, [0xFF, 0xD8]);
    }

    // What the analysing job writes: faces found again, some missed, at times one that was not there before.
    private static async Task AnalyseAgainAsync(IServiceProvider services, long photo, int seed, CancellationToken cancel)
    {
        var random = new Random(seed);
        for (var round = 0; round < 2; round++)
        {
            var found = Enumerable.Range(0, random.Next(4) == 0 ? 7 : 6).Where(_ => random.Next(4) > 0).Select(i => Found(i, random)).ToList();
            await using var db = await OpenAsync(services);
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            await services.GetRequiredService<PhotoFaces>().WriteAsync(db, photo, found, new Dictionary<long, DescribedFace>(), cancel);
            await transaction.CommitAsync(cancel);
            await Task.Delay(random.Next(20), cancel);
        }
    }

    private static async Task TrainAsync(IServiceProvider services)
    {
        try
        {
            await services.GetRequiredService<TrainingService>().StartAsync();
        }
        catch (RefusedException e) when (e.Status == 409)
        {
            // The one before is still running.
        }
    }
}
