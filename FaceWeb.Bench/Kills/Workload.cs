using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace FaceWeb.Bench.Kills;

/// <summary>Keeps a FaceWeb busy until it is killed: lanes, undo and redo, training, backups and restoring them, all at once.</summary>
internal sealed class Workload(IReadOnlyList<Lane> lanes, Ledger ledger, int seed, bool restores)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly Random random = new(seed);
    private readonly Dictionary<string, IReadOnlyDictionary<int, LaneRows>> backups = [];
    private readonly Lock counting = new();

    /// <summary>Answers that were neither done nor refused: failures of FaceWeb's own.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>What all lanes hold now.</summary>
    public IReadOnlyDictionary<int, LaneRows> Read() => lanes.ToDictionary(lane => lane.Number, lane => lane.Read());

    /// <summary>Works until it is stopped, or FaceWeb is dead, or a backup waits for the next start.</summary>
    public async Task RunAsync(DoomedFaceWeb faceWeb, CancellationToken stop)
    {
        using var gate = new Gate(lanes.Count);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var (steps, copies) = (new Random(random.Next()), new Random(random.Next()));
        List<Task> all =
        [
            .. lanes.Select(lane => LoopAsync(faceWeb, () => InLaneAsync(lane, faceWeb.Api, gate, ended.Token), ended)),
            LoopAsync(faceWeb, () => StepAsync(faceWeb.Api, gate, steps, ended.Token), ended),
            LoopAsync(faceWeb, () => TrainAsync(faceWeb.Api), ended),
            LoopAsync(faceWeb, () => BackUpAsync(faceWeb, gate, copies, ended), ended),
        ];
        await Task.WhenAll(all);
    }

    private static async Task LoopAsync(DoomedFaceWeb faceWeb, Func<Task<bool>> once, CancellationTokenSource ended)
    {
        try
        {
            while (!ended.IsCancellationRequested && await once())
            {
                // Again.
            }
        }
        catch (SqliteException) when (faceWeb.HasEnded)
        {
            // What a dead process left cannot always be read without writing.
        }
    }

    private async Task<bool> InLaneAsync(Lane lane, Api api, Gate gate, CancellationToken ended)
    {
        Answer? answer = null;
        await gate.BesideAsync(async () =>
        {
            if (!ended.IsCancellationRequested)
                answer = await lane.ActAsync(api);
        });
        Note(answer, $"lane {lane.Number}");
        if (answer is { IsSuccess: false })
            await Task.Delay(Look, CancellationToken.None);
        return answer is not null;
    }

    private async Task<bool> StepAsync(Api api, Gate gate, Random own, CancellationToken ended)
    {
        await Task.Delay(own.Next(200, 1500), CancellationToken.None);
        var (deed, path) = own.Next(3) == 0 ? (Deed.Redo, "decisions/redo") : (Deed.Undo, "decisions/undo");
        Answer? answer = null;
        await gate.AloneAsync(async () =>
        {
            if (ended.IsCancellationRequested)
                return;
            var entry = ledger.Begin(deed, null, says: true);
            answer = await api.PostAsync(path);
            if (answer is not null)
                ledger.End(entry, answer, Read);
        });
        Note(answer, path);
        return answer is not null;
    }

    private async Task<bool> TrainAsync(Api api)
    {
        await Task.Delay(Look);
        var entry = ledger.Begin(Deed.Training, null, says: false);
        var answer = await JobAsync(api, "classifier/train");
        if (answer is not null)
            ledger.End(entry, answer, () => new Dictionary<int, LaneRows>());
        return answer is not null;
    }

    // Every other backup is made while no lane acts, so that it is known what it holds; of those one is restored now and then.
    private async Task<bool> BackUpAsync(DoomedFaceWeb faceWeb, Gate gate, Random own, CancellationTokenSource ended)
    {
        var api = faceWeb.Api;
        await Task.Delay(own.Next(100, 1000));
        if (restores && backups.Count > 0 && own.Next(6) == 0)
            return await RestoreAsync(faceWeb, gate, own, ended);
        var alive = true;
        var known = own.Next(2) == 0;
        if (!known)
            alive = await OneBackupAsync(api) is not null;
        else
        {
            await gate.AloneAsync(async () =>
            {
                var rows = Read();
                if (await OneBackupAsync(api) is not { } answer)
                    alive = false;
                else if (answer.IsSuccess && await BackupCheck.NamesAsync(api) is [var newest, ..])
                    backups[newest] = rows;
            });
        }
        return alive;
    }

    private async Task<Answer?> OneBackupAsync(Api api)
    {
        var entry = ledger.Begin(Deed.Backup, null, says: false);
        var answer = await JobAsync(api, "backups");
        var names = answer is { IsSuccess: true } ? await BackupCheck.NamesAsync(api) : [];
        if (names.Count > 0)
            entry.Backups = names;
        if (answer is not null)
            ledger.End(entry, answer, () => new Dictionary<int, LaneRows>());
        Note(answer, "backup");
        return answer;
    }

    private async Task<bool> RestoreAsync(DoomedFaceWeb faceWeb, Gate gate, Random own, CancellationTokenSource ended)
    {
        var api = faceWeb.Api;
        Answer? answer = null;
        await gate.AloneAsync(async () =>
        {
            var there = (await BackupCheck.NamesAsync(api)).Where(backups.ContainsKey).ToList();
            if (there.Count == 0)
                return;
            var name = there[own.Next(there.Count)];
            var entry = ledger.Begin(Deed.Restore, null, says: true, backups[name]);
            answer = await api.PostAsync($"backups/{name}/restore");
            if (answer is { IsSuccess: true })
            {
                // The next start begins with it: nothing more is said before.
                ledger.End(entry, answer, () => backups[name]);
                await ended.CancelAsync();
            }
            else if (answer is not null)
                ledger.End(entry, answer, Read);
        });
        Note(answer, "restore");

        // Where all that are known were taken away, because of somebody who was forgotten, there is nothing to restore.
        return answer is not null || !faceWeb.HasEnded;
    }

    // Starts a job and waits for its end: the last answer about it, as a success when it ended well.
    private static async Task<Answer?> JobAsync(Api api, string path)
    {
        var answer = await api.PostAsync(path);
        if (answer is not { IsSuccess: true })
            return answer;
        var job = answer.Body.GetProperty("jobId").GetInt64();
        while (await api.GetAsync($"jobs/{job}") is { } state)
        {
            if (state.IsSuccess && state.Body.GetProperty("state").GetString() is "done" or "failed" or "cancelled")
                return state;
            await Task.Delay(Look);
        }
        return null;
    }

    private void Note(Answer? answer, string what)
    {
        if (answer is null || answer.IsSuccess || answer.IsRefusal)
            return;
        lock (counting)
            Errors.Add($"{what}: {answer.Status} {(answer.Body.ValueKind == JsonValueKind.Undefined ? "" : answer.Body.GetRawText())}");
    }
}
