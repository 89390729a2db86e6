using FaceWeb.Access;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace FaceWeb.Telemetry;

/// <summary>Wires figures and traces.</summary>
public static class TelemetryServices
{
    // ASP.NET Core's own: requests, connections, circuits.
    private static readonly string[] Meters =
    [
        Measures.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Components.Server.Circuits",
        "System.Runtime",
    ];

    /// <summary>Adds this room's services.</summary>
    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder)
    {
        var options = Options(builder.Configuration);
        builder.Services.AddSingleton<Measures>();
        if (!options.Prometheus && options.Otlp is null)
            return builder;
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("faceweb", serviceVersion: typeof(Measures).Assembly.GetName().Version?.ToString()));
        telemetry.WithMetrics(metrics =>
        {
            metrics.AddMeter(Meters);
            if (options.Prometheus)
                metrics.AddPrometheusExporter();
            if (options.Otlp is { } to)
                metrics.AddOtlpExporter((otlp, _) => Send(otlp, to, "v1/metrics"));
        });
        if (options.Otlp is { } collector)
        {
            telemetry.WithTracing(traces => traces.AddSource(Measures.Name).AddSource("Microsoft.AspNetCore")
                .AddOtlpExporter(otlp => Send(otlp, collector, "v1/traces")));
        }
        return builder;
    }

    /// <summary>Maps the page that Prometheus reads, for admins and their keys.</summary>
    public static WebApplication MapTelemetry(this WebApplication app)
    {
        if (Options(app.Configuration).Prometheus)
            app.MapPrometheusScrapingEndpoint("/metrics").RequireAuthorization(Policies.Admin);
        return app;
    }

    private static TelemetryOptions Options(IConfiguration configuration) =>
        configuration.GetSection("FaceWeb:Telemetry").Get<TelemetryOptions>() ?? new();

    private static void Send(OtlpExporterOptions otlp, Uri collector, string path)
    {
        otlp.Protocol = OtlpExportProtocol.HttpProtobuf;
        otlp.Endpoint = new Uri(collector, path);
    }
}
