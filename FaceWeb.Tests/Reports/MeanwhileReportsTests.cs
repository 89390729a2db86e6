using System.Net;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Suggestions;
using FaceWeb.Tests.Training;
using FaceWeb.Tests.Work;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Tests.Reports;

/// <summary>
/// Reported of other products: jobs that fail, or names of people who are gone, because somebody was merged or a photo deleted while names were
/// suggested or a classifier trained; and faces that change their names when training is asked for again.
/// </summary>
public sealed class MeanwhileReportsTests
{
    [Fact]
    public async Task A_person_merged_one_forgotten_and_a_photo_deleted_while_names_are_suggested_are_named_by_nobody_afterwards()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync(HeldJob.Setting);
        var client = faceWeb.Client;
        var album = await AlbumOfTwoClassifiers.MakeAsync(faceWeb);
        var people = await PeopleAsync(faceWeb);
        using (var held = HeldJob.At(faceWeb, "Suggesting names: 1,000 of 2,100 faces"))
        {
            await client.PostAsync($"classifiers/{album.First}/activate");
            var job = await held.ReachedAsync();
            await client.PostAsync($"people/{people[0]}/merge", new { from = new[] { people[1] } });
            (await client.DeleteAsync(new Uri($"/api/v1/people/{people[2]}", UriKind.Relative))).EnsureSuccessStatusCode();
            await DeletePhotosOfAsync(faceWeb, album.Faces[10], album.Faces[1500], album.Faces[2050]);
            held.GoOn();
            Assert.Equal("done", (await client.EndedAsync(job)).GetProperty("state").GetString());
        }
        await client.AllDoneAsync();
        await StandsAsync(faceWeb, people, album.Faces);
    }

    [Fact]
    public async Task A_person_merged_and_a_photo_deleted_while_a_classifier_is_trained_leave_it_usable_and_true()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync(HeldJob.Setting);
        var client = faceWeb.Client;
        var album = await AlbumOfTwoClassifiers.MakeAsync(faceWeb);
        var people = await PeopleAsync(faceWeb);
        using (var held = HeldJob.At(faceWeb, "Cross-validating"))
        {
            var job = (await client.PostAsync("classifier/train")).GetProperty("jobId").GetInt64();
            Assert.Equal(job, await held.ReachedAsync());
            await client.PostAsync($"people/{people[0]}/merge", new { from = new[] { people[1] } });
            (await client.PostAsync(new Uri($"/api/v1/people/{people[2]}/trash", UriKind.Relative), null)).EnsureSuccessStatusCode();
            await DeletePhotosOfAsync(faceWeb, album.Faces[10], album.Faces[1500]);
            held.GoOn();
            var ended = await client.EndedAsync(job);
            // Faces in the trash are gone for this training: it says so, and the one in use stays.
            Assert.True(ended.GetProperty("state").GetString() == "done"
                || ended.GetProperty("message").GetString()!.Contains("deleted meanwhile: train again", StringComparison.Ordinal), ended.ToString());
        }
        await client.AllDoneAsync();
        // The classifier in use was trained while they were two, and these two look nothing alike: the next one knows them as one.
        await StandsAsync(faceWeb, people, album.Faces, trained: false);
        Assert.Equal("done", (await client.TrainAsync()).GetProperty("state").GetString());
        await client.AllDoneAsync();
        await StandsAsync(faceWeb, people, album.Faces);
    }

    [Fact]
    public async Task Retraining_five_times_without_a_change_moves_no_face()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        await EightPeopleAsync(faceWeb);
        var first = await NamesAsync(faceWeb);
        Assert.InRange(first.Count(n => n.Name.Contains("|0|", StringComparison.Ordinal)), 50, 200);
        for (var i = 0; i < 5; i++)
        {
            await faceWeb.Client.TrainAsync();
            await faceWeb.Client.AllDoneAsync();
            var now = await NamesAsync(faceWeb);
            Assert.Equal(first.Select(n => n.Name), now.Select(n => n.Name));
            Assert.All(first.Zip(now), pair => Assert.Equal(pair.First.Probability, pair.Second.Probability, 0.001f));
        }
    }

    [Fact]
    public async Task The_same_decisions_said_in_another_order_train_to_the_same_names()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var (album, named) = await EightPeopleAsync(faceWeb);
        var first = await NamesAsync(faceWeb);
        foreach (var (i, own) in named.Index().Reverse())
        {
            await album.UndecideAsync([.. own.Reverse()]);
            await album.ConfirmAsync($"Person {i + 1}", [.. own.Reverse()]);
            await faceWeb.Client.PostAsync("decisions/undo");
            await faceWeb.Client.PostAsync("decisions/redo");
        }
        await faceWeb.Client.TrainAsync();
        await faceWeb.Client.AllDoneAsync();
        var now = await NamesAsync(faceWeb);
        Assert.Equal(Firsts(first), Firsts(now));

        static IEnumerable<string> Firsts(IEnumerable<(string Name, float Probability)> names) =>
            names.Select(n => n.Name).Where(n => n.Contains("|0|", StringComparison.Ordinal));
    }

    // Eight people of six faces each, and 200 faces of theirs that nobody has named, trained once.
    private static async Task<(SeededAlbum Album, List<long[]> Named)> EightPeopleAsync(RunningFaceWeb faceWeb)
    {
        var album = await SeededAlbum.MakeAsync(faceWeb);
        var centres = Enumerable.Range(0, 8).Select(_ => album.Vectors.Anyone()).ToList();
        var named = new List<long[]>();
        foreach (var (i, centre) in centres.Index())
        {
            named.Add(await album.AddAsync(Enumerable.Range(0, 6).Select(_ => album.Vectors.Near(centre, 1.1f))));
            await album.ConfirmAsync($"Person {i + 1}", named[i]);
        }
        await album.AddAsync(Enumerable.Range(0, 200).Select(i => album.Vectors.Near(centres[i % centres.Count], 1.3f)));
        await faceWeb.Client.TrainAsync();
        await faceWeb.Client.AllDoneAsync();
        return (album, named);
    }

    private static async Task<List<long>> PeopleAsync(RunningFaceWeb faceWeb)
    {
        await using var db = await SeededAlbum.OpenAsync(faceWeb);
        return await db.People.OrderBy(p => p.Id).Select(p => p.Id).ToListAsync();
    }

    private static async Task DeletePhotosOfAsync(RunningFaceWeb faceWeb, params long[] faces)
    {
        await using var db = await SeededAlbum.OpenAsync(faceWeb);
        foreach (var photo in await db.Faces.Where(f => faces.Contains(f.Id)).Select(f => f.PhotoId).ToListAsync())
        {
            var answer = await faceWeb.Client.DeleteAsync(new Uri($"/api/v1/photos/{photo}", UriKind.Relative));
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        }
    }

    // 0 and 1 were merged, 2 is gone, 3 was left alone. The undecided faces come from the four in turn.
    private static async Task StandsAsync(RunningFaceWeb faceWeb, List<long> people, long[] faces, bool trained = true)
    {
        await using var db = await SeededAlbum.OpenAsync(faceWeb);
        var gone = new[] { people[1], people[2] };
        Assert.Equal(0, await db.Suggestions.CountAsync(s => gone.Contains(s.PersonId)));
        Assert.Equal(0, await db.Faces.CountAsync(
            f => f.BestPersonId != null && !db.People.Any(p => p.Id == f.BestPersonId && p.MergedIntoId == null)));
        Assert.Equal(0, await db.Suggestions.CountAsync(s => !db.Faces.Any(f => f.Id == s.FaceId)));
        var best = await db.Faces.Where(f => faces.Contains(f.Id)).Select(f => new { f.Id, f.BestPersonId }).ToListAsync();
        var place = faces.Index().ToDictionary(f => f.Item, f => f.Index % 4);
        var of = best.ToLookup(f => place[f.Id], f => f.BestPersonId);
        // Whoever looks like the one merged away has the name of the one who stayed.
        Assert.InRange(of[0].Count(p => p == people[0]), trained ? of[0].Count() * 0.9 : 0, of[0].Count());
        Assert.InRange(of[1].Count(p => p == people[0]), trained ? of[1].Count() * 0.9 : 0, of[1].Count());
        Assert.InRange(of[3].Count(p => p == people[3]), of[3].Count() * 0.9, of[3].Count());
    }

    private static async Task<List<(string Name, float Probability)>> NamesAsync(RunningFaceWeb faceWeb)
    {
        await using var db = await SeededAlbum.OpenAsync(faceWeb);
        var rows = await db.Suggestions.OrderBy(s => s.FaceId).ThenBy(s => s.Rank).Select(s => new { s.FaceId, s.Rank, s.PersonId, s.Probability })
            .ToListAsync();
        var unknown = await db.Faces.Where(f => f.GroupId != null && f.Decision == FaceDecision.Undecided).OrderBy(f => f.Id)
            .Select(f => new { f.Id, f.GroupId }).ToListAsync();
        return
        [
            .. rows.Select(r => (FormattableString.Invariant($"{r.FaceId}|{r.Rank}|{r.PersonId}"), r.Probability)),
            .. unknown.GroupBy(f => f.GroupId).Select(group => ("together: " + string.Join(", ", group.Select(f => f.Id)), 0f)),
        ];
    }
}
