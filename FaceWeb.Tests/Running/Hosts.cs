using Microsoft.AspNetCore.Builder;

namespace FaceWeb.Tests.Running;

/// <summary>
/// Lets the hosts of this process start and go one after the other. Hangfire keeps one log provider for the whole process, that of the
/// host that was configured last: a host that starts while that one is disposed would get no job servers.
/// </summary>
internal static class Hosts
{
    private static readonly SemaphoreSlim OneAtATime = new(1, 1);

    /// <summary>Starts a host.</summary>
    public static async Task StartAsync(WebApplication app)
    {
        await OneAtATime.WaitAsync();
        try
        {
            await app.StartAsync();
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    /// <summary>Disposes a host that has been stopped or was never started.</summary>
    public static async Task DisposeAsync(WebApplication app)
    {
        await OneAtATime.WaitAsync();
        try
        {
            Hangfire.Logging.LogProvider.SetCurrentLogProvider(null);
            await app.DisposeAsync();
        }
        finally
        {
            OneAtATime.Release();
        }
    }
}
