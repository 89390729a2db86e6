using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using Xunit.Abstractions;

namespace FaceWeb.Tests.History;

/// <summary>
/// As <see cref="ConcurrentReviewTests"/>, with the real jobs on a real photo: boxes are moved, too, while it is analysed again and a
/// classifier is trained.
/// </summary>
public sealed class ConcurrentPhotoTests(ITestOutputHelper output)
{
    private const int Sequences = 5;

    [SkippableFact]
    public async Task Two_users_decide_and_move_boxes_while_the_photo_is_analysed_again_and_again()
    {
        var file = await File.ReadAllBytesAsync(Repository.SharedOrSkip("data", "people", "knn", "test", "obama_and_biden.jpg"));
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        var (done, undone, refused) = (0, 0, 0);
        for (var seed = 1; seed <= Sequences; seed++)
        {
            var photo = (await client.UploadAsync(await client.NewAlbumAsync($"Sequence {seed}"), [("a.jpg", file)])).Single();
            await client.AllDoneAsync();
            var faces = (await client.ReadAsync($"photos/{photo}")).GetProperty("faces").EnumerateArray().Select(f => f.GetProperty("id").GetInt64())
                .ToArray();
            var people = new List<long>();
            foreach (var name in new[] { "One", "Two", "Three" })
                people.Add((await client.PostAsync("people", new { name = $"{name} {seed}" })).GetProperty("id").GetInt64());

            var sequence = new ConcurrentSequence(faceWeb.App.Services, seed, faces, [.. people]);
            using var stop = new CancellationTokenSource();
            var machine = Task.Run(async () =>
            {
                var rounds = 0;
                for (; !stop.IsCancellationRequested; rounds++)
                {
                    // It may be running still from the round before, and so may a training.
                    await client.PostAsync(new Uri($"/api/v1/photos/{photo}/analyse", UriKind.Relative), null, CancellationToken.None);
                    await client.PostAsync(new Uri("/api/v1/classifier/train", UriKind.Relative), null, CancellationToken.None);
                    await Task.Delay(150, CancellationToken.None);
                }
                return rounds;
            });
            await sequence.RunAsync(8, mayMove: true);
            await stop.CancelAsync();
            Assert.True(await machine > 0);
            await client.AllDoneAsync();
            await sequence.VerifyAsync();
            (done, undone, refused) = (done + sequence.Done, undone + sequence.Undone, refused + sequence.Refused);
        }
        output.WriteLine($"{Sequences} sequences: {done} actions stored, {undone} of them undos, {refused} calls refused.");
        Assert.True(done > Sequences * 5, $"{done} done");
    }
}
