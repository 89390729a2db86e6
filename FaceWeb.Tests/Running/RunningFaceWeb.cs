using System.Net;
using System.Net.Http.Headers;
using FaceWeb.Tests.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace FaceWeb.Tests.Running;

/// <summary>
/// The whole of FaceWeb in this process: a real server on a free port, a real database and store in a folder of its own. An admin
/// (<see cref="Email"/>, <see cref="Password"/>) and an API key are there from the start. Disposing stops it and deletes the folder.
/// </summary>
public sealed class RunningFaceWeb : IAsyncDisposable
{
    /// <summary>The admin's e-mail address.</summary>
    public const string Email = "admin@example.org";

    /// <summary>The admin's password.</summary>
    public const string Password = "correct horse battery";

    /// <summary>The admin's API key.</summary>
    public const string ApiKey = "fw_a-key-for-tests-and-nothing-else";

    private readonly bool ownsDataDir;

    private RunningFaceWeb(WebApplication app, string dataDir, bool ownsDataDir)
    {
        App = app;
        DataDir = dataDir;
        this.ownsDataDir = ownsDataDir;
        Address = new Uri(app.Urls.First());
        Client = NewClient(ApiKey);
    }

    /// <summary>The application.</summary>
    public WebApplication App { get; }

    /// <summary>Where it keeps everything.</summary>
    public string DataDir { get; }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Calls it with the admin's API key.</summary>
    public HttpClient Client { get; }

    /// <summary>Starts it.</summary>
    /// <param name="settings">Further settings, each as <c>--FaceWeb:Upload:MaxFileBytes=1000</c>.</param>
    public static Task<RunningFaceWeb> StartAsync(params string[] settings) => StartInAsync(null, settings);

    /// <summary>Starts it on a folder that stays when it is disposed (null: on a new one that does not).</summary>
    public static async Task<RunningFaceWeb> StartInAsync(string? dataDir, params string[] settings)
    {
        var folder = dataDir ?? Directory.CreateTempSubdirectory("faceweb-test-").FullName;
        if (dataDir is null)
            await NewDatabase.CopyAsync(Path.Combine(folder, "faceweb.db"));
        var app = Program.Build(
        [
            "--urls=http://127.0.0.1:0",
            $"--FaceWeb:DataDir={folder}",
            $"--FaceWeb:Admin:Email={Email}",
            $"--FaceWeb:Admin:Password={Password}",
            $"--FaceWeb:Admin:ApiKey={ApiKey}",
            "--Logging:LogLevel:Default=Warning",
            .. settings,
        ]);
        await app.PrepareAsync();
        await Hosts.StartAsync(app);
        return new RunningFaceWeb(app, folder, dataDir is null);
    }

    /// <summary>A client without redirects, with a key or (null) as nobody; cookies are kept in the given container.</summary>
    public HttpClient NewClient(string? apiKey, CookieContainer? cookies = null)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = cookies is not null };
        if (cookies is not null)
            handler.CookieContainer = cookies;
        var client = new HttpClient(handler) { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(5) };
        if (apiKey is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        return client;
    }

    /// <summary>One of its services, as a page would get it.</summary>
    public async Task<TResult> UseAsync<TService, TResult>(Func<TService, Task<TResult>> use)
        where TService : notnull
    {
        await using var scope = App.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.StopAsync();
        await Hosts.DisposeAsync(App);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (ownsDataDir)
            Directory.Delete(DataDir, recursive: true);
    }
}
