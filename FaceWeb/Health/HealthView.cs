namespace FaceWeb.Health;

/// <summary>The answer of a health call.</summary>
/// <param name="Status"><c>live</c>, <c>ready</c> or <c>not ready</c>.</param>
/// <param name="Checks">What was looked at.</param>
public sealed record HealthView(string Status, IReadOnlyList<HealthCheck> Checks);
