using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Tests.History;
using FaceWeb.Tests.Running;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceWeb.Tests.Review;

/// <summary>Writes undecided faces with suggested names into a running FaceWeb, and reads how they stand.</summary>
internal static class SuggestedFaces
{
    // Faces of a model that no job reads: the running server's jobs leave their suggestions alone.
    private const string Model = "test";

    /// <summary>The database of a running FaceWeb.</summary>
    public static Task<FaceWebDb> OpenDbAsync(this RunningFaceWeb faceWeb) =>
        faceWeb.App.Services.GetRequiredService<IDbContextFactory<FaceWebDb>>().CreateDbContextAsync();

    /// <summary>A person of that name.</summary>
    public static Task<long> NewPersonAsync(this RunningFaceWeb faceWeb, string name) =>
        faceWeb.UseAsync<FaceWeb.People.PeopleService, long>(async people => (await people.CreateAsync(name)).Id);

    /// <summary>Somebody who signs in with this password.</summary>
    public static async Task NewUserAsync(this RunningFaceWeb faceWeb, string email, string password, string role)
    {
        await using var scope = faceWeb.App.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
        var user = new AppUser { UserName = email, Email = email };
        Assert.True((await users.CreateAsync(user, password)).Succeeded);
        Assert.True((await users.AddToRoleAsync(user, role)).Succeeded);
    }

    /// <summary>
    /// Writes undecided faces, four on each photo. Face i is suggested first as person i modulo the number of people, the surest first:
    /// probabilities fall evenly from 0.99; the next person is the second suggestion.
    /// </summary>
    /// <param name="faceWeb">Where to.</param>
    /// <param name="count">How many faces.</param>
    /// <param name="people">The people suggested; none leaves the faces unknown.</param>
    /// <param name="crops">JPEG files that the faces show, taken in turn.</param>
    /// <param name="album">The album's name.</param>
    /// <returns>The faces' keys, the surest first.</returns>
    public static async Task<long[]> WriteAsync(
        RunningFaceWeb faceWeb, int count, IReadOnlyList<long> people, IReadOnlyList<byte[]> crops, string album = "Faces")
    {
        var ids = new List<long>(count);
        var owner = new Album { Name = album };
        foreach (var part in Enumerable.Range(0, count).Chunk(1000))
        {
            await using var db = await faceWeb.OpenDbAsync();
            if (owner.Id != 0)
                db.Attach(owner);
            Photo? photo = null;
            var faces = new List<Face>(part.Length);
            foreach (var i in part)
            {
                if (i % 4 == 0)
                {
                    db.Photos.Add(photo = new Photo
                    {
                        Album = owner,
                        FileName = $"{i / 4:D5}.jpg",
                        Sha256 = $"{album.Length:x}{i:x}".PadLeft(64, '0'),
                        MimeType = "image/jpeg",
                        Width = 1000,
                        Height = 800,
                        State = PhotoState.Analysed,
                        Pack = Model,
                        TakenAt = new DateTime(2020, 1, 1, 12, 0, 0, DateTimeKind.Utc).AddDays(i / 4),
                    });
                }
                var face = ReviewHouse.NewFace(0, i, Model);
                face.Photo = photo;
                face.Quality = 0.2f + (0.7f * i / count);
                face.Image = new FaceImage { Chip = crops[i % crops.Count], Crop = crops[i % crops.Count] };
                face.Embeddings.Clear();
                for (var rank = 0; rank < Math.Min(2, people.Count); rank++)
                    face.Suggestions.Add(new Suggestion
                    {
                        Rank = rank,
                        PersonId = people[(i + rank) % people.Count],
                        Probability = (rank == 0 ? 0.99f : 0.3f) * (1 - (0.6f * i / count))
                    });
                if (people.Count > 0)
                    (face.BestPersonId, face.BestProbability) = (face.Suggestions[0].PersonId, face.Suggestions[0].Probability);
                faces.Add(face);
            }
            db.Faces.AddRange(faces);
            await db.SaveChangesAsync();
            ids.AddRange(faces.Select(f => f.Id));
        }
        return [.. ids];
    }

    /// <summary>What is said of a face now: <c>undecided</c>, <c>ignored</c>, <c>notAFace</c> or a person's name.</summary>
    public static async Task<string> StandsAsync(this RunningFaceWeb faceWeb, long face)
    {
        await using var db = await faceWeb.OpenDbAsync();
        var row = await db.Faces.Where(f => f.Id == face).Select(f => new { f.Decision, f.Person!.Name }).SingleAsync();
        return row.Decision switch
        {
            FaceDecision.Confirmed => row.Name,
            FaceDecision.Ignored => "ignored",
            FaceDecision.NotAFace => "notAFace",
            _ => "undecided",
        };
    }
}
