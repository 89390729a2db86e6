using Microsoft.AspNetCore.Components.Server.Circuits;

namespace FaceWeb.Review;

/// <summary>Tells a page when its circuit is connected again: what was announced meanwhile did not reach the browser.</summary>
public sealed class ReviewConnection : CircuitHandler
{
    private bool lost;

    /// <summary>The connection is back after it was lost.</summary>
    public event Action? Restored;

    /// <inheritdoc />
    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        lost = true;
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        if (lost)
            Restored?.Invoke();
        lost = false;
        return Task.CompletedTask;
    }
}
