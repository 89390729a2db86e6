using Microsoft.AspNetCore.Components.Server.Circuits;

namespace FaceWeb.Layout;

/// <summary>
/// Whether the browser of an open page is there. A laptop that sleeps, or a tab that was closed without a word, leaves its page open for some
/// minutes: nobody sees it meanwhile, so it need not read what changes.
/// </summary>
public sealed class BrowserConnection : CircuitHandler
{
    private TaskCompletionSource? back;

    /// <summary>The connection is back after it was lost: what was sent meanwhile did not reach the browser.</summary>
    public event Action? Restored;

    /// <summary>Ends at once while the browser is there, else when it has come back.</summary>
    /// <exception cref="OperationCanceledException">Cancelled, as when the page is given up.</exception>
    public Task BackAsync(CancellationToken cancel) => Volatile.Read(ref back)?.Task.WaitAsync(cancel) ?? Task.CompletedTask;

    /// <inheritdoc />
    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref back, null) is { } lost)
        {
            lost.TrySetResult();
            Restored?.Invoke();
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Interlocked.CompareExchange(ref back, new(TaskCreationOptions.RunContinuationsAsynchronously), null);
        return Task.CompletedTask;
    }
}
