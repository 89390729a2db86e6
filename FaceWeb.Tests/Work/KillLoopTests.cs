using System.Text.Json;
using FaceWeb.Bench.Kills;
using FaceWeb.Bench.Kills.Cuts;
using FaceWeb.Tests.Running;
using Xunit.Abstractions;

namespace FaceWeb.Tests.Work;

/// <summary>What the bench's program kills does, a few times in every run and 50 times in a long one.</summary>
public sealed class KillLoopTests(ITestOutputHelper output) : IDisposable
{
    private const int MostPhotos = 60;

    private readonly string root = Directory.CreateTempSubdirectory("faceweb-killed-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [SkippableFact]
    public async Task What_was_answered_is_there_after_any_kill()
    {
        var loop = new KillLoop(NewStage(), Photos(), seed: 12, TextWriter.Null) { Longest = TimeSpan.FromSeconds(LongRun.Or(4, 8)) };
        await loop.RunAsync(LongRun.Or(3, 50));
        Tell(loop.Ledger.Done);
        Tell(loop.Damage);
        Assert.Empty(loop.Errors);
        Assert.True(loop.Damage.IsNone, string.Join('\n', loop.Damage.Problems));
        Assert.Equal(LongRun.Or(3, 50), loop.Damage.Survived);
        Assert.NotEmpty(loop.Damage.UnderWay);
    }

    [SkippableFact]
    public async Task What_was_answered_is_there_after_any_power_cut()
    {
        Skip.IfNot(
            OperatingSystem.IsLinux() && (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(p => File.Exists(Path.Combine(p, "cc"))),
            "Simulating power cuts needs Linux and a C compiler.");
        var loop = new CutLoop(NewStage(), Photos(), seed: 12, TextWriter.Null);
        await loop.RunAsync(LongRun.Or(1, 60), LongRun.Or(20, 200), TimeSpan.FromSeconds(LongRun.Or(8, 40)));
        Tell(loop.Done);
        Tell(loop.Damage);
        // The kill that ends a recording may fall between a call and its line in the log.
        Assert.All(loop.Recordings, recording => Assert.True(recording.Gaps.Count <= 1, string.Join('\n', recording.Gaps)));
        Tell(loop.Read);
        Assert.All(loop.Damage.Values.Concat(loop.Read.Values), damage => Assert.True(damage.IsNone, string.Join('\n', damage.Problems)));
        Assert.Equal(LongRun.Or(1, 60), loop.Damage.Values.Sum(damage => damage.Survived));
    }

    private static List<string> Photos() =>
    [
        .. Directory.GetFiles(Repository.SharedOrSkip("data", "lfw-dev", "images"), "*.jpg", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Take(MostPhotos),
    ];

    private Stage NewStage()
    {
        var stage = new Stage(FaceWebProcess.Program, root);
        Directory.CreateDirectory(stage.Data);
        Directory.CreateDirectory(stage.Backups);
        return stage;
    }

    private void Tell(object figures) => output.WriteLine(JsonSerializer.Serialize(figures));
}
