using System.Globalization;
using Microsoft.Data.Sqlite;

namespace FaceWeb.Bench.Kills.Cuts;

/// <summary>
/// Records what a busy FaceWeb does to its disk; then, for one moment after another, makes the folder that a power cut in that moment would have
/// left, starts FaceWeb on it and looks whether what was answered before that moment is there.
/// </summary>
internal sealed class CutLoop(Stage stage, IReadOnlyList<string> photos, int seed, TextWriter log)
{
    private const int Lanes = 3;
    private const int CutsOfARecording = 30;
    private const int MostOfAMessage = 600;

    private readonly Random random = new(seed);

    /// <summary>What was found, for each model.</summary>
    public SortedDictionary<CutModel, Damage> Damage { get; } = [];

    /// <summary>What was found by reading what more cuts left, without starting FaceWeb on it.</summary>
    public SortedDictionary<CutModel, Damage> Read { get; } = [];

    /// <summary>How often each deed was done while it was recorded, as answered.</summary>
    public SortedDictionary<Deed, int> Done { get; } = [];

    /// <summary>Bytes that were logged, and what the log does not explain of the folders that were left: nothing, or it proves nothing.</summary>
    public List<(long Bytes, IReadOnlyList<string> Gaps)> Recordings { get; } = [];

    /// <summary>The recordings, for the output.</summary>
    public object Log => Recordings.ConvertAll(r => new { megabytes = r.Bytes / 1_000_000, gaps = r.Gaps });

    /// <summary>Runs it.</summary>
    /// <param name="cuts">How often the power is cut, half in each model.</param>
    /// <param name="reads">After each recording, how many more cuts are looked at without starting FaceWeb.</param>
    /// <param name="record">For how long FaceWeb works in each recording.</param>
    public async Task RunAsync(int cuts, int reads, TimeSpan record)
    {
        var library = DiskLogger.Compile(stage.Root);
        foreach (var model in Enum.GetValues<CutModel>())
            (Damage[model], Read[model]) = (new Damage(), new Damage());
        for (var (cut, recording) = (0, 0); cut < cuts; recording++)
        {
            var logged = stage with
            {
                Root = Path.Combine(stage.Root, $"recording{recording}"),
                Log = Path.Combine(stage.Root, $"recording{recording}.log"),
                Logger = library,
            };
            Directory.CreateDirectory(logged.Data);
            Directory.CreateDirectory(logged.Backups);
            var ledger = await RecordAsync(logged, record);
            foreach (var (deed, times) in ledger.Done)
                Done[deed] = Done.GetValueOrDefault(deed) + times;
            for (var i = 0; i < reads; i++)
                ReadCut(ledger, logged, (CutModel)(i % 2), i + 1);
            log.WriteLine($"Read what {reads} cuts left: {Read.Values.Sum(r => r.Problems.Count)} problems.");
            for (var i = 0; i < CutsOfARecording && cut < cuts; i++, cut++)
                await CutAsync(ledger, logged, (CutModel)(cut % 2), cut + 1);
            Directory.Delete(logged.Root, recursive: true);
            File.Delete(logged.Log);
        }
    }

    private async Task<Ledger> RecordAsync(Stage logged, TimeSpan record)
    {
        var ledger = new Ledger(logged);
        var lanes = Enumerable.Range(1, Lanes).Select(i => new Lane(i, random.Next(), photos, ledger)).ToList();
        var workload = new Workload(lanes, ledger, random.Next(), restores: true);
        using var stop = new CancellationTokenSource();
        Task? ended = null;
        while (!stop.IsCancellationRequested)
        {
            using var faceWeb = DoomedFaceWeb.Begin(logged);
            await faceWeb.ReadyAsync();
            ledger.Restart(workload.Read());
            ended ??= EndAsync(stop, record);
            var work = workload.RunAsync(faceWeb, stop.Token);
            await Task.WhenAny(work, ended);
            faceWeb.Kill();
            await work;
        }
        await ended!;
        var disk = LoggedDisk.Read(logged.Log!, logged.Position, logged.Root, CutModel.Strict);
        Recordings.Add((logged.Position, disk.Differences(logged.Root)));
        log.WriteLine($"Recorded {logged.Position / 1_000_000} MB: {string.Join(", ", ledger.Done.Select(d => $"{d.Value} x {d.Key}"))}.");
        foreach (var gap in Recordings[^1].Gaps.Concat(workload.Errors))
            log.WriteLine(gap);
        return ledger;
    }

    private static async Task EndAsync(CancellationTokenSource stop, TimeSpan after)
    {
        await Task.Delay(after);
        await stop.CancelAsync();
    }

    private async Task CutAsync(Ledger ledger, Stage logged, CutModel model, int number)
    {
        var (damage, at) = (Damage[model], Moment(ledger, logged));
        var left = stage with { Root = Path.Combine(stage.Root, $"cut{number}") };
        var where = string.Create(CultureInfo.InvariantCulture, $"cut {number} ({model}) at byte {at}");
        foreach (var entry in ledger.UnderWay(at))
            Kills.Damage.Count(damage.UnderWay, entry.Deed.ToString());
        LoggedDisk.Read(logged.Log!, at, logged.Root, model).WriteKept(left.Root, new Random(number));
        Directory.CreateDirectory(left.Data);
        Directory.CreateDirectory(left.Backups);
        await TryAsync(damage, where, () => KillLoop.CheckAsync(damage, left, where));
        LookAtPictures(damage, left, where);
        await TryAsync(damage, where, async () =>
        {
            using var faceWeb = DoomedFaceWeb.Begin(left);
            await faceWeb.ReadyAsync();
            foreach (var lane in Enumerable.Range(1, Lanes))
                damage.Compare(ledger, lane, at, LaneRows.Read(left.Database, $"Lane {lane} "), where);
            await BackupCheck.LookAsync(damage, ledger, at, faceWeb.Api, where);
            damage.Survived++;
        });
        Directory.Delete(left.Root, recursive: true);
        log.WriteLine($"{where}: {damage.Lost} rows lost, {damage.Problems.Count} problems.");
    }

    private void ReadCut(Ledger ledger, Stage logged, CutModel model, int number)
    {
        var (damage, at) = (Read[model], Moment(ledger, logged));
        var left = stage with { Root = Path.Combine(stage.Root, "read") };
        var where = string.Create(CultureInfo.InvariantCulture, $"reading {number} ({model}) at byte {at}");
        foreach (var entry in ledger.UnderWay(at))
            Kills.Damage.Count(damage.UnderWay, entry.Deed.ToString());
        LoggedDisk.Read(logged.Log!, at, logged.Root, model).WriteKept(left.Root, new Random(number));
        LookAtPictures(damage, left, where);

        // Where a backup waits only a start says what is there; its own copy is read by that start.
        if (!left.IsRestoring)
        {
            try
            {
                damage.Problems.AddRange(LeftFolder.Problems(left).Select(wrong => $"{where}: {wrong}"));
                foreach (var lane in Enumerable.Range(1, Lanes))
                    damage.Compare(ledger, lane, at, LaneRows.Read(left.Database, $"Lane {lane} "), where);
                damage.Survived++;
            }
            catch (SqliteException e)
            {
                damage.Problems.Add($"{where}: {e.Message}");
            }
        }
        Directory.Delete(left.Root, recursive: true);
    }

    private static async Task TryAsync(Damage damage, string where, Func<Task> look)
    {
        try
        {
            await look();
        }
        catch (Exception e) when (e is BenchOptionException or SqliteException)
        {
            damage.Problems.Add($"{where}: {e.Message[..Math.Min(e.Message.Length, MostOfAMessage)]}");
        }
    }

    // They are made anew where they are missing; half a picture would be shown for good.
    private static void LookAtPictures(Damage damage, Stage left, string where)
    {
        var thumbs = Path.Combine(left.Data, "thumbs");
        foreach (var picture in Directory.Exists(thumbs) ? Directory.EnumerateFiles(thumbs, "*.jpg", SearchOption.AllDirectories) : [])
        {
            if (File.ReadAllBytes(picture) is not [0xFF, 0xD8, .., 0xFF, 0xD9])
                damage.Problems.Add($"{where}: {Path.GetFileName(picture)} is half a picture");
        }
    }

    // Just after an answer, between a call and its answer, or at any moment; each kind of deed as often as another.
    private long Moment(Ledger ledger, Stage logged)
    {
        var moments = ledger.Moments();
        var first = moments.Min(m => m.Answered ?? long.MaxValue);
        var kind = random.GetItems(moments.Select(m => m.Deed).Distinct().ToArray(), 1)[0];
        var (sent, answered, _) = random.GetItems(moments.Where(m => m.Deed == kind).ToArray(), 1)[0];
        var end = answered ?? logged.Position;
        return Math.Max(first, random.Next(3) switch
        {
            0 => end,
            1 => random.NextInt64(sent, end + 1),
            _ => random.NextInt64(first, logged.Position + 1),
        });
    }
}
