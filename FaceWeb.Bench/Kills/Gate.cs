namespace FaceWeb.Bench.Kills;

/// <summary>Lets all lanes act at once, or one deed alone that concerns all of them: an undo, a restored backup.</summary>
internal sealed class Gate(int lanes) : IDisposable
{
    private readonly SemaphoreSlim places = new(lanes, lanes);
    private readonly SemaphoreSlim alone = new(1, 1);

    /// <summary>Acts beside others.</summary>
    public async Task BesideAsync(Func<Task> deed)
    {
        await places.WaitAsync();
        try
        {
            await deed();
        }
        finally
        {
            places.Release();
        }
    }

    /// <summary>Acts while no lane does.</summary>
    public async Task AloneAsync(Func<Task> deed)
    {
        await alone.WaitAsync();
        var taken = 0;
        try
        {
            for (; taken < lanes; taken++)
                await places.WaitAsync();
            await deed();
        }
        finally
        {
            if (taken > 0)
                places.Release(taken);
            alone.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        places.Dispose();
        alone.Dispose();
    }
}
