using FaceWeb.Data;
using FaceWeb.Suggestions;
using FaceWeb.Tests.Classification;
using FaceWeb.Tests.History;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceWeb.Tests.Groups;

/// <summary>
/// A running FaceWeb whose jobs suggest and group as always, with photos of which the faces' embeddings are drawn at random: faces of
/// one centre look like one person.
/// </summary>
internal sealed class SyntheticAlbum(RunningFaceWeb faceWeb, int seed)
{
    private long albumId;
    private int photos;

    public SyntheticFaces Faces { get; } = new(512, seed);

    public HttpClient Client => faceWeb.Client;

    public Task<FaceWebDb> OpenAsync() => faceWeb.App.Services.GetRequiredService<IDbContextFactory<FaceWebDb>>().CreateDbContextAsync();

    /// <summary>A photo with these faces, as its analysis would leave it; names are suggested and groups made for it alone.</summary>
    public async Task<long[]> AddPhotoAsync(params float[][] embeddings)
    {
        var faces = await StoreAsync(null, embeddings);
        faceWeb.App.Services.GetRequiredService<SuggestService>().Request(faces);
        return faces;
    }

    /// <summary>Photos with one face each around a centre.</summary>
    public async Task<long[]> AddPhotosAsync(int count, float[] centre, float spread = 0.6f, DateTime? takenAt = null)
    {
        var faces = new List<long>();
        for (var i = 0; i < count; i++)
            faces.AddRange(await StoreAsync(takenAt?.AddDays(i), Faces.Near(centre, spread)));
        faceWeb.App.Services.GetRequiredService<SuggestService>().Request(faces);
        return [.. faces];
    }

    /// <summary>Suggests and groups for all faces, as after a training or a start.</summary>
    public async Task SuggestAllAsync()
    {
        faceWeb.App.Services.GetRequiredService<SuggestService>().RequestAll();
        await Client.AllDoneAsync();
    }

    /// <summary>The group of unknown faces that each face is shown in; null for none.</summary>
    public async Task<long?[]> GroupsOfAsync(params long[] faces)
    {
        await Client.AllDoneAsync();
        await using var db = await OpenAsync();
        var groups = await db.Faces.Where(f => faces.Contains(f.Id)).ToDictionaryAsync(f => f.Id, f => f.BestPersonId is null ? f.GroupId : null);
        return [.. faces.Select(f => groups[f])];
    }

    /// <summary>Confirms faces as a person by name.</summary>
    /// <returns>The person's key.</returns>
    public async Task<long> NameAsync(string name, params long[] faces)
    {
        var outcome = await Client.PostAsync(
            "faces/decisions", new { items = faces.Select(f => new { faceId = f, decision = "confirmed", personName = name }) });
        await Client.AllDoneAsync();
        return outcome.GetProperty("faces")[0].GetProperty("person").GetProperty("id").GetInt64();
    }

    private async Task<long[]> StoreAsync(DateTime? takenAt, params float[][] embeddings)
    {
        await using var db = await OpenAsync();
        if (albumId == 0)
        {
            var album = new Album { Name = $"Synthetic {seed}" };
            db.Albums.Add(album);
            await db.SaveChangesAsync();
            albumId = album.Id;
        }
        var photo = new Photo
        {
            AlbumId = albumId,
            FileName = $"{++photos}.jpg",
            Sha256 = $"{seed:x8}{photos:x56}",
            MimeType = "image/jpeg",
            Width = 1000,
            Height = 800,
            TakenAt = takenAt,
            State = PhotoState.Analysed,
            Pack = "compact",
        };
        foreach (var (i, embedding) in embeddings.Index())
        {
            var face = ReviewHouse.NewFace(0, i);
            face.Quality = 0.9f - (0.001f * photos);
            face.Embeddings[0].Vector = HalfVector.Pack(embedding);
            photo.Faces.Add(face);
        }
        db.Photos.Add(photo);
        await db.SaveChangesAsync();
        return [.. photo.Faces.Select(f => f.Id)];
    }
}
