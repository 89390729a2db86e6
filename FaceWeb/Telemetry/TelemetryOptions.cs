namespace FaceWeb.Telemetry;

/// <summary>Where figures and traces go (configuration section <c>FaceWeb:Telemetry</c>).</summary>
public sealed class TelemetryOptions
{
    /// <summary>Whether <c>/metrics</c> answers admins and their keys with Prometheus' text (default: yes).</summary>
    public bool Prometheus { get; set; } = true;

    /// <summary>The address of an OpenTelemetry collector that speaks OTLP over HTTP, such as <c>http://localhost:4318</c>; null sends nothing.</summary>
    public Uri? Otlp { get; set; }
}
