namespace FaceWeb.Health;

/// <summary>One thing that was looked at.</summary>
/// <param name="Name"><c>database</c>, <c>models</c> or <c>queue</c>.</param>
/// <param name="Ready">Whether it can be used.</param>
/// <param name="Reason">Why not; null when it can.</param>
public sealed record HealthCheck(string Name, bool Ready, string? Reason);
