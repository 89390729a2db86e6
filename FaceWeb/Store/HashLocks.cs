namespace FaceWeb.Store;

/// <summary>One holder at a time for each content: a file must not be swept away between being stored and its row being written.</summary>
public sealed class HashLocks : IDisposable
{
    private readonly SemaphoreSlim[] stripes = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Waits until nobody else holds this content; disposing the result lets the next one in.</summary>
    /// <param name="sha256">64 hexadecimal digits.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task<IDisposable> HoldAsync(string sha256, CancellationToken cancel = default)
    {
        var stripe = stripes[Convert.ToInt32(sha256[..2], 16) % stripes.Length];
        await stripe.WaitAsync(cancel);
        return new Holder(stripe);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var stripe in stripes)
            stripe.Dispose();
    }

    private sealed class Holder(SemaphoreSlim stripe) : IDisposable
    {
        public void Dispose() => stripe.Release();
    }
}
