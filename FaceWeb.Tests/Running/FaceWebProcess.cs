using System.Diagnostics;
using System.Net.Http.Headers;

namespace FaceWeb.Tests.Running;

/// <summary>FaceWeb as its users run it: a process of its own, which a test can kill as a power cut would.</summary>
internal sealed class FaceWebProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly List<string> output = [];
    private readonly TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FaceWebProcess(string dataDir, string[] settings, string? zone = null)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = dataDir,
        };
        foreach (var argument in (
            string[])[Program, "--urls=http://127.0.0.1:0", $"--FaceWeb:DataDir={dataDir}", "--FaceWeb:Admin:Email=admin@example.org",
            "--FaceWeb:Admin:Password=correct horse battery", $"--FaceWeb:Admin:ApiKey={RunningFaceWeb.ApiKey}", .. settings])
            start.ArgumentList.Add(argument);
        if (zone is not null)
            start.Environment["TZ"] = zone;
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException($"FaceWeb ended at its start: {Output}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The build output beside this test's own: FaceWeb.Tests/bin/Debug/net10.0 -> FaceWeb/bin/Debug/net10.0.</summary>
    public static string Program { get; } = Path.Combine(
        Repository.Root, "FaceWeb",
        Path.GetRelativePath(Path.Combine(Repository.Root, "FaceWeb.Tests"), Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)),
        "FaceWeb.dll");

    public HttpClient Client { get; private set; } = null!;

    /// <summary>The memory that it holds now, in bytes.</summary>
    public long MemoryBytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    public string Output
    {
        get
        {
            lock (output)
                return string.Join('\n', output);
        }
    }

    public static Task<FaceWebProcess> StartAsync(string dataDir, params string[] settings) => StartInZoneAsync(dataDir, null, settings);

    /// <summary>Starts FaceWeb on a machine whose clock stands in this time zone (null: in that of this machine).</summary>
    public static async Task<FaceWebProcess> StartInZoneAsync(string dataDir, string? zone, params string[] settings)
    {
        var started = new FaceWebProcess(dataDir, settings, zone);
        var address = await started.listening.Task.WaitAsync(TimeSpan.FromMinutes(2));
        started.Client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(5) };
        started.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", RunningFaceWeb.ApiKey);
        return started;
    }

    /// <summary>Starts FaceWeb, does something with it and kills it.</summary>
    public static async Task KilledAsync(string dataDir, Func<FaceWebProcess, Task> work, params string[] settings)
    {
        await using var started = await StartAsync(dataDir, settings);
        await work(started);
        await started.KillAsync();
    }

    /// <summary>Starts FaceWeb where it cannot start, and waits for its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunToEndAsync(string dataDir, params string[] settings)
    {
        await using var started = new FaceWebProcess(dataDir, settings);
        await started.process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        await Task.WhenAny(started.listening.Task);
        _ = started.listening.Task.Exception;
        return (started.process.ExitCode, started.Output);
    }

    /// <summary>Waits until it has written this.</summary>
    public async Task WritesAsync(string text)
    {
        for (var end = DateTime.UtcNow.AddMinutes(5); DateTime.UtcNow < end; await Task.Delay(20))
        {
            if (Output.Contains(text, StringComparison.Ordinal))
                return;
        }
        throw new TimeoutException($"FaceWeb did not write “{text}”: {Output}");
    }

    /// <summary>SIGKILL: nothing in the process gets a chance to tidy up.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null)
            return;
        lock (output)
            output.Add(line);
        // The start page's address stands alone on its line once the server listens.
        if (line.StartsWith("http://", StringComparison.Ordinal))
            listening.TrySetResult(new Uri(line));
    }
}
