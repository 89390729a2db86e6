using Microsoft.AspNetCore.Components.Server.Circuits;

namespace FaceWeb.Health.Charts;

/// <summary>Counts the pages that are open, also those whose browser is away for a moment.</summary>
public sealed class CircuitCount : CircuitHandler
{
    private int open;

    /// <summary>How many are open.</summary>
    public int Open => Volatile.Read(ref open);

    /// <inheritdoc />
    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref open);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Interlocked.Decrement(ref open);
        return Task.CompletedTask;
    }
}
