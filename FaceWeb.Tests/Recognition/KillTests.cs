using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Imaging;
using Microsoft.Data.Sqlite;

namespace FaceWeb.Tests.Recognition;

public sealed class KillTests
{
    [SkippableFact]
    public async Task Photos_are_analysed_exactly_once_though_the_process_is_killed()
    {
        var files = Directory.GetFiles(Repository.SharedOrSkip("data", "lfw-dev", "images"), "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Take(200).ToList();
        Assert.Equal(200, files.Count);
        var folder = Directory.CreateTempSubdirectory("faceweb-kill-").FullName;
        long album;
        try
        {
            // Killed as soon as some are analysed, however far the upload has come then: what was not received is sent again.
            await using (var first = await FaceWebProcess.StartAsync(folder))
            {
                album = await first.Client.NewAlbumAsync("Killed");
                await KillWhileUploadingAsync(first, album, files, 20);
            }
            var between = Read(folder, "SELECT COUNT(*) FROM Photos WHERE State = 2");
            Assert.InRange(between, 20, 179);
            var finishedBefore = Rows(folder, "SELECT Id, AnalysedAt FROM Photos WHERE State = 2 ORDER BY Id");

            await using (var second = await FaceWebProcess.StartAsync(folder))
                await KillWhileUploadingAsync(second, album, files, (int)between + 20);
            await using (var third = await FaceWebProcess.StartAsync(folder))
            {
                Assert.Equal(200, (await third.Client.UploadAsync(album, files.Select(f => (Path.GetFileName(f), File.ReadAllBytes(f))))).Distinct().Count());
                var summary = await third.Client.AllDoneAsync();
                Assert.Equal(200, summary.GetProperty("done").GetInt32());
                Assert.Equal(0, summary.GetProperty("failed").GetInt32());
            }

            // What was finished before the first kill was not analysed again.
            var finishedAfter = Rows(folder, "SELECT Id, AnalysedAt FROM Photos ORDER BY Id").ToHashSet();
            Assert.All(finishedBefore, row => Assert.Contains(row, finishedAfter));
            Assert.Equal(200, Read(folder, "SELECT COUNT(DISTINCT Sha256) FROM Photos"));
            Assert.Equal(0, Read(folder, "SELECT COUNT(*) FROM Photos WHERE ClaimedBy IS NOT NULL OR Attempts > 0"));
            Assert.Equal(0, Read(folder, "SELECT COUNT(*) FROM Faces f WHERE (SELECT COUNT(*) FROM Embeddings e WHERE e.FaceId = f.Id) <> 1 OR NOT EXISTS (SELECT 1 FROM FaceImages i WHERE i.FaceId = f.Id)"));
            Assert.Equal(Uninterrupted(files), Rows(folder,
                "SELECT p.FileName, CAST(round(f.X) AS INT), CAST(round(f.Y) AS INT), CAST(round(f.Width) AS INT) FROM Faces f JOIN Photos p ON p.Id = f.PhotoId").Order(StringComparer.Ordinal));
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
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
            rows.AddRange(pipeline.Measure(pixels).Faces.Select(f => string.Join('|', Path.GetFileName(file), Rounded(f.Box.X), Rounded(f.Box.Y), Rounded(f.Box.Width))));
        }
        return rows.Order(StringComparer.Ordinal);

        static long Rounded(double value) => (long)Math.Round(value, MidpointRounding.AwayFromZero);
    }

    private static async Task KillWhileUploadingAsync(FaceWebProcess process, long album, List<string> files, int analysed)
    {
        var upload = process.Client.UploadAsync(album, files.Select(f => (Path.GetFileName(f), File.ReadAllBytes(f))));
        await AnalysedAsync(process.Client, analysed);
        await process.KillAsync();
        await Task.WhenAny(upload);
        _ = upload.Exception;
    }

    private static async Task AnalysedAsync(HttpClient client, int least)
    {
        for (var end = DateTime.UtcNow.AddMinutes(5); DateTime.UtcNow < end; await Task.Delay(50))
        {
            if ((await client.ReadAsync("jobs/summary")).GetProperty("done").GetInt32() >= least)
                return;
        }
        throw new TimeoutException("No photos were analysed.");
    }

    private static long Read(string folder, string sql) => long.Parse(Rows(folder, sql).Single(), System.Globalization.CultureInfo.InvariantCulture);

    private static List<string> Rows(string folder, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "faceweb.db")}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i).ToString())));
        return rows;
    }
}
