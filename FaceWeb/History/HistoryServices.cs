using FaceWeb.History.Decisions;

namespace FaceWeb.History;

/// <summary>Wires decisions and their history.</summary>
public static class HistoryServices
{
    /// <summary>Adds this room's services.</summary>
    public static WebApplicationBuilder AddHistory(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ReviewAnnouncer>();
        builder.Services.AddSingleton<ReviewHistory>();
        builder.Services.AddSingleton<ReviewService>();
        return builder;
    }
}
