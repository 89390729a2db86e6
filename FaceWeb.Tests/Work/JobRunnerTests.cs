using FaceWeb.Data;
using FaceWeb.Live;
using FaceWeb.Tests.Data;
using FaceWeb.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaceWeb.Tests.Work;

/// <summary>Each way in which a job leaves its row.</summary>
public sealed class JobRunnerTests
{
    [Fact]
    public async Task Done_it_says_what_came_of_it()
    {
        var (job, ran, thrown) = await RunAsync(progress =>
        {
            progress.Report(new JobStep(0.5, "Half"));
            return Task.FromResult(JobEnd.Done("All well."));
        });
        Assert.True(ran);
        Assert.Null(thrown);
        Assert.Equal((JobState.Done, 1d, null, "All well."), (job!.State, job.Progress, job.Step, job.Message));
        Assert.NotNull(job.EndedAt);
    }

    [Fact]
    public async Task A_row_that_nobody_asked_for_goes()
    {
        var (job, ran, _) = await RunAsync(_ => Task.FromResult(JobEnd.Unasked));
        Assert.True(ran);
        Assert.Null(job);
    }

    [Fact]
    public async Task Cancelled_by_a_person_it_stops_within_a_second_and_keeps_how_far_it_was()
    {
        using var database = await NewDatabase.MakeAsync();
        var (job, ran, thrown) = await RunAsync(
            async progress =>
            {
                progress.Report(new JobStep(0.25, "A quarter"));
                await using (var db = database.Open())
                {
                    for (var end = DateTime.UtcNow.AddMinutes(1); !await db.Jobs.AnyAsync(j => j.Step == "A quarter") && DateTime.UtcNow < end;)
                        await Task.Delay(20);
                    await db.Jobs.ExecuteUpdateAsync(set => set.SetProperty(j => j.CancelRequested, true));
                }
                await Task.Delay(TimeSpan.FromMinutes(1), progress.Token);
                return JobEnd.Done(null);
            },
            database: database);
        Assert.True(ran);
        Assert.Null(thrown);
        Assert.Equal((JobState.Cancelled, 0.25, null, "Called off."), (job!.State, job.Progress, job.Step, job.Message));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stopping_server_leaves_the_row_and_a_deleted_job_ends_it(bool serverStops)
    {
        using var stop = new CancellationTokenSource();
        var server = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        var (job, _, thrown) = await RunAsync(
            async progress =>
            {
                if (serverStops)
                    server.StopApplication();
                await stop.CancelAsync();
                progress.Token.ThrowIfCancellationRequested();
                return JobEnd.Done(null);
            },
            server: server,
            cancel: stop.Token);
        Assert.Equal(serverStops, thrown is OperationCanceledException);
        Assert.Equal(serverStops ? (JobState.Running, null) : (JobState.Cancelled, "Deleted."), (job!.State, job.Message));
        Assert.Equal(serverStops, job.EndedAt is null);
    }

    [Fact]
    public async Task Failed_it_says_why_and_the_queue_is_not_told()
    {
        var (job, ran, thrown) = await RunAsync(_ => throw new InvalidOperationException("No luck."));
        Assert.True(ran);
        Assert.Null(thrown);
        Assert.Equal((JobState.Failed, $"Failed: No luck. (job {job!.Id})"), (job.State, job.Message));
        Assert.NotNull(job.EndedAt);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_to_be_tried_again_waits_and_the_caller_is_told(bool deleted)
    {
        using var stop = new CancellationTokenSource();
        var (job, _, thrown) = await RunAsync(
            async progress =>
            {
                progress.Report(new JobStep(0.5, "Half"));
                if (!deleted)
                    throw new InvalidOperationException("No luck.");
                await stop.CancelAsync();
                progress.Token.ThrowIfCancellationRequested();
                return JobEnd.Done(null);
            },
            triesAgain: true,
            cancel: stop.Token);
        Assert.IsAssignableFrom(deleted ? typeof(OperationCanceledException) : typeof(InvalidOperationException), thrown);
        Assert.Equal((JobState.Queued, 0d, "Again."), (job!.State, job.Progress, job.Step));
        Assert.Equal((null, null), (job.Message, job.EndedAt));
    }

    [Theory]
    [InlineData(JobState.Running)]
    [InlineData(JobState.Done)]
    [InlineData(JobState.Failed)]
    [InlineData(JobState.Cancelled)]
    public async Task Only_a_job_that_waits_is_done(JobState state)
    {
        var (job, ran, _) = await RunAsync(_ => throw new InvalidOperationException("It must not be begun."), state: state);
        Assert.False(ran);
        Assert.Equal((state, null), (job!.State, job.Message));
    }

    // The job's row afterwards (null when it is gone), whether the runner says that it ran, and what it threw.
    private static async Task<(JobRecord? Job, bool Ran, Exception? Thrown)> RunAsync(
        Func<JobProgress, Task<JobEnd>> act,
        NewDatabase? database = null,
        ApplicationLifetime? server = null,
        JobState state = JobState.Queued,
        bool triesAgain = false,
        CancellationToken cancel = default)
    {
        using var own = database is null ? await NewDatabase.MakeAsync() : null;
        var used = database ?? own!;
        var row = new JobRecord { Kind = JobKind.Embed, State = state, CreatedAt = DateTime.UtcNow, Step = "Waiting" };
        await using (var db = used.Open())
        {
            db.Jobs.Add(row);
            await db.SaveChangesAsync(CancellationToken.None);
        }
        using var changes = new ChangeFeed(NullLogger<ChangeFeed>.Instance);
        server ??= new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        var runner = new JobRunner(used.Factory, changes, server, TimeProvider.System, NullLogger<JobRunner>.Instance);
        var ran = false;
        var thrown = await Record.ExceptionAsync(async () => ran = await runner.RunAsync(row.Id, new Work(act, triesAgain), cancel));
        await using var after = used.Open();
        return (await after.Jobs.AsNoTracking().SingleOrDefaultAsync(j => j.Id == row.Id, CancellationToken.None), ran, thrown);
    }

    private sealed class Work(Func<JobProgress, Task<JobEnd>> act, bool triesAgain) : IJobWork
    {
        public string FirstStep => "Beginning";

        public Task<JobEnd> DoAsync(JobProgress progress) => act(progress);

        public Task<JobEnd> CancelledAsync() => Task.FromResult(JobEnd.Cancelled("Called off."));

        public JobEnd Deleted(OperationCanceledException stopped) => triesAgain ? JobEnd.WaitAgain("Again.") : JobEnd.Cancelled("Deleted.");

        public JobEnd Failed(Exception error, long jobId) =>
            triesAgain ? JobEnd.WaitAgain("Again.") : JobEnd.Failed($"Failed: {error.Message} (job {jobId})");
    }
}
