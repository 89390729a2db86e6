using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;

namespace FaceWeb.Bench.Library;

/// <summary>A FaceWeb on a data folder, as a process of its own, and a client that may do everything there.</summary>
internal sealed class FaceWebServer : IDisposable
{
    /// <summary>The admin of the servers that this program starts.</summary>
    public const string Email = "bench@example.org";

    /// <summary>The admin's password.</summary>
    public const string Password = "correct horse battery";

    /// <summary>The admin's API key.</summary>
    internal const string Key = "fw_a-key-of-the-bench-and-nothing-else";

    private readonly Process process;

    private FaceWebServer(Process process, Uri address)
    {
        (this.process, Address) = (process, address);
        Client = new HttpClient { BaseAddress = new Uri(address, "/api/v1/"), Timeout = TimeSpan.FromMinutes(10) };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Calls the API as an admin.</summary>
    public HttpClient Client { get; }

    /// <summary>Working set of the process in bytes.</summary>
    public long Bytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <summary>Processor time that the process has had.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Whether no work waits or runs at this moment.</summary>
    public bool IsAtRest
    {
        get
        {
            var summary = Get("jobs/summary");
            return summary.GetProperty("queued").GetInt32() + summary.GetProperty("running").GetInt32() == 0;
        }
    }

    /// <summary>The FaceWeb that <c>--faceweb</c> names, or the one built beside this program.</summary>
    /// <exception cref="BenchOptionException">There is none.</exception>
    public static string ProgramOf(BenchOptions options)
    {
        var program = options.Find("faceweb") ?? Path.Combine(AppContext.BaseDirectory, "../../../../FaceWeb/bin/Release/net10.0/FaceWeb.dll");
        return File.Exists(program) ? Path.GetFullPath(program)
            : throw new BenchOptionException($"--faceweb: there is no file {program}. Build FaceWeb, or name its FaceWeb.dll.");
    }

    /// <summary>Starts it and waits until it answers.</summary>
    /// <param name="program">FaceWeb.dll.</param>
    /// <param name="dataDir">Where it keeps everything.</param>
    /// <param name="settings">Further settings, as on its command line.</param>
    /// <exception cref="BenchOptionException">It ends or does not answer within five minutes.</exception>
    public static FaceWebServer Start(string program, string dataDir, params string[] settings)
    {
        var port = FreePort();
        var start = StartOf(program, dataDir, port);
        foreach (var setting in settings)
            start.ArgumentList.Add(setting);
        // What this program prints is JSON and nothing else.
        start.RedirectStandardOutput = true;
        var process = Process.Start(start) ?? throw new BenchOptionException($"{program} could not be started.");
        process.OutputDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
        process.BeginOutputReadLine();
        var server = new FaceWebServer(process, new Uri($"http://127.0.0.1:{port}"));
        for (var end = DateTime.UtcNow.AddMinutes(5); DateTime.UtcNow < end && !process.HasExited; Thread.Sleep(200))
        {
            try
            {
                using var answer = server.Client.GetAsync(new Uri("/health/live", UriKind.Relative)).GetAwaiter().GetResult();
                if (answer.IsSuccessStatusCode)
                    return server;
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }
        }
        server.Dispose();
        throw new BenchOptionException($"{program} ended or did not answer: start it on {dataDir} by hand and read what it says.");
    }

    /// <summary>An answer of the API.</summary>
    public JsonElement Get(string path)
    {
        using var answer = Client.GetAsync(new Uri(path, UriKind.Relative)).GetAwaiter().GetResult();
        answer.EnsureSuccessStatusCode();
        using var document = JsonDocument.Parse(answer.Content.ReadAsStringAsync().GetAwaiter().GetResult());
        return document.RootElement.Clone();
    }

    /// <summary>Waits until no work is left.</summary>
    public void WaitForRest()
    {
        for (var quiet = 0; quiet < 3; Thread.Sleep(500))
            quiet = IsAtRest ? quiet + 1 : 0;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Client.Dispose();
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
        process.Dispose();
    }

    /// <summary>How one is started, with an admin whose key is <see cref="Key"/>.</summary>
    internal static ProcessStartInfo StartOf(string program, string dataDir, int port) => new("dotnet")
    {
        ArgumentList =
        {
            program, $"--urls=http://127.0.0.1:{port}", $"--FaceWeb:DataDir={dataDir}", $"--FaceWeb:Admin:Email={Email}",
            $"--FaceWeb:Admin:Password={Password}", $"--FaceWeb:Admin:ApiKey={Key}", "--Logging:LogLevel:Default=Warning",
        },
        WorkingDirectory = Path.GetDirectoryName(program),
    };

    /// <summary>A port that nobody listens on.</summary>
    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
