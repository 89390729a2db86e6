using FaceWeb.Analysis;
using FaceWeb.Data;
using FaceWeb.Pipeline;
using FaceWeb.Tests.Data;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Tests.Analysis;

/// <summary>Each move between a photo's states, tried from every state.</summary>
public sealed class PhotoStatesTests
{
    private static readonly Guid Process = Guid.NewGuid();

    private static readonly Dictionary<string, Func<FaceWebDb, Photo, Task>> Moves = new()
    {
        ["claim"] = (db, photo) => PhotoStates.ClaimAsync(db, photo.Id, Guid.NewGuid(), DateTime.UtcNow, CancellationToken.None),
        ["finish"] = (db, photo) => PhotoStates.FinishAsync(
            db, photo, new FinishedPhoto(20, 10, PhotoTurn.Left, PhotoTurn.Left, "pack"), DateTime.UtcNow, CancellationToken.None),
        ["fail"] = (db, photo) => PhotoStates.FailAsync(db, photo, "Broken."),
        ["put back"] = PhotoStates.PutBackAsync,
        ["interrupt"] = (db, photo) => PhotoStates.InterruptAsync(db, photo, CancellationToken.None),
        ["put aside"] = (db, _) => PhotoStates.PutAsideAsync(db.Photos),
        ["put claimed aside"] = PhotoStates.PutClaimedAsideAsync,
        ["requeue"] = (db, photo) => PhotoStates.RequeueAsync(db, [photo.Id]),
        ["every frame"] = (db, photo) => PhotoStates.RequeueForEveryFrameAsync(db, photo.Id),
        ["turn"] = (db, photo) => PhotoStates.TurnAsync(db, photo, PhotoTurn.Right, byHand: true),
    };

    [Theory]
    [InlineData("claim", PhotoState.Running, null, null, null)]
    [InlineData("finish", null, PhotoState.Analysed, null, null)]
    [InlineData("fail", null, PhotoState.Queued, null, null)]
    [InlineData("put back", null, PhotoState.Queued, null, null)]
    [InlineData("interrupt", null, PhotoState.Queued, null, null)]
    [InlineData("put aside", PhotoState.Failed, null, null, null)]
    [InlineData("put claimed aside", null, PhotoState.Failed, null, null)]
    [InlineData("requeue", null, null, PhotoState.Queued, PhotoState.Queued)]
    [InlineData("every frame", null, null, PhotoState.Queued, PhotoState.Queued)]
    [InlineData("turn", null, PhotoState.Queued, PhotoState.Queued, PhotoState.Queued)]
    public async Task A_move_begins_only_where_it_may(string move, PhotoState? queued, PhotoState? running, PhotoState? analysed, PhotoState? failed)
    {
        PhotoState[] states = [PhotoState.Queued, PhotoState.Running, PhotoState.Analysed, PhotoState.Failed];
        foreach (var (from, to) in states.Zip([queued, running, analysed, failed]))
        {
            using var database = await NewDatabase.MakeAsync();
            var moved = await MoveAsync(database, move, NewPhoto(from));
            Assert.Equal(to ?? from, moved.State);
            Assert.Equal(moved.State == PhotoState.Running, moved.ClaimedBy is not null && moved.ClaimedAt is not null);
        }
    }

    [Theory]
    [InlineData(false, 8_000L, null)]
    [InlineData(true, 8_000L, 8_000L)]
    [InlineData(true, 19_500L, null)]
    public async Task A_look_at_every_frame_goes_on_only_where_one_was_called_off(bool everyFrame, long lookedUpTo, long? from)
    {
        using var database = await NewDatabase.MakeAsync();
        var photo = NewPhoto(PhotoState.Analysed);
        (photo.Duration, photo.EveryFrame, photo.LookedUpTo) = (20_000, everyFrame, lookedUpTo);
        var moved = await MoveAsync(database, "every frame", photo);
        Assert.Equal((true, from), (moved.EveryFrame, moved.LookedUpTo));
    }

    [Theory]
    [InlineData("finish")]
    [InlineData("fail")]
    [InlineData("put back")]
    [InlineData("interrupt")]
    [InlineData("put claimed aside")]
    public async Task A_running_photo_leaves_only_by_the_claim_that_holds_it(string move)
    {
        using var database = await NewDatabase.MakeAsync();
        var photo = await AddAsync(database, NewPhoto(PhotoState.Running));

        // Given back and claimed anew since.
        await using (var db = database.Open())
            await db.Photos.ExecuteUpdateAsync(set => set.SetProperty(p => p.ClaimedAt, photo.ClaimedAt!.Value.AddSeconds(1)));
        await using (var db = database.Open())
            await Moves[move](db, photo);
        var there = await ReadAsync(database);
        Assert.Equal((PhotoState.Running, Process), (there.State, there.ClaimedBy));
    }

    [Fact]
    public async Task The_third_failed_try_gives_a_photo_up_and_analysing_or_queueing_it_again_forgets_the_tries()
    {
        using var database = await NewDatabase.MakeAsync();
        var photo = NewPhoto(PhotoState.Running);
        (photo.Attempts, photo.Interruptions) = (PhotoStates.MostAttempts - 1, PhotoStates.MostInterruptions - 1);
        var failed = await MoveAsync(database, "fail", photo);
        Assert.Equal((PhotoState.Failed, PhotoStates.MostAttempts, "Broken."), (failed.State, failed.Attempts, failed.Error));
        Assert.Equal(PhotoStates.MostInterruptions - 1, failed.Interruptions);

        await ActAsync(database, "requeue", failed);
        var queued = await ReadAsync(database);
        Assert.Equal((PhotoState.Queued, 0, null), (queued.State, queued.Attempts, queued.Error));

        await ActAsync(database, "claim", queued);
        await ActAsync(database, "finish", await ReadAsync(database));
        var done = await ReadAsync(database);
        Assert.Equal((PhotoState.Analysed, 0, 0), (done.State, done.Attempts, done.Interruptions));
        Assert.Equal((20, 10, "pack"), (done.Width, done.Height, done.Pack));
        Assert.NotNull(done.AnalysedAt);
    }

    [Fact]
    public async Task The_third_death_of_the_process_gives_a_photo_up_and_is_no_failed_try()
    {
        using var database = await NewDatabase.MakeAsync();
        var photo = NewPhoto(PhotoState.Running);
        photo.Interruptions = PhotoStates.MostInterruptions - 1;
        var givenUp = await MoveAsync(database, "interrupt", photo);
        Assert.Equal((PhotoState.Failed, 0, 0), (givenUp.State, givenUp.Attempts, givenUp.Interruptions));
        Assert.Contains("stopped three times", givenUp.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("put aside", PhotoState.Queued)]
    [InlineData("put claimed aside", PhotoState.Running)]
    public async Task Called_off_a_photo_that_had_been_analysed_before_keeps_those_faces(string move, PhotoState from)
    {
        using var database = await NewDatabase.MakeAsync();
        var photo = NewPhoto(from);
        (photo.AnalysedAt, photo.Attempts) = (DateTime.UtcNow, 2);
        var kept = await MoveAsync(database, move, photo);
        Assert.Equal((PhotoState.Analysed, null, 0), (kept.State, kept.Error, kept.Attempts));

        using var another = await NewDatabase.MakeAsync();
        var never = await MoveAsync(another, move, NewPhoto(from));
        Assert.Equal((PhotoState.Failed, PhotoStates.CalledOff), (never.State, never.Error));
    }

    private static async Task<Photo> MoveAsync(NewDatabase database, string move, Photo photo)
    {
        await ActAsync(database, move, await AddAsync(database, photo));
        return await ReadAsync(database);
    }

    private static async Task ActAsync(NewDatabase database, string move, Photo photo)
    {
        await using var db = database.Open();
        await Moves[move](db, photo);
    }

    private static async Task<Photo> AddAsync(NewDatabase database, Photo photo)
    {
        await using (var db = database.Open())
        {
            db.Photos.Add(photo);
            await db.SaveChangesAsync();
        }
        return await ReadAsync(database);
    }

    private static async Task<Photo> ReadAsync(NewDatabase database)
    {
        await using var db = database.Open();
        return await db.Photos.AsNoTracking().SingleAsync();
    }

    private static Photo NewPhoto(PhotoState state) => new()
    {
        Album = new Album { Name = "A" },
        FileName = "a.jpg",
        Sha256 = new string('a', 64),
        MimeType = "image/jpeg",
        State = state,
        ClaimedBy = state == PhotoState.Running ? Process : null,
        ClaimedAt = state == PhotoState.Running ? DateTime.UtcNow : null,
    };
}
