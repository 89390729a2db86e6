using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceWeb.Bench.Fuzzing;
using FaceWeb.Pipeline.Decoding;
using FaceWeb.Tests.Albums;
using FaceWeb.Tests.Imaging;
using FaceWeb.Tests.Running;
using ImageMagick;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace FaceWeb.Tests.Decoding;

/// <summary>Files made to cost gigabytes or hours cost next to nothing, and the server answers meanwhile.</summary>
public sealed class HostileFilesTests(ITestOutputHelper output)
{
    [Fact]
    public Task Those_made_here() => UploadAllAsync([.. HostileFiles.All().Select(f => (f.Name, f.Bytes))]);

    [SkippableFact]
    public async Task Those_of_the_shared_programs()
    {
        var programs = Repository.SharedOrSkip("data", "hostile");
        var folder = Directory.CreateTempSubdirectory("faceweb-hostile-");
        try
        {
            using (var pictures = new TestPictures())
            {
                var progressive = pictures.Write("progbase", MagickFormat.Pjpeg, image => image.Resize(1024, 1024));
                File.Copy(progressive, Path.Combine(folder.FullName, "progbase.jpg"));
            }
            await PythonOrSkipAsync(folder, Path.Combine(programs, "write_hostile_files.py"));
            await PythonOrSkipAsync(folder, Path.Combine(programs, "many_scans.py"), "2000");
            var files = folder.GetFiles().Where(f => f.Name != "progbase.jpg").OrderBy(f => f.Name, StringComparer.Ordinal).ToList();
            Assert.True(files.Count > 10, "The programs wrote too few files.");
            await UploadAllAsync([.. files.Select(f => (f.Name, File.ReadAllBytes(f.FullName)))]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task UploadAllAsync(IReadOnlyList<(string Name, byte[] Bytes)> files)
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var album = await faceWeb.NewAlbumAsync("Hostile");
        Assert.Single((await faceWeb.UploadAsync(album, ("honest.jpg", Pictures.Jpeg(1)))).Accepted);
        var decoder = (DecoderPool)faceWeb.App.Services.GetRequiredService<IPhotoDecoder>();
        foreach (var (name, bytes) in files)
        {
            using var ended = new CancellationTokenSource();
            var answers = AnswersAsync(faceWeb, ended.Token);
            var memory = Environment.WorkingSet;
            var clock = Stopwatch.StartNew();
            var result = await faceWeb.UploadAsync(album, (name, bytes));
            if (result.Accepted.Count > 0)
                await AllDoneAsync(faceWeb, album);
            clock.Stop();
            await ended.CancelAsync();
            var slowest = await answers;
            var more = Math.Max(0, Environment.WorkingSet - memory) >> 20;
            output.WriteLine(FormattableString.Invariant($"{name} ({bytes.Length / 1024.0:N0} kB): {clock.Elapsed.TotalSeconds:0.00} s, ")
                + FormattableString.Invariant($"server +{more} MB, child at most {decoder.PeakBytes >> 20} MB, ")
                + FormattableString.Invariant($"slowest answer meanwhile {slowest.TotalMilliseconds:0} ms: ")
                + string.Concat(result.Rejected.Select(r => r.Reason).DefaultIfEmpty("taken")));
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"{name} took {clock.Elapsed}.");
            Assert.True(slowest < TimeSpan.FromSeconds(10), $"The server did not answer for {slowest} while {name} was read.");
            Assert.All(result.Rejected, r => Assert.EndsWith(".", r.Reason, StringComparison.Ordinal));
        }
        Assert.True(decoder.PeakBytes < 800L << 20, $"A child took {decoder.PeakBytes >> 20} MB.");
        await faceWeb.InboxGetsEmptyAsync();
    }

    /// <summary>The slowest of the answers to a plain question, until it is enough.</summary>
    private static async Task<TimeSpan> AnswersAsync(RunningFaceWeb faceWeb, CancellationToken ended)
    {
        var slowest = TimeSpan.Zero;
        do
        {
            var start = Stopwatch.GetTimestamp();
            using var answer = await faceWeb.Client.GetAsync(new Uri("/health/live", UriKind.Relative), CancellationToken.None);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            slowest = Stopwatch.GetElapsedTime(start) is var took && took > slowest ? took : slowest;
            await Task.Delay(20, CancellationToken.None);
        }
        while (!ended.IsCancellationRequested);
        return slowest;
    }

    private static async Task AllDoneAsync(RunningFaceWeb faceWeb, long album)
    {
        for (var end = DateTime.UtcNow.AddMinutes(3); DateTime.UtcNow < end; await Task.Delay(50))
        {
            var photos = await faceWeb.Client.GetFromJsonAsync<JsonElement>($"/api/v1/albums/{album}/photos?pageSize=200");
            if (photos.GetProperty("items").EnumerateArray().All(p => p.GetProperty("state").GetString() is "analysed" or "failed"))
                return;
        }
        throw new TimeoutException("The analysis did not end.");
    }

    private static async Task PythonOrSkipAsync(DirectoryInfo folder, params string[] arguments)
    {
        Process? python = null;
        try
        {
            python = Process.Start(new ProcessStartInfo("python3", arguments) { WorkingDirectory = folder.FullName, RedirectStandardOutput = true });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Skip.If(true, "There is no python3 here to run the programs of ../shared/data/hostile.");
        }
        using (python)
        {
            await python!.StandardOutput.ReadToEndAsync();
            await python.WaitForExitAsync();
            Assert.Equal(0, python.ExitCode);
        }
    }
}
