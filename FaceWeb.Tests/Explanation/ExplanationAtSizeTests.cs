using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using System.Text.Json;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Suggestions;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Suggestions;
using FaceWeb.Tests.Training;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace FaceWeb.Tests.Explanation;

/// <summary>
/// The nearest confirmed faces of an explanation are the nearest of all, however many there are, and how long that takes is printed.
/// The environment variable <c>FACEWEB_CONFIRMED</c> asks for another number of confirmed faces.
/// </summary>
public sealed class ExplanationAtSizeTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(20)]
    [InlineData(500)]
    public async Task The_nearest_faces_are_the_nearest_of_all(int facesOfEach)
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("FACEWEB_CONFIRMED") ?? "2000", CultureInfo.InvariantCulture);
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        // The rows below are written past the application: the look at the library that each start takes must not come in between.
        await faceWeb.Client.AllDoneAsync();
        var album = await SeededAlbum.MakeAsync(faceWeb);
        var vectors = new Dictionary<long, (float[] Vector, long Person)>();
        var centres = Enumerable.Range(0, count / facesOfEach).Select(_ => album.Vectors.Anyone()).ToList();
        await using (var db = await SeededAlbum.OpenAsync(faceWeb))
        {
            foreach (var (i, centre) in centres.Index())
            {
                var person = new Person { Name = $"Person {i + 1}" };
                db.People.Add(person);
                await db.SaveChangesAsync();
                db.ChangeTracker.Clear();
                var own = Enumerable.Range(0, facesOfEach).Select(_ => album.Vectors.Near(centre)).ToList();
                var faces = await album.AddAsync(own);
                var (first, last) = (faces.Min(), faces.Max());
                await db.Faces.Where(f => f.Id >= first && f.Id <= last)
                    .ExecuteUpdateAsync(set => set.SetProperty(f => f.Decision, FaceDecision.Confirmed).SetProperty(f => f.PersonId, person.Id));
                foreach (var (face, vector) in faces.Zip(own))
                    vectors.Add(face, (vector, person.Id));
            }
        }
        var unknown = album.Vectors.Near(centres[^1]);
        var asked = Assert.Single(await album.AddAsync([unknown]));
        faceWeb.App.Services.GetRequiredService<SuggestService>().RequestAll();
        await faceWeb.Client.AllDoneAsync();

        foreach (var (face, vector) in new[] { (asked, unknown), (vectors.Keys.First(), vectors.Values.First().Vector) })
        {
            JsonElement explanation = default;
            var times = new List<string>();
            for (var i = 0; i < 5; i++)
            {
                var (watch, work) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
                explanation = await faceWeb.Client.ReadAsync($"faces/{face}/explanation");
                times.Add($"{watch.ElapsedMilliseconds} ms ({(Environment.CpuUsage.TotalTime - work).TotalMilliseconds:F0} ms of processor time)");
            }
            output.WriteLine($"{count} confirmed faces, {facesOfEach} of each person: {string.Join(", ", times)}");
            var expected = vectors.Where(v => v.Key != face).OrderByDescending(v => TensorPrimitives.Dot<float>(v.Value.Vector, vector)).Take(12)
                .ToList();
            var nearest = explanation.GetProperty("nearest").EnumerateArray().ToList();

            // Half precision may swap two that are equally near.
            Assert.All(nearest.Zip(expected), pair =>
                Assert.Equal(TensorPrimitives.Dot<float>(pair.Second.Value.Vector, vector), pair.First.GetProperty("cosine").GetDouble(), 0.002));
            Assert.True(nearest.Select(n => n.GetProperty("faceId").GetInt64()).Intersect(expected.Select(e => e.Key)).Count() >= 11);
            Assert.Equal(12, nearest.Count);
            var likeliest = explanation.GetProperty("people")[0];
            Assert.Equal(expected[0].Value.Person, likeliest.GetProperty("person").GetProperty("id").GetInt64());
            Assert.Equal(facesOfEach - (face == asked ? 0 : 1), likeliest.GetProperty("faces").GetInt32());
        }
    }
}
