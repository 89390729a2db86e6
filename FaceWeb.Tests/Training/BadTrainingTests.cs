using System.Text.Json;
using FaceWeb.Data;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Suggestions;
using FaceWeb.Tests.Work;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Tests.Training;

/// <summary>
/// Trainings that cannot be done, are stopped or are killed: each says why in a sentence, and the classifier in use stays as it is.
/// </summary>
public sealed class BadTrainingTests
{
    private const int ManyPeople = 20;

    [Fact]
    public async Task With_nobody_or_one_person_named_it_says_so_and_the_active_classifier_stays()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var album = await SeededAlbum.MakeAsync(faceWeb);
        var client = faceWeb.Client;
        var nobody = await client.TrainAsync();
        Assert.Equal("failed", nobody.GetProperty("state").GetString());
        Assert.Equal(
            "No face has been given a name yet: name at least one face, then train. Nothing was changed.", nobody.GetProperty("message").GetString());

        var faces = await album.AddPeopleAsync(3, 5);
        Assert.Equal("done", (await client.TrainAsync()).GetProperty("state").GetString());
        var before = await ActiveAsync(faceWeb);

        await album.UndecideAsync([.. faces[1], .. faces[2]]);
        var one = await client.TrainAsync();
        Assert.Equal("failed", one.GetProperty("state").GetString());
        Assert.Contains("Only one person has named faces", one.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains("name faces of a second person, then train", one.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(before, await ActiveAsync(faceWeb));

        await album.UndecideAsync(faces[0]);
        Assert.StartsWith(
            "No face has been given a name yet", (await client.TrainAsync()).GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(before, await ActiveAsync(faceWeb));
        Assert.Equal(1, (await client.ReadAsync("classifiers")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_person_of_one_face_is_said_to_have_too_few_and_everybody_is_trained_and_suggested()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var album = await SeededAlbum.MakeAsync(faceWeb);
        await album.AddPeopleAsync(5, 6);
        var lonely = album.Vectors.Anyone();
        var faces = await album.AddAsync([album.Vectors.Near(lonely, 0.5f), album.Vectors.Near(lonely, 0.5f)]);
        await album.ConfirmAsync("Lonely", faces[0]);
        var job = await faceWeb.Client.TrainAsync();
        Assert.Equal("done", job.GetProperty("state").GetString());
        Assert.Contains("1 person has only one or two named faces", job.GetProperty("message").GetString(), StringComparison.Ordinal);
        await faceWeb.Client.AllDoneAsync();
        var active = await faceWeb.Client.ReadAsync("classifier");
        Assert.Equal((6, 31), (active.GetProperty("people").GetInt32(), active.GetProperty("faces").GetInt32()));
        Assert.Equal(5, active.GetProperty("report").GetProperty("peopleWithHyperplane").GetInt32());
        Assert.Equal("tooFew", active.GetProperty("report").GetProperty("personNotes").EnumerateArray().Single().GetProperty("kind").GetString());
        var suggested = (await faceWeb.Client.ReadAsync($"faces/{faces[1]}")).GetProperty("suggestions").EnumerateArray().ToList();
        Assert.Equal("Lonely", suggested[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task Faces_of_two_packs_are_refused_with_what_to_do_and_the_active_classifier_stays()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var album = await SeededAlbum.MakeAsync(faceWeb);
        await album.AddPeopleAsync(3, 5);
        Assert.Equal("done", (await faceWeb.Client.TrainAsync()).GetProperty("state").GetString());
        var before = await ActiveAsync(faceWeb);

        var other = await album.AddAsync([album.Vectors.Anyone(), album.Vectors.Anyone()], model: "another-pack");
        await album.ConfirmAsync("Measured otherwise", other);
        var refused = await faceWeb.Client.TrainAsync();
        Assert.Equal("failed", refused.GetProperty("state").GetString());
        Assert.Contains("2 named faces were measured by the model pack another-pack, but compact is in use", refused.GetProperty("message")
            .GetString(), StringComparison.Ordinal);
        Assert.Contains("Analyse their 2 photos again, then train", refused.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(before, await ActiveAsync(faceWeb));

        // Another pack under the same name shows in the length of its vectors.
        await album.UndecideAsync(other);
        var shorter = await album.AddAsync([new Classification.SyntheticFaces(128, 3).Anyone()]);
        await album.ConfirmAsync("Shorter", shorter);
        refused = await faceWeb.Client.TrainAsync();
        Assert.Equal("failed", refused.GetProperty("state").GetString());
        Assert.Contains(
            "measured by two model packs cannot be trained together", refused.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains("128", refused.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(before, await ActiveAsync(faceWeb));
    }

    [Fact]
    public async Task Cancelled_half_way_it_says_so_and_the_active_classifier_stays()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync(HeldJob.Setting);
        var album = await SeededAlbum.MakeAsync(faceWeb);
        await album.AddPeopleAsync(3, 5);
        await faceWeb.Client.TrainAsync();
        var before = await ActiveAsync(faceWeb);
        await album.AddPeopleAsync(ManyPeople, 8, "Many");

        using var held = HeldJob.At(faceWeb, "Cross-validating");
        var job = (await faceWeb.Client.PostAsync("classifier/train")).GetProperty("jobId").GetInt64();
        Assert.Equal(job, await held.ReachedAsync());
        await faceWeb.Client.PostAsync($"jobs/{job}/cancel");
        await held.StopsAsync();
        var ended = await faceWeb.Client.EndedAsync(job);
        Assert.Equal("cancelled", ended.GetProperty("state").GetString());
        Assert.Equal("Cancelled; the classifier in use is unchanged.", ended.GetProperty("message").GetString());
        Assert.Equal(before, await ActiveAsync(faceWeb));
        Assert.Equal(1, (await faceWeb.Client.ReadAsync("classifiers")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Killed_half_way_the_active_classifier_stays_and_the_training_is_done_after_the_next_start()
    {
        using var folder = new DataFolder();
        (long Id, string Sha) before;
        await using (var faceWeb = await RunningFaceWeb.StartInAsync(folder.Path))
        {
            var album = await SeededAlbum.MakeAsync(faceWeb);
            await album.AddPeopleAsync(3, 5);
            await faceWeb.Client.TrainAsync();
            await faceWeb.Client.AllDoneAsync();
            before = await ActiveAsync(faceWeb);
            await album.AddPeopleAsync(ManyPeople, 8, "Many");
        }
        var job = 0L;
        using (DatabaseHold.Hang(folder.Path, "INSERT ON Classifiers"))
        {
            // However fast the training is, it does not get past storing its classifier.
            await FaceWebProcess.KilledAsync(folder.Path, async process =>
            {
                job = (await process.Client.PostAsync("classifier/train")).GetProperty("jobId").GetInt64();
                await process.WritesAsync($"Job {job}: Cross-validating");
            }, "--Logging:LogLevel:FaceWeb.Work=Debug");
        }
        Assert.Equal([$"{before.Id}|1"], folder.Rows("SELECT Id, Active FROM Classifiers"));
        Assert.Equal([$"{job}|1"], folder.Rows($"SELECT Id, State FROM Jobs WHERE Id = {job}"));
        await using (var second = await FaceWebProcess.StartAsync(folder.Path))
        {
            var done = await second.Client.EndedAsync(job);
            Assert.Equal("done", done.GetProperty("state").GetString());
            Assert.Equal(ManyPeople + 3, (await second.Client.ReadAsync("classifier")).GetProperty("people").GetInt32());
            Assert.Equal(2, (await second.Client.ReadAsync("classifiers")).GetProperty("total").GetInt32());
        }
    }

    [Fact]
    public async Task Killed_after_its_classifier_was_stored_a_training_is_done_and_not_done_again()
    {
        using var folder = new DataFolder();
        long job;
        await using (var faceWeb = await RunningFaceWeb.StartInAsync(folder.Path))
        {
            var album = await SeededAlbum.MakeAsync(faceWeb);
            await album.AddPeopleAsync(3, 5);
            job = (await faceWeb.Client.TrainAsync()).GetProperty("id").GetInt64();

            // What a kill leaves between storing the classifier and ending the job.
            await using var db = await SeededAlbum.OpenAsync(faceWeb);
            await db.Jobs.Where(j => j.Id == job).ExecuteUpdateAsync(set => set
                .SetProperty(j => j.State, JobState.Running).SetProperty(j => j.EndedAt, (DateTime?)null).SetProperty(j => j.Progress, 0.98));
        }
        await using (var again = await RunningFaceWeb.StartInAsync(folder.Path))
        {
            var ended = await again.Client.EndedAsync(job);
            Assert.Equal("done", ended.GetProperty("state").GetString());
            Assert.StartsWith("Trained on 15 faces of 3 people", ended.GetProperty("message").GetString(), StringComparison.Ordinal);
            await again.Client.AllDoneAsync();
            Assert.Equal(1, (await again.Client.ReadAsync("classifiers")).GetProperty("total").GetInt32());
        }
    }

    // The row's key and what is in it: an untouched classifier has both.
    private static async Task<(long Id, string Sha)> ActiveAsync(RunningFaceWeb faceWeb)
    {
        await using var db = await SeededAlbum.OpenAsync(faceWeb);
        var row = await db.Classifiers.AsNoTracking().SingleAsync(c => c.Active);
        return (row.Id, Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(row.Blob)) + row.Note);
    }
}
