using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceWeb.Data;
using FaceWeb.Faces;
using FaceWeb.Review;
using FaceWeb.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Xunit.Abstractions;

namespace FaceWeb.Tests.Review;

/// <summary>The list of the review page: who is in it, in which order, under which filter, and over HTTP.</summary>
public sealed class ReviewListTests(ReviewListServer server, ITestOutputHelper output) : IClassFixture<ReviewListServer>
{
    private RunningFaceWeb FaceWeb => server.FaceWeb;

    [Fact]
    public async Task Faces_come_by_person_the_one_with_the_surest_face_first_and_the_surest_first()
    {
        var index = await ListAsync();
        Assert.Equal(["Ada", "Bob", "Cem"], index.Groups.Select(g => g.Name));
        Assert.Equal([server.Faces[0], server.Faces[3], server.Faces[6]], index.Groups[0].Faces.Take(3).Select(f => f[0]));
        Assert.Equal(990, index.Groups[0].Faces[0][2]);
        Assert.All(index.Groups, g => Assert.Equal(g.Faces.Select(f => f[2]).OrderDescending(), g.Faces.Select(f => f[2])));
        Assert.Equal((30, 30), (index.Total, index.Groups.Sum(g => g.Faces.Count)));
    }

    [Theory]
    [InlineData("person={1}", 10)]
    [InlineData("album={a}", 30)]
    [InlineData("album=987654", 0)]
    [InlineData("minProbability=0.8", 10)]
    [InlineData("maxProbability=0.8", 20)]
    [InlineData("minProbability=0.5&maxProbability=0.8", 15)]
    [InlineData("minQuality=0.55", 15)]
    [InlineData("takenFrom=2020-01-03", 22)]
    [InlineData("takenTo=2020-01-02", 8)]
    [InlineData("takenFrom=2020-01-02&takenTo=2020-01-02&person={0}", 1)]
    [InlineData("person=unknown", 5)]
    [InlineData("person=nobody&album=x&minProbability=2&takenFrom=yesterday", 30)]
    public async Task A_filter_lets_through_what_it_says(string query, int count)
    {
        query = query.Replace("{0}", server.People[0].ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{1}", server.People[1].ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{a}", server.AlbumId.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        var json = await FaceWeb.Client.GetFromJsonAsync<JsonElement>($"/api/v1/review/faces?{query}");
        Assert.Equal(count, json.GetProperty("total").GetInt32());
        Assert.Equal(count, json.GetProperty("groups").EnumerateArray().Sum(g => g.GetProperty("faces").GetArrayLength()));
    }

    [Fact]
    public void An_address_is_read_back_as_it_was_written()
    {
        var query = new ReviewQuery(12, false, 3, 0.5, 0.95, 0.4, new DateOnly(2020, 2, 29), new DateOnly(2021, 1, 1));
        Assert.Equal(query, ReviewQuery.Parse("?" + query));
        Assert.Equal(7, query.Conditions);
        Assert.Equal("person=unknown", new ReviewQuery(Unknown: true).ToString());
        Assert.Equal(new ReviewQuery(), ReviewQuery.Parse("?person=-1&minQuality=NaN&takenTo=2020-13-01"));
    }

    [Fact]
    public async Task Details_say_what_is_shown_of_a_face_and_refuse_nonsense()
    {
        var face = server.Faces[4];
        var json = (await FaceWeb.Client.GetFromJsonAsync<JsonElement>($"/api/v1/review/details?ids={face},987654321"))[0];
        Assert.Equal((face, "undecided", 1000),
            (json.GetProperty("id").GetInt64(), json.GetProperty("decision").GetString(), json.GetProperty("photoWidth").GetInt32()));
        Assert.Equal(["Bob", "Cem"], json.GetProperty("suggestions").EnumerateArray().Select(s => s.GetProperty("name").GetString()));
        var refused = await FaceWeb.Client.GetAsync("/api/v1/review/details?ids=1,two");
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains(" is none.", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest,
            (await FaceWeb.Client.GetAsync($"/api/v1/review/details?ids={string.Join(',', Enumerable.Range(1, 501))}")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest,
            (await FaceWeb.Client.PostAsJsonAsync("/api/v1/review/decisions", new { actions = Array.Empty<object>() })).StatusCode);
    }

    [Fact]
    public async Task A_hundred_thousand_faces_are_listed_by_the_indices()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var people = new List<long>();
        for (var i = 0; i < 200; i++)
            people.Add(await faceWeb.NewPersonAsync($"Person {i}"));
        await SuggestedFaces.WriteAsync(faceWeb, 2000, people, [[0xFF, 0xD8]]);
        await using (var db = await faceWeb.OpenDbAsync())
        {
            // The rows again and again, with other probabilities: what the lists read is real, and written in seconds.
            for (var i = 0; i < 49; i++)
            {
                await db.Database.ExecuteSqlAsync(
                    $"""
                    INSERT INTO "Faces" ("PhotoId", "X", "Y", "Width", "Height", "Landmarks", "DetectorScore", "Quality", "Sharpness", "Yaw", "Pitch", "Roll", "ByHand", "Decision", "BestProbability", "BestPersonId", "Version")
                    SELECT "PhotoId", "X", "Y", "Width", "Height", "Landmarks", "DetectorScore", "Quality" - {i} * 0.003, "Sharpness", "Yaw", "Pitch", "Roll", "ByHand", "Decision",
                        CASE WHEN {i} % 4 = 3 THEN NULL ELSE "BestProbability" - {i} * 0.005 END, CASE WHEN {i} % 4 = 3 THEN NULL ELSE "BestPersonId" END, "Version"
                    FROM "Faces" WHERE "Id" <= 2000
                    """);
            }
            await db.Database.ExecuteSqlRawAsync("ANALYZE");
            Assert.Equal(100_000, await db.Faces.CountAsync());
        }
        foreach (var (what, filter) in new (string, FaceFilter)[]
        {
            ("everybody suggested", new FaceFilter()),
            ("one person", new FaceFilter(SuggestedPersonId: people[7])),
            ("90 % and more", new FaceFilter(MinProbability: 0.9)),
            ("quality 80 % and more", new FaceFilter(MinQuality: 0.8)),
            ("one month", new FaceFilter(TakenFrom: new DateTime(2020, 3, 1), TakenTo: new DateTime(2020, 4, 1))),
            ("unknown", new FaceFilter(Unknown: true, Order: FaceOrder.BestFirst)),
        })
        {
            var (index, milliseconds) = (default(ReviewIndex), new List<double>());
            for (var i = 0; i < 3; i++)
            {
                var watch = Stopwatch.StartNew();
                index = await faceWeb.UseAsync<ReviewList, ReviewIndex>(list => list.ReadAsync(filter));
                milliseconds.Add(watch.Elapsed.TotalMilliseconds);
            }
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{what}: {index!.Total} faces, {index.Groups.Sum(g => g.Faces.Count)} listed, {milliseconds.Order().ElementAt(1):F0} ms"));
            Assert.InRange(index.Groups.Sum(g => g.Faces.Count), 1, ReviewList.Most);
        }
        var of = Stopwatch.StartNew();
        Assert.Equal(200, (await faceWeb.UseAsync<ReviewList, IReadOnlyList<SuggestedPerson>>(list => list.PeopleAsync())).Count);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"people suggested: {of.Elapsed.TotalMilliseconds:F0} ms"));
    }

    private Task<ReviewIndex> ListAsync() =>
        FaceWeb.UseAsync<ReviewList, ReviewIndex>(list => list.ReadAsync(new FaceFilter(AlbumId: server.AlbumId)));
}
