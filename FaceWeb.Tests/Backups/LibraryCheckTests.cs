using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Health.Checking;
using FaceWeb.Tests.Albums;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Suggestions;
using FaceWeb.Tests.Training;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Tests.Backups;

/// <summary>The checker finds each kind of damage, says nothing of a sound library, and mends what is safe to mend.</summary>
public sealed class LibraryCheckTests
{
    [Fact]
    public async Task A_sound_library_has_no_findings_and_each_damage_is_found()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var album = await faceWeb.Client.NewAlbumAsync("Real");
        var photos = await faceWeb.Client.UploadAsync(album, Enumerable.Range(1, 3).Select(i => ($"{i}.jpg", Pictures.Jpeg(i, 64, 48))));
        await faceWeb.Client.AllDoneAsync();
        Assert.Empty(await CheckAsync(faceWeb));

        // As a restored backup leaves it: small pictures are made again when they are wanted.
        Directory.Delete(Path.Combine(faceWeb.DataDir, "thumbs"), recursive: true);
        Assert.Empty(await CheckAsync(faceWeb));

        await using var db = await SeededAlbum.OpenAsync(faceWeb);
        var hashes = await db.Photos.OrderBy(p => p.Id).Select(p => p.Sha256).ToListAsync();
        string PathOf(string hash) => Path.Combine(faceWeb.DataDir, "photos", hash[..2], hash);
        File.Delete(PathOf(hashes[0]));
        await File.AppendAllTextAsync(PathOf(hashes[1]), "damage");
        var stray = new string('a', 64);
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(stray))!);
        await File.WriteAllTextAsync(PathOf(stray), "nobody's");
        // Faces as no decision would leave them.
        var person = new Person { Name = "Ada" };
        db.People.Add(person);
        await db.SaveChangesAsync();
        var (nobody, silent, old) = (NewFace(photos[2], FaceDecision.Confirmed, null), NewFace(photos[2], FaceDecision.Ignored, null), NewFace(photos[2], FaceDecision.Confirmed, person.Id));
        var sorted = NewFace(photos[2], FaceDecision.Undecided, null);
        db.Faces.AddRange(nobody, silent, old, sorted);
        await db.SaveChangesAsync();
        sorted.BestPersonId = person.Id;
        db.Suggestions.Add(new Suggestion { FaceId = silent.Id, PersonId = person.Id, Probability = 0.5f });
        db.ReviewActions.Add(new ReviewAction
        {
            UserId = "anna",
            Source = "test",
            Description = "",
            Events =
            {
                FaceEvent.Keeping(nobody.Id, FaceDecision.Confirmed, null), FaceEvent.Keeping(old.Id, FaceDecision.NotAFace, null),
                FaceEvent.Keeping(sorted.Id, FaceDecision.Undecided, null),
            },
        });
        await db.SaveChangesAsync();

        var findings = (await CheckAsync(faceWeb)).ToDictionary(f => f.Kind);
        Assert.Equal(
            new[]
            {
                FindingKind.MissingOriginal, FindingKind.DamagedOriginal, FindingKind.UnnamedFile, FindingKind.DecisionWithoutPerson,
                FindingKind.DecisionWithoutEvent, FindingKind.DecisionUnlikeEvent, FindingKind.SuggestionUnlikeRow, FindingKind.SuggestionOfDecided,
                FindingKind.FaceWithoutMeasurement,
            }.Order(),
            findings.Keys.Order());
        Assert.Equal([hashes[0]], findings[FindingKind.MissingOriginal].Examples);
        Assert.Equal([hashes[1]], findings[FindingKind.DamagedOriginal].Examples);
        Assert.Equal([$"face {silent.Id}"], findings[FindingKind.DecisionWithoutEvent].Examples);
        Assert.Equal([$"face {old.Id}"], findings[FindingKind.DecisionUnlikeEvent].Examples);

        var mended = await CheckAsync(faceWeb, mend: true);
        Assert.Equal(3, mended.Count(f => f.Mended));
        Assert.False(File.Exists(PathOf(stray)));
        var left = (await CheckAsync(faceWeb)).Select(f => f.Kind).ToList();
        Assert.DoesNotContain(FindingKind.UnnamedFile, left);
        Assert.DoesNotContain(FindingKind.SuggestionUnlikeRow, left);
        Assert.DoesNotContain(FindingKind.SuggestionOfDecided, left);
        Assert.Equal(6, left.Count);
        // Nothing that anybody said is changed.
        db.ChangeTracker.Clear();
        Assert.Equal(FaceDecision.Ignored, (await db.Faces.FindAsync(silent.Id))!.Decision);
    }

    private static Face NewFace(long photo, FaceDecision decision, long? person) => new()
    {
        PhotoId = photo,
        Width = 10,
        Height = 10,
        Decision = decision,
        PersonId = person,
    };

    private static Task<IReadOnlyList<Finding>> CheckAsync(RunningFaceWeb faceWeb, bool mend = false) =>
        faceWeb.UseAsync<LibraryCheck, IReadOnlyList<Finding>>(check => check.RunAsync(readFiles: true, mend, CancellationToken.None));
}
