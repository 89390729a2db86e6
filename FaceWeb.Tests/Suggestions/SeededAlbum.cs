using System.Text.Json;
using FaceWeb.Data;
using FaceWeb.Tests.Classification;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceWeb.Tests.Suggestions;

/// <summary>
/// An album whose faces are measured already: rows as an analysis writes them, with vectors that behave like embeddings. For tests of
/// trainings that need more faces, or stranger ones, than photos could give them quickly.
/// </summary>
internal sealed class SeededAlbum
{
    public const int Dimension = 512;

    private readonly RunningFaceWeb faceWeb;
    private readonly long albumId;
    private int photos;

    private SeededAlbum(RunningFaceWeb faceWeb, long albumId) => (this.faceWeb, this.albumId) = (faceWeb, albumId);

    /// <summary>Draws the vectors.</summary>
    public SyntheticFaces Vectors { get; } = new(Dimension, 71);

    public static async Task<SeededAlbum> MakeAsync(RunningFaceWeb faceWeb, string name = "Seeded")
    {
        await using var db = await OpenAsync(faceWeb);
        var album = new Album { Name = name };
        db.Albums.Add(album);
        await db.SaveChangesAsync();
        return new SeededAlbum(faceWeb, album.Id);
    }

    public static Task<FaceWebDb> OpenAsync(RunningFaceWeb faceWeb) =>
        faceWeb.App.Services.GetRequiredService<IDbContextFactory<FaceWebDb>>().CreateDbContextAsync();

    /// <summary>Adds undecided faces, each on a photo of its own unless they are told to share one.</summary>
    /// <returns>The faces' keys, in order.</returns>
    public async Task<long[]> AddAsync(IEnumerable<float[]> vectors, string model = "compact", bool onOnePhoto = false)
    {
        await using var db = await OpenAsync(faceWeb);
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        var faces = new List<Face>();
        Photo? photo = null;
        foreach (var vector in vectors)
        {
            if (photo is null || !onOnePhoto)
            {
                photos++;
                photo = new Photo
                {
                    AlbumId = albumId,
                    FileName = $"{photos}.jpg",
                    Sha256 = $"{albumId:x8}{photos:x56}",
                    MimeType = "image/jpeg",
                    Width = 1000,
                    Height = 800,
                    State = PhotoState.Analysed,
                    Pack = model,
                };
                db.Photos.Add(photo);
            }
            var face = new Face
            {
                Photo = photo,
                X = 10 + (faces.Count % 10 * 90),
                Y = 20,
                Width = 80,
                Height = 90,
                Landmarks = new byte[136 * sizeof(float)],
                DetectorScore = 0.9f,
                Quality = 0.8f,
                Embeddings = { new FaceWeb.Data.Embedding { Model = model, Vector = HalfVector.Pack(vector) } },
            };
            faces.Add(face);
            db.Faces.Add(face);
        }
        await db.SaveChangesAsync();
        return [.. faces.Select(face => face.Id)];
    }

    /// <summary>Adds people with confirmed faces; returns the faces of each.</summary>
    public async Task<List<long[]>> AddPeopleAsync(int people, int facesOfEach, string name = "Person", float spread = 0.75f)
    {
        var vectors = new List<float[]>();
        for (var person = 0; person < people; person++)
        {
            var centre = Vectors.Anyone();
            vectors.AddRange(Enumerable.Range(0, facesOfEach).Select(_ => Vectors.Near(centre, spread)));
        }
        var faces = (await AddAsync(vectors)).Chunk(facesOfEach).ToList();
        for (var person = 0; person < people; person++)
            await ConfirmAsync($"{name} {person + 1}", faces[person]);
        return faces;
    }

    /// <summary>Confirms faces as one person, through the API.</summary>
    public Task<JsonElement> ConfirmAsync(string name, params long[] faces) =>
        faceWeb.Client.PostAsync(
            "faces/decisions", new { items = faces.Select(face => new { faceId = face, decision = "confirmed", personName = name }) });

    /// <summary>Takes faces' names off, through the API.</summary>
    public Task<JsonElement> UndecideAsync(params long[] faces) =>
        faceWeb.Client.PostAsync("faces/decisions", new { items = faces.Select(face => new { faceId = face, decision = "undecided" }) });
}
