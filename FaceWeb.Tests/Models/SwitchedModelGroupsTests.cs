using FaceWeb.Data;
using FaceWeb.Suggestions;
using FaceWeb.Tests.Classification;
using FaceWeb.Tests.Embedding;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Suggestions;
using FaceWeb.Tests.Training;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceWeb.Tests.Models;

/// <summary>Groups of unknown faces after the recognition setting was changed, while only some faces are measured for it.</summary>
public sealed class SwitchedModelGroupsTests
{
    [SkippableFact]
    public async Task Faces_that_wait_for_the_new_model_leave_their_groups_and_no_group_mixes_people()
    {
        RecognitionModelTests.SkipWithoutSecondPack();
        var folder = Directory.CreateTempSubdirectory("faceweb-switched-").FullName;
        try
        {
            long[] faces;
            long lastGroup;
            await using (var fast = await RunningFaceWeb.StartInAsync(folder))
            {
                var album = await SeededAlbum.MakeAsync(fast);
                var (one, other) = (album.Vectors.Anyone(), album.Vectors.Anyone());
                faces = await album.AddAsync([.. Enumerable.Range(0, 12).Select(i => album.Vectors.Near(i < 6 ? one : other, 0.4f))]);
                var before = await GroupedAsync(fast, faces);
                Assert.Single(before[..6].Distinct());
                Assert.Single(before[6..].Distinct());
                Assert.NotEqual(before[0], before[6]);
                lastGroup = before.Max()!.Value;
            }

            // The first reading finds no face that the second pack has measured: the originals that it needs are not there.
            await using var careful = await RunningFaceWeb.StartInAsync(folder, "--FaceWeb:Models:Recognition=careful");
            Assert.All(await GroupedAsync(careful, faces), group => Assert.Null(group));

            // Then one person's are measured, and found to be a group, while the other's wait.
            await MeasureAsync(careful, faces[6..], 1);
            var half = await GroupedAsync(careful, faces);
            Assert.All(half[..6], group => Assert.Null(group));
            Assert.Single(half[6..].Distinct());
            Assert.True(half[6] > lastGroup, $"Group {half[6]} was another one's number before.");

            await MeasureAsync(careful, faces[..6], 2);
            var whole = await GroupedAsync(careful, faces);
            Assert.Equal(half[6..], whole[6..]);
            Assert.Single(whole[..6].Distinct());
            Assert.NotNull(whole[0]);
            Assert.NotEqual(whole[0], whole[6]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The group of each face after all work that waits and another suggesting.</summary>
    private static async Task<long?[]> GroupedAsync(RunningFaceWeb faceWeb, long[] faces)
    {
        await faceWeb.Client.AllDoneAsync();
        faceWeb.App.Services.GetRequiredService<SuggestService>().RequestAll();
        await faceWeb.Client.AllDoneAsync();
        await using var db = await SeededAlbum.OpenAsync(faceWeb);
        var groups = await db.Faces.Where(f => faces.Contains(f.Id)).ToDictionaryAsync(f => f.Id, f => f.GroupId);
        return [.. faces.Select(f => groups[f])];
    }

    /// <summary>Writes what the second pack would, alike for all.</summary>
    private static async Task MeasureAsync(RunningFaceWeb faceWeb, long[] faces, int seed)
    {
        var vectors = new SyntheticFaces(128, seed);
        var centre = vectors.Anyone();
        await using var db = await SeededAlbum.OpenAsync(faceWeb);
        db.Embeddings.AddRange(faces.Select(
            face => new FaceWeb.Data.Embedding { FaceId = face, Model = "classic128", Vector = HalfVector.Pack(vectors.Near(centre, 0.2f)) }));
        await db.SaveChangesAsync();
    }
}
