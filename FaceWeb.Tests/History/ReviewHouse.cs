using System.Runtime.InteropServices;
using FaceWeb.Access;
using FaceWeb.Data;
using FaceWeb.Faces;
using FaceWeb.Faces.Naming;
using FaceWeb.History;
using FaceWeb.History.Decisions;
using FaceWeb.People;
using FaceWeb.People.SamePerson;
using FaceWeb.Tests.Running;
using FaceWeb.Training;
using FaceWeb.Trash;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceWeb.Tests.History;

/// <summary>FaceWeb's own services on a database file of their own, with two users and measured faces; no server listens.</summary>
public sealed class ReviewHouse : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("faceweb-review-").FullName;
    private WebApplication app = null!;
    private long photoId;

    public static Actor Anna { get; } = new("anna", "tests");

    public static Actor Ben { get; } = new("ben", "tests");

    public DecisionService Decisions => app.Services.GetRequiredService<DecisionService>();

    public StepService Steps => app.Services.GetRequiredService<StepService>();

    public HistoryService History => app.Services.GetRequiredService<HistoryService>();

    public ReaffirmService SecondLooks => app.Services.GetRequiredService<ReaffirmService>();

    public PeopleSearch Search => app.Services.GetRequiredService<PeopleSearch>();

    public PeopleService People => app.Services.GetRequiredService<PeopleService>();

    public TrashService Trash => app.Services.GetRequiredService<TrashService>();

    public TrashEmptying Emptying => app.Services.GetRequiredService<TrashEmptying>();

    public SamePersonService Same => app.Services.GetRequiredService<SamePersonService>();

    public FaceService Faces => app.Services.GetRequiredService<FaceService>();

    public string DatabaseFile => Path.Combine(folder, "faceweb.db");

    public async Task InitializeAsync()
    {
        app = Program.Build([$"--FaceWeb:DataDir={folder}", "--Logging:LogLevel:Default=Warning"]);
        await app.PrepareDataAsync();
        await using var db = await OpenAsync();
        db.Users.AddRange(
            new AppUser { Id = Anna.UserId, UserName = "anna@example.org", Email = "anna@example.org" },
            new AppUser { Id = Ben.UserId, UserName = "ben@example.org", Email = "ben@example.org" });
        var photo = new Photo
        {
            Album = new Album { Name = "Summer" },
            FileName = "a.jpg",
            Sha256 = new string('a', 64),
            MimeType = "image/jpeg",
            Width = 1000,
            Height = 800,
            State = PhotoState.Analysed,
            Pack = "compact",
        };
        db.Photos.Add(photo);
        await db.SaveChangesAsync();
        photoId = photo.Id;
    }

    public async Task DisposeAsync()
    {
        await Hosts.DisposeAsync(app);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    public Task<FaceWebDb> OpenAsync() => app.Services.GetRequiredService<IDbContextFactory<FaceWebDb>>().CreateDbContextAsync();

    /// <summary>Undecided faces with landmarks, a vector and pictures.</summary>
    public async Task<long[]> AddFacesAsync(int count)
    {
        await using var db = await OpenAsync();
        var faces = Enumerable.Range(0, count).Select(i => NewFace(photoId, i)).ToList();
        db.Faces.AddRange(faces);
        await db.SaveChangesAsync();
        return [.. faces.Select(f => f.Id)];
    }

    public static Face NewFace(long photoId, int i, string model = "compact")
    {
        var random = new Random(i);
        var landmarks = Enumerable.Range(0, 136).Select(n => n + 0.5f).ToArray();
        var vector = Enumerable.Range(0, 128).Select(_ => random.NextSingle() - 0.5f).ToArray();
        return new Face
        {
            PhotoId = photoId,
            X = 10 + i,
            Y = 20,
            Width = 30.5,
            Height = 40,
            Landmarks = MemoryMarshal.AsBytes(landmarks.AsSpan()).ToArray(),
            DetectorScore = 0.9f,
            Quality = 0.5f + 0.001f * (i % 400),
            Embeddings = { new FaceWeb.Data.Embedding { Model = model, Vector = HalfVector.Pack(vector) } },
            Image = new FaceImage { Chip = [0xFF, 0xD8, (byte)i, 1], Crop = [0xFF, 0xD8, (byte)i, 2] },
        };
    }

    /// <summary>Suggests these people for a face, surest first.</summary>
    public async Task SuggestAsync(long faceId, params long[] people)
    {
        await using var db = await OpenAsync();
        db.Suggestions.AddRange(people.Select((p, rank) =>
            new Suggestion { FaceId = faceId, Rank = rank, PersonId = p, Probability = 0.9f - 0.1f * rank }));
        await db.SaveChangesAsync();
        await db.Faces.Where(f => f.Id == faceId).ExecuteUpdateAsync(set => set
            .SetProperty(f => f.BestPersonId, people[0]).SetProperty(f => f.BestProbability, 0.9f));
    }

    public Task<DecisionOutcome> SayAsync(Actor who, long face, string decision, long? person = null, string? name = null, int? version = null) =>
        Decisions.DecideAsync([new FaceDecisionRequest(face, decision, person, name, version)], who);

    public async Task<long> NameAsync(string name) => (await People.CreateAsync(name)).Id;
}
