using FaceWeb.Bench.Kills.Cuts;
using FaceWeb.Bench.Library;
using FaceWeb.Bench.Speed;

namespace FaceWeb.Bench.Kills;

/// <summary>
/// Kills a FaceWeb that uploads, analyses, trains, merges, undoes, deletes, forgets, backs up and restores, at random moments; and cuts the power:
/// starts FaceWeb on what a disk holds when everything that was not flushed is lost. After each it proves that what was answered is there.
/// </summary>
public sealed class KillsProgram : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => "kills";

    /// <inheritdoc/>
    public string Usage => "--images DIR [--kills 50] [--cuts 50] [--reads 200] [--seed 1] [--work-seconds 6] [--cut-seconds 40] "
        + "[--max-photos 200] [--faceweb FaceWeb.dll]";

    /// <inheritdoc/>
    public object Run(BenchOptions options, TextWriter log)
    {
        var folder = options.Folder("images");
        var paths = PhotoFolder.Paths(folder).Order(StringComparer.Ordinal).Take(options.Count("max-photos", 200)).ToList();
        var (kills, cuts) = ((int)options.Number("kills", 50), (int)options.Number("cuts", 50));
        var reads = (int)options.Number("reads", 200);
        var seed = options.Count("seed", 1);
        var (work, record) = (TimeSpan.FromSeconds(options.Number("work-seconds", 6)), TimeSpan.FromSeconds(options.Number("cut-seconds", 40)));
        var program = FaceWebServer.ProgramOf(options);
        options.RefuseUnknown();
        if (paths.Count == 0)
            throw new BenchOptionException($"--images: there is no photo in {folder}.");
        var root = Directory.CreateTempSubdirectory("faceweb-kills-").FullName;
        try
        {
            return RunAsync(new Setting(program, root, paths, seed, work, record, log), kills, cuts, reads).GetAwaiter().GetResult();
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static async Task<object> RunAsync(Setting setting, int kills, int cuts, int reads)
    {
        var loop = new KillLoop(Stage(setting, "kills"), setting.Photos, setting.Seed, setting.Log) { Longest = setting.Work };
        if (kills > 0)
            await loop.RunAsync(kills);
        var cutting = new CutLoop(Stage(setting, "cuts"), setting.Photos, setting.Seed, setting.Log);
        if (cuts > 0)
            await cutting.RunAsync(cuts, reads, setting.Record);
        return new
        {
            processor = Processor.Name,
            cores = Environment.ProcessorCount,
            seed = setting.Seed,
            kills = new { asked = kills, answered = loop.Ledger.Done, loop.Errors, found = loop.Damage },
            cuts = new { asked = cuts, answered = cutting.Done, cutting.Log, models = cutting.Damage, cutting.Read },
        };
    }

    private static Stage Stage(Setting setting, string name)
    {
        var stage = new Stage(setting.Program, Path.Combine(setting.Root, name));
        Directory.CreateDirectory(stage.Data);
        Directory.CreateDirectory(stage.Backups);
        return stage;
    }

    private sealed record Setting(
        string Program, string Root, IReadOnlyList<string> Photos, int Seed, TimeSpan Work, TimeSpan Record, TextWriter Log);
}
