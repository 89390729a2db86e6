using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;

namespace FaceWeb.Tests.Work;

public sealed class KillTests
{
    private static readonly int Count = LongRun.Or(110, 200);

    [SkippableFact]
    public async Task Photos_are_analysed_exactly_once_though_the_process_is_killed()
    {
        var files = Directory.GetFiles(Repository.SharedOrSkip("data", "lfw-dev", "images"), "*.jpg", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Take(Count).ToList();
        Assert.Equal(Count, files.Count);
        const string Analysed = "SELECT COUNT(*) FROM Photos WHERE State = 2";
        using var folder = new DataFolder();
        DatabaseHold? few = null;
        var album = 0L;
        await FaceWebProcess.KilledAsync(folder.Path, async first =>
        {
            // However slow the upload is beside the analysis, much is left when the process is killed; what was not received is sent again.
            few = DatabaseHold.AnalyseAtMost(folder.Path, 60);
            album = await first.Client.NewAlbumAsync("Killed");
            await KillWhileUploadingAsync(first, album, files, folder.ReachesAsync(Analysed, 20));
        });
        few!.Dispose();
        var between = folder.Number(Analysed);
        Assert.InRange(between, 20, 60);
        var finishedBefore = folder.Rows("SELECT Id, AnalysedAt FROM Photos WHERE State = 2 ORDER BY Id");

        // In the middle of the next photo, whose faces are never written.
        using (DatabaseHold.Hang(folder.Path, $"UPDATE OF State ON Photos WHEN NEW.State = 2 AND ({Analysed}) >= {between + 20}"))
            await FaceWebProcess.KilledAsync(folder.Path, second => KillWhileUploadingAsync(second, album, files, NextBegunAsync()));
        Assert.Equal(between + 20, folder.Number(Analysed));
        await using (var third = await FaceWebProcess.StartAsync(folder.Path))
        {
            Assert.Equal(
                Count, (await third.Client.UploadAsync(album, files.Select(f => (Path.GetFileName(f), File.ReadAllBytes(f))))).Distinct().Count());
            var summary = await third.Client.AllDoneAsync();
            Assert.Equal(Count, summary.GetProperty("done").GetInt32());
            Assert.Equal(0, summary.GetProperty("failed").GetInt32());
        }

        // What was finished before the first kill was not analysed again.
        var finishedAfter = folder.Rows("SELECT Id, AnalysedAt FROM Photos ORDER BY Id").ToHashSet();
        Assert.All(finishedBefore, row => Assert.Contains(row, finishedAfter));
        Assert.Equal(Count, folder.Number("SELECT COUNT(DISTINCT Sha256) FROM Photos"));
        Assert.Equal(0, folder.Number("SELECT COUNT(*) FROM Photos WHERE ClaimedBy IS NOT NULL OR Attempts > 0"));
        Assert.Equal(0, folder.Number("SELECT COUNT(*) FROM Faces f WHERE (SELECT COUNT(*) FROM Embeddings e WHERE e.FaceId = f.Id) <> 1 OR NOT "
            + "EXISTS (SELECT 1 FROM FaceImages i WHERE i.FaceId = f.Id)"));
        Assert.Equal(Uninterrupted(files), folder.Rows(
            "SELECT p.FileName, CAST(round(f.X) AS INT), CAST(round(f.Y) AS INT), CAST(round(f.Width) AS INT) FROM Faces f JOIN Photos p ON p.Id = "
                + "f.PhotoId").Order(StringComparer.Ordinal));

        async Task NextBegunAsync()
        {
            await folder.ReachesAsync(Analysed, between + 20);
            await folder.ReachesAsync("SELECT COUNT(*) FROM Photos WHERE State = 1", 1);
        }
    }

    [Fact]
    public async Task Missing_models_stop_the_start_with_one_sentence()
    {
        var folder = Directory.CreateTempSubdirectory("faceweb-nomodels-").FullName;
        try
        {
            var (code, output) = await FaceWebProcess.RunToEndAsync(folder, $"--FaceWeb:Models:Folder={folder}");
            Assert.NotEqual(0, code);
            Assert.Contains("There is no model pack in", output, StringComparison.Ordinal);
            Assert.DoesNotContain("   at FaceWeb.", output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<string> Uninterrupted(List<string> files)
    {
        using var pipeline = FacePipeline.Open(Path.Combine(AppContext.BaseDirectory, "models", "compact"));
        var rows = new List<string>();
        foreach (var file in files)
        {
            using var pixels = PhotoPixels.Decode(file, new PhotoLimits());
            rows.AddRange(pipeline.Measure(pixels).Faces.Select(
                f => string.Join('|', Path.GetFileName(file), Rounded(f.Box.X), Rounded(f.Box.Y), Rounded(f.Box.Width))));
        }
        return rows.Order(StringComparer.Ordinal);

        static long Rounded(double value) => (long)Math.Round(value, MidpointRounding.AwayFromZero);
    }

    private static async Task KillWhileUploadingAsync(FaceWebProcess process, long album, List<string> files, Task until)
    {
        var upload = process.Client.UploadAsync(album, files.Select(f => (Path.GetFileName(f), File.ReadAllBytes(f))));
        await until;
        await process.KillAsync();
        await Task.WhenAny(upload);
        _ = upload.Exception;
    }
}
