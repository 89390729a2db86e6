using Microsoft.Data.Sqlite;

namespace FaceWeb.Bench.Kills;

/// <summary>Keeps a FaceWeb busy, kills it at a random moment, looks whether anything is wrong, and starts it again; and again.</summary>
internal sealed class KillLoop(Stage stage, IReadOnlyList<string> photos, int seed, TextWriter log)
{
    private const int Lanes = 3;
    private const int OlderEvery = 7;
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.5);

    private readonly Random random = new(seed);

    /// <summary>What was found.</summary>
    public Damage Damage { get; } = new();

    /// <summary>What was answered.</summary>
    public Ledger Ledger { get; } = new(stage);

    /// <summary>Answers that were neither done nor refused.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>For how long at most it works until it is killed.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>Runs it.</summary>
    /// <param name="kills">How often it is killed.</param>
    public async Task RunAsync(int kills)
    {
        var lanes = Enumerable.Range(1, Lanes).Select(i => new Lane(i, random.Next(), photos, Ledger)).ToList();
        var workload = new Workload(lanes, Ledger, random.Next(), restores: true);
        var (older, worked, open) = (false, false, 0);
        for (var kill = 1; kill <= kills; kill++, open++)
        {
            using var faceWeb = DoomedFaceWeb.Begin(stage);
            var restoring = stage.IsRestoring;
            if (worked && (restoring || older || random.Next(4) == 0))
            {
                await KillAtStartAsync(faceWeb, older ? Deed.Migration : restoring ? Deed.Restore : Deed.Start, $"kill {kill}");
                worked = false;
                continue;
            }
            older = false;
            await faceWeb.ReadyAsync();
            var now = workload.Read();
            Compare(now, $"after kill {kill - 1}");
            await BackupCheck.LookAsync(Damage, Ledger, long.MaxValue, faceWeb.Api, $"after kill {kill - 1}");
            Ledger.Restart(now);
            await MovesAsync(faceWeb, $"after kill {kill - 1}");
            Damage.Survived += open;
            open = 0;
            await WorkAsync(workload, faceWeb);
            worked = true;
            await CheckAsync(Damage, stage, $"kill {kill}");
            older = kill % OlderEvery == 0 && kill < kills - 1 && TakeBack(workload, $"kill {kill}");
            log.WriteLine($"Kill {kill}: {Damage.Problems.Count} problems, {Damage.Lost} rows lost.");
        }
        await EndAsync(workload);
        Damage.Survived += open;
    }

    private async Task KillAtStartAsync(DoomedFaceWeb faceWeb, Deed deed, string where)
    {
        await Task.Delay(random.Next(300, 5000));
        faceWeb.Kill();
        Damage.Count(Damage.UnderWay, deed.ToString());
        // A database that is half way to this version is looked at once a start has ended that.
        if (deed != Deed.Migration)
            await CheckAsync(Damage, stage, $"{where}, at the start");
    }

    private async Task WorkAsync(Workload workload, DoomedFaceWeb faceWeb)
    {
        using var stop = new CancellationTokenSource();
        var work = workload.RunAsync(faceWeb, stop.Token);
        await Task.WhenAny(work, Task.Delay(Shortest + (random.NextDouble() * (Longest - Shortest))));
        faceWeb.Kill();
        await stop.CancelAsync();
        await work;
        foreach (var entry in Ledger.UnderWay(long.MaxValue))
            Damage.Count(Damage.UnderWay, entry.Deed.ToString());
        if (Number("""SELECT COUNT(*) FROM "Photos" WHERE "State" = 1""") > 0)
            Damage.Count(Damage.UnderWay, nameof(Deed.Analysis));
        Errors.AddRange(workload.Errors);
        workload.Errors.Clear();
    }

    private void Compare(IReadOnlyDictionary<int, LaneRows> now, string where)
    {
        foreach (var (lane, rows) in now)
            Damage.Compare(Ledger, lane, long.MaxValue, rows, where);
    }

    private bool TakeBack(Workload workload, string where)
    {
        if (stage.IsRestoring || !OlderDatabase.IsPossible(stage.Database))
            return false;
        Compare(workload.Read(), where);
        OlderDatabase.EmptyTrash(stage.Database);
        Ledger.Restart(workload.Read());
        OlderDatabase.Make(stage.Database);
        return true;
    }

    /// <summary>Has the checker look, and mend what it finds.</summary>
    internal static async Task CheckAsync(Damage damage, Stage stage, string where)
    {
        if (stage.IsHalfRestored)
            return;
        IReadOnlyList<(string Kind, int Count, bool Mended, string Text)> found;
        try
        {
            found = await Checker.RunAsync(stage, mend: true);
        }
        catch (BenchOptionException e)
        {
            damage.Problems.Add($"{where}: {e.Message}");
            return;
        }
        foreach (var finding in found)
        {
            Damage.Count(damage.Found, finding.Kind, finding.Count);
            if (finding.Mended)
                Damage.Count(damage.Mended, finding.Kind, finding.Count);
            else
                damage.Problems.Add($"{where}: {finding.Text}");
        }
    }

    /// <summary>Waits until photos are analysed, or none waits.</summary>
    private async Task MovesAsync(DoomedFaceWeb faceWeb, string where)
    {
        const string Waiting = """SELECT COUNT(*) FROM "Photos" WHERE "State" < 2""";
        var before = Number(Waiting);
        for (var end = DateTime.UtcNow.AddMinutes(2); DateTime.UtcNow < end; await Task.Delay(50))
        {
            if (Number(Waiting) is var now && (now == 0 || now < before))
                return;
        }
        Damage.Problems.Add($"{where}: {before} photos wait and none is analysed: {faceWeb.Output}");
    }

    private async Task EndAsync(Workload workload)
    {
        using (var faceWeb = DoomedFaceWeb.Begin(stage))
        {
            await faceWeb.ReadyAsync();
            var quiet = 0;
            for (var end = DateTime.UtcNow.AddMinutes(10); quiet < 3 && DateTime.UtcNow < end; await Task.Delay(300))
            {
                var summary = (await faceWeb.Api.GetAsync("jobs/summary"))!.Body;
                quiet = summary.GetProperty("queued").GetInt32() + summary.GetProperty("running").GetInt32() == 0 ? quiet + 1 : 0;
            }
            if (quiet < 3)
                Damage.Problems.Add($"at the end: work is left: {faceWeb.Output}");
            await BackupCheck.LookAsync(Damage, Ledger, long.MaxValue, faceWeb.Api, "at the end");
            Compare(workload.Read(), "at the end");
        }
        if (Number("""SELECT COUNT(*) FROM "Photos" WHERE "State" <> 2""") is var left and > 0)
            Damage.Problems.Add($"at the end: {left} photos are not analysed");
        await CheckAsync(Damage, stage, "at the end");
        Damage.Problems.AddRange((await Checker.RunAsync(stage, mend: false)).Select(f => $"at the end, after mending: {f.Text}"));
    }

    private long Number(string sql)
    {
        using var connection = LaneRows.Open(stage.Database);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
