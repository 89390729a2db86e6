using FaceWeb.Access;
using FaceWeb.Data;
using FaceWeb.Live;
using FaceWeb.Tests.Data;
using FaceWeb.Work;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace FaceWeb.Tests.Work;

public sealed class JobRowsTests
{
    [Fact]
    public async Task At_the_start_what_was_running_waits_again_unless_it_was_done_or_cancelled()
    {
        using var database = await NewDatabase.MakeAsync();
        JobRecord[] rows =
        [
            Running(JobKind.Train, "Trained on 9 faces.", classifierId: 3),
            Running(JobKind.Train, "A sentence alone says nothing."),
            Running(JobKind.Embed, null, cancelled: true),
            Running(JobKind.Suggest, null),
            new() { Kind = JobKind.Train, State = JobState.Failed, Message = "Failed.", CreatedAt = DateTime.UtcNow },
        ];
        await using (var db = database.Open())
        {
            db.Jobs.AddRange(rows);
            await db.SaveChangesAsync();
        }
        using var changes = new ChangeFeed(NullLogger<ChangeFeed>.Instance);
        await new JobRows(database.Factory, [], changes, Anybody(database), TimeProvider.System).RecoverAsync();

        await using var after = database.Open();
        var jobs = await after.Jobs.AsNoTracking().OrderBy(j => j.Id).ToListAsync();
        const string Waits = "Waiting (interrupted by a restart)";
        Assert.Equal(
            [
                (JobState.Done, 1, null, "Trained on 9 faces.", true),
                (JobState.Queued, 0, Waits, "A sentence alone says nothing.", false),
                (JobState.Cancelled, 0.5, null, "Cancelled.", true),
                (JobState.Queued, 0, Waits, null, false),
                (JobState.Failed, 0, null, "Failed.", false),
            ],
            jobs.ConvertAll(j => (j.State, j.Progress, j.Step, j.Message, j.EndedAt is not null)));
    }

    // No person asks in this test, so nobody's permission is.
    private static RoleCheck Anybody(NewDatabase database)
    {
        var nobody = new ActingUser();
        var users = new UsersNow(
            database.Factory, Options.Create(new IdentityOptions()), new ActingRole(Options.Create(new AccessOptions())), TimeProvider.System);
        return new RoleCheck(nobody, users, new AccessLog(NullLogger<AccessLog>.Instance, nobody));
    }

    private static JobRecord Running(JobKind kind, string? message, long? classifierId = null, bool cancelled = false) => new()
    {
        Kind = kind,
        State = JobState.Running,
        Progress = 0.5,
        Step = "At it",
        Message = message,
        ClassifierId = classifierId,
        CancelRequested = cancelled,
        CreatedAt = DateTime.UtcNow,
    };
}
