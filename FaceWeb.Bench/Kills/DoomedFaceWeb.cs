using System.Diagnostics;
using System.Net.Http.Headers;
using FaceWeb.Bench.Library;

namespace FaceWeb.Bench.Kills;

/// <summary>A FaceWeb that is started to be killed.</summary>
internal sealed class DoomedFaceWeb : IDisposable
{
    private const int MostLines = 400;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Process process;
    private readonly HttpClient client;
    private readonly Queue<string> lines = new();

    private DoomedFaceWeb(Process process, Uri address)
    {
        this.process = process;
        client = new HttpClient { BaseAddress = new Uri(address, "/api/v1/"), Timeout = Patience };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", FaceWebServer.Key);
        Api = new Api(client);
    }

    /// <summary>Calls it.</summary>
    public Api Api { get; }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => process.HasExited;

    /// <summary>The last of what it wrote to the console.</summary>
    public string Output
    {
        get
        {
            lock (lines)
                return string.Join('\n', lines);
        }
    }

    /// <summary>Starts the process, and does not wait.</summary>
    public static DoomedFaceWeb Begin(Stage stage)
    {
        var port = FaceWebServer.FreePort();
        var start = FaceWebServer.StartOf(stage.Program, stage.Data, port);
        start.ArgumentList.Add($"--FaceWeb:Backup:Folder={stage.Backups}");
        start.ArgumentList.Add("--FaceWeb:Backup:At=");
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        if (stage is { Log: not null, Logger: not null })
        {
            start.Environment["LD_PRELOAD"] = stage.Logger;
            start.Environment["DISKLOG_ROOT"] = stage.Root;
            start.Environment["DISKLOG_FILE"] = stage.Log;
        }
        var process = Process.Start(start) ?? throw new BenchOptionException($"{stage.Program} could not be started.");
        var doomed = new DoomedFaceWeb(process, new Uri($"http://127.0.0.1:{port}"));
        process.OutputDataReceived += (_, line) => doomed.Keep(line.Data);
        process.ErrorDataReceived += (_, line) => doomed.Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return doomed;
    }

    /// <summary>Waits until it says of itself that it can work.</summary>
    /// <exception cref="BenchOptionException">It ended, or is not ready within five minutes.</exception>
    public async Task ReadyAsync()
    {
        for (var end = DateTime.UtcNow + Patience; DateTime.UtcNow < end && !process.HasExited; await Task.Delay(50))
        {
            if (await Api.GetAsync("/health/ready") is { IsSuccess: true })
                return;
        }
        throw new BenchOptionException($"FaceWeb did not become ready: {Output}");
    }

    /// <summary>SIGKILL: nothing in the process gets a chance to tidy up.</summary>
    public void Kill()
    {
        if (!process.HasExited)
            process.Kill();
        process.WaitForExit();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Kill();
        client.Dispose();
        process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (lines)
        {
            lines.Enqueue(line);
            if (lines.Count > MostLines)
                lines.Dequeue();
        }
    }
}
