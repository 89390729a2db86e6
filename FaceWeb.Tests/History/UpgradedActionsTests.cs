using FaceWeb.Access;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.History;
using FaceWeb.Models;
using FaceWeb.Pipeline;
using FaceWeb.Store;
using FaceWeb.Tests.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpenCvSharp;

namespace FaceWeb.Tests.History;

/// <summary>
/// A database that the version before wrote (actions-of-before.sql), with each kind of action in it: anna's stand, ben has undone the same ones on
/// faces of his own. After the upgrade anna undoes hers and ben redoes his.
/// </summary>
public sealed class UpgradedActionsTests : IAsyncLifetime
{
    private static readonly Actor Anna = new("anna", "tests");
    private static readonly Actor Ben = new("ben", "tests");

    // Last first: each kind that can be undone, once.
    private static readonly ActionKind[] Kinds =
    [
        ActionKind.Merge, ActionKind.Reaffirm, ActionKind.Separate, ActionKind.MoveFace, ActionKind.AddFace, ActionKind.TellApart,
        ActionKind.EditPerson, ActionKind.Split, ActionKind.Decide,
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("faceweb-upgrade-").FullName;
    private WebApplication app = null!;

    public async Task InitializeAsync()
    {
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "faceweb.db")};Foreign Keys=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "FaceWeb.Tests", "History", "actions-of-before.sql"));
            await command.ExecuteNonQueryAsync();
        }
        app = Program.Build([$"--FaceWeb:DataDir={folder}", "--Logging:LogLevel:Default=Warning"]);
        await app.PrepareDataAsync();
        app.PrepareModels();

        // Boxes are measured anew on the photo: any picture of its size will do.
        var path = app.Services.GetRequiredService<PhotoStore>().PathOf(new string('a', 64));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var picture = new Mat(800, 1000, MatType.CV_8UC3);
        Cv2.Randu(picture, new Scalar(0, 0, 0), new Scalar(255, 255, 255));
        Cv2.ImEncode(".png", picture, out var bytes);
        await File.WriteAllBytesAsync(path, bytes);
    }

    public async Task DisposeAsync()
    {
        await Hosts.DisposeAsync(app);
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Every_kind_of_action_of_the_version_before_is_undone()
    {
        var steps = app.Services.GetRequiredService<StepService>();
        var undone = new List<ActionKind>();
        for (var i = 0; i < Kinds.Length; i++)
            undone.Add((await steps.UndoAsync(Anna)).Kind);
        Assert.Equal(Kinds, undone);
        Assert.Null((await steps.NextStepsAsync(Anna)).Undo);

        await using var db = await OpenAsync();
        Assert.All(await FacesAsync(db, 1), f => Assert.Equal((FaceDecision.Undecided, null), (f.Decision, f.PersonId)));
        Assert.False(await db.People.AnyAsync(p => p.Name.EndsWith(" A")));
        Assert.Equal(3, await db.RemovedPeople.CountAsync(p => p.Name.EndsWith(" A")));
        Assert.False(await db.Faces.AnyAsync(f => f.Id == 11));
        Assert.Equal(new FaceBox(13, 20, 30.5, 40), (await db.Faces.FirstAsync(f => f.Id == 4)).Box);
        Assert.Empty(await db.FaceSeparations.ToListAsync());
        Assert.Empty(await db.DifferentPeople.ToListAsync());
    }

    [Fact]
    public async Task Every_kind_of_action_that_the_version_before_undid_is_done_again()
    {
        var steps = app.Services.GetRequiredService<StepService>();
        var redone = new List<ActionKind>();
        for (var i = 0; i < Kinds.Length; i++)
            redone.Add((await steps.RedoAsync(Ben)).Kind);
        Assert.Equal(Kinds.Reverse(), redone);
        Assert.Null((await steps.NextStepsAsync(Ben)).Redo);

        // Now ben's faces stand as anna's do.
        await using var db = await OpenAsync();
        Assert.Equal(await SaidAsync(db, 1, "A"), await SaidAsync(db, 12, "B"));
        Assert.Equal(new FaceBox(400.125, 600, 80, 90.0625), (await db.Faces.FirstAsync(f => f.Id == 15)).Box);
        Assert.Equal(new FaceBox(600, 500, 90.5, 100.25), (await db.Faces.FirstAsync(f => f.Id == 22)).Box);
        Assert.Equal(
            ["Adele B", "Bob B", "Cora B"], await db.People.Where(p => p.Name.EndsWith(" B")).OrderBy(p => p.Name).Select(p => p.Name).ToListAsync());
        Assert.Equal([(17L, 0), (18, 1), (19, 1), (20, 0), (21, 0)],
            (await db.FaceSeparations.Where(s => s.FaceId > 11).OrderBy(s => s.FaceId).ToListAsync()).ConvertAll(s => (s.FaceId, s.Part)));
        Assert.Equal(2, await db.DifferentPeople.CountAsync());
    }

    [Fact]
    public async Task The_history_tells_what_it_told_before()
    {
        await using var db = await OpenAsync();
        var history = app.Services.GetRequiredService<HistoryService>();
        var adele = await db.People.Where(p => p.Name == "Adele A").Select(p => p.Id).SingleAsync();
        Assert.Equal(
            ["1 face came from Bob A.", "1 face looked at again: right.", "Said to be somebody else than Bob A.", "Renamed Ada A to Adele A.",
                "1 face went to Cora A.", "2 faces confirmed."],
            (await history.OfPersonAsync(adele, 0, 20)).Items.Select(e => e.Text));
        Assert.Equal(["Its box was moved or resized."], (await history.OfFaceAsync(4, 0, 5)).Items.Select(e => e.Text));
        Assert.Equal(["Drawn by hand."], (await history.OfFaceAsync(11, 0, 5)).Items.Select(e => e.Text));
        Assert.Equal(["Taken out of a group of similar faces."], (await history.OfFaceAsync(7, 0, 5)).Items.Select(e => e.Text));
    }

    private Task<FaceWebDb> OpenAsync() => app.Services.GetRequiredService<IDbContextFactory<FaceWebDb>>().CreateDbContextAsync();

    private static Task<List<Face>> FacesAsync(FaceWebDb db, long first) =>
        db.Faces.AsNoTracking().Where(f => f.Id >= first && f.Id < first + 10).OrderBy(f => f.Id).ToListAsync();

    private static async Task<List<(FaceDecision Decision, string? Name)>> SaidAsync(FaceWebDb db, long first, string mark)
    {
        var names = await db.People.ToDictionaryAsync(p => p.Id, p => p.Name);
        return (await FacesAsync(db, first))
            .ConvertAll(f => (f.Decision, f.PersonId is { } person ? names[person].Replace($" {mark}", "", StringComparison.Ordinal) : null));
    }
}
