using FaceWeb.Data;
using FaceWeb.Models;
using FaceWeb.Store;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Suggestions;
using FaceWeb.Tests.Training;
using FaceWeb.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FaceWeb.Tests.Models;

/// <summary>The measuring of faces that are there already, where something comes in between.</summary>
public sealed class EmbedJobTests
{
    [SkippableFact]
    public async Task A_missing_original_is_counted_and_the_others_are_measured_at_every_try()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var photos = await UploadAsync(faceWeb, 4);
        await using var db = await SeededAlbum.OpenAsync(faceWeb);
        var faces = await db.Faces.CountAsync();
        await db.Embeddings.ExecuteDeleteAsync();

        // The first one, so that it would stand in the way of all others.
        var lost = await db.Photos.Where(p => p.Id == photos[0]).Select(p => p.Sha256).SingleAsync();
        File.Delete(faceWeb.App.Services.GetRequiredService<PhotoStore>().PathOf(lost));
        var unreadable = await db.Faces.CountAsync(f => f.PhotoId == photos[0]);
        Assert.InRange(unreadable, 1, faces - 1);

        var job = await MeasuredAsync(faceWeb, db);
        Assert.Equal(JobState.Done, job.State);
        Assert.Contains($"{unreadable} could not be", job.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("all can be compared", job.Message, StringComparison.Ordinal);
        Assert.Equal([photos[0]], await db.Faces.Where(f => f.Embeddings.Count == 0).Select(f => f.PhotoId).Distinct().ToListAsync());

        var again = await MeasuredAsync(faceWeb, db);
        Assert.Equal(JobState.Done, again.State);
        Assert.StartsWith("0 faces measured", again.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Faces_of_a_photo_that_waits_for_its_analysis_are_not_said_to_be_measured()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var photos = await UploadAsync(faceWeb, 3);
        await using var db = await SeededAlbum.OpenAsync(faceWeb);
        await db.Embeddings.ExecuteDeleteAsync();
        var waiting = await db.Faces.CountAsync(f => f.PhotoId == photos[1]);

        // The sweep that runs every three minutes would have it analysed in between.
        using var unanalysed = DatabaseHold.AnalyseAtMost(faceWeb.DataDir, 0);
        await SetStateAsync(db, photos[1], PhotoState.Queued);

        var job = await MeasuredAsync(faceWeb, db);
        Assert.Equal(JobState.Done, job.State);
        Assert.Contains($"{waiting} face", job.Message, StringComparison.Ordinal);
        Assert.Contains("still wait", job.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("could not be", job.Message, StringComparison.Ordinal);

        // Its analysis was cancelled: the faces are measured when somebody asks for it, and then it is all.
        await SetStateAsync(db, photos[1], PhotoState.Analysed);
        var rest = await MeasuredAsync(faceWeb, db);
        Assert.Contains("all can be compared by compact now", rest.Message, StringComparison.Ordinal);
        Assert.False(await db.Faces.AnyAsync(f => f.Embeddings.Count == 0));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stopped_from_outside_its_row_ends_and_only_a_stopping_server_leaves_it_for_the_next_start(bool serverStops)
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var album = await SeededAlbum.MakeAsync(faceWeb);
        await album.AddAsync([.. Enumerable.Range(0, 100).Select(_ => album.Vectors.Anyone())], "another");
        await using var db = await SeededAlbum.OpenAsync(faceWeb);
        var row = new JobRecord { Kind = JobKind.Embed, CreatedAt = DateTime.UtcNow };
        db.Jobs.Add(row);
        await db.SaveChangesAsync();

        // As Hangfire does when the job is deleted on its dashboard or its server stops: the token is cancelled in the middle of the photos.
        using var stop = new CancellationTokenSource();
        var services = faceWeb.App.Services;
        var job = ActivatorUtilities.CreateInstance<EmbedJob>(services, new AtFirstLine(() =>
        {
            if (serverStops)
                services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
            stop.Cancel();
        }));
        if (serverStops)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => job.RunAsync(row.Id, stop.Token));
        else
            await job.RunAsync(row.Id, stop.Token);

        var ended = await db.Jobs.AsNoTracking().SingleAsync(j => j.Id == row.Id);
        Assert.Equal(serverStops ? (JobState.Running, false) : (JobState.Cancelled, true), (ended.State, ended.EndedAt is not null));
        if (serverStops)
            return;
        Assert.Contains("Models page", ended.Message, StringComparison.Ordinal);
        Assert.NotNull(await faceWeb.UseAsync<EmbeddingService, JobView?>(s => s.StartAsync()));
        await faceWeb.Client.AllDoneAsync();
    }

    private static async Task<List<long>> UploadAsync(RunningFaceWeb faceWeb, int count)
    {
        var files = Directory.GetDirectories(Repository.SharedOrSkip("data", "lfw-dev", "images")).Order(StringComparer.Ordinal).Take(count)
            .Select(person => Directory.GetFiles(person, "*.jpg").Order(StringComparer.Ordinal).First());
        var photos = await faceWeb.Client.UploadAsync(
            await faceWeb.Client.NewAlbumAsync("Measured"), files.Select(f => (Path.GetFileName(f), File.ReadAllBytes(f))));
        await faceWeb.Client.AllDoneAsync();
        return photos;
    }

    /// <summary>Measures what is lacking.</summary>
    /// <returns>The job's row when it has ended.</returns>
    private static async Task<JobRecord> MeasuredAsync(RunningFaceWeb faceWeb, FaceWebDb db)
    {
        var job = await faceWeb.UseAsync<EmbeddingService, JobView?>(s => s.StartAsync());
        Assert.NotNull(job);
        await faceWeb.Client.EndedAsync(job.Id);
        return await db.Jobs.AsNoTracking().SingleAsync(j => j.Id == job.Id);
    }

    private static Task<int> SetStateAsync(FaceWebDb db, long photo, PhotoState state) =>
        db.Photos.Where(p => p.Id == photo).ExecuteUpdateAsync(set => set.SetProperty(p => p.State, state));

    /// <summary>Does something when the job has something to log, which is when the first photo turns out to be missing.</summary>
    private sealed class AtFirstLine(Action act) : ILogger<EmbedJob>
    {
        private int lines;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (Interlocked.Increment(ref lines) == 1)
                act();
        }
    }
}
