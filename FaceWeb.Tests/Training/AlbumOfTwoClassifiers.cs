using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Suggestions;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Tests.Training;

/// <summary>
/// Many undecided faces with names by the second of two classifiers: when the first is activated again, all their rows are written anew, in
/// three parts of at most 1,000.
/// </summary>
internal sealed record AlbumOfTwoClassifiers(long First, long Second, long[] Faces)
{
    public const int Undecided = 2100;

    public static async Task<AlbumOfTwoClassifiers> MakeAsync(RunningFaceWeb faceWeb)
    {
        var album = await SeededAlbum.MakeAsync(faceWeb);
        var centres = Enumerable.Range(0, 4).Select(_ => album.Vectors.Anyone()).ToList();
        foreach (var (i, centre) in centres.Index())
            await album.ConfirmAsync($"Person {i + 1}", await album.AddAsync(Enumerable.Range(0, 6).Select(_ => album.Vectors.Near(centre))));
        await faceWeb.Client.TrainAsync();
        var faces = await album.AddAsync(Enumerable.Range(0, Undecided).Select(i => album.Vectors.Near(centres[i % centres.Count])));
        await faceWeb.Client.TrainAsync();
        await faceWeb.Client.AllDoneAsync();
        var classifiers = (await faceWeb.Client.ReadAsync("classifiers")).GetProperty("items");
        Assert.True(classifiers[0].GetProperty("active").GetBoolean());
        return new AlbumOfTwoClassifiers(classifiers[1].GetProperty("id").GetInt64(), classifiers[0].GetProperty("id").GetInt64(), faces);
    }

    /// <summary>How many of the faces have names by this classifier.</summary>
    public static async Task<int> NamedByAsync(RunningFaceWeb faceWeb, long classifier)
    {
        await using var db = await SeededAlbum.OpenAsync(faceWeb);
        return await db.Suggestions.CountAsync(
            s => s.Rank == 0 && s.ClassifierId == classifier && db.Faces.Any(f => f.Id == s.FaceId && f.Decision == FaceDecision.Undecided));
    }
}
