using FaceWeb.Live;
using FaceWeb.Work;

namespace FaceWeb.Suggestions;

/// <summary>Wires the way from faces to names and groups.</summary>
public static class SuggestionsServices
{
    /// <summary>Adds this room's services and its queue.</summary>
    public static WebApplicationBuilder AddSuggestions(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<OldNames>();
        services.AddSingleton<SuggestService>();
        services.AddSingleton<LibraryLevels>();
        services.AddSingleton<ActiveClassifier>();
        services.AddSingleton<UndecidedGroups>();
        services.AddSingleton<NameSuggester>();
        services.AddSingleton<ICancelledWait, CancelledSuggesting>();
        services.AddTransient<SuggestJob>();
        services.AddQueue(JobQueues.Suggest, 1);
        return builder;
    }

    /// <summary>Names are suggested anew at each start; a pass whose row waits is begun by this, too.</summary>
    public static void PrepareSuggestions(this WebApplication app)
    {
        app.Services.GetRequiredService<FaceNews>().Forgotten += app.Services.GetRequiredService<ActiveClassifier>().ForgetTrained;
        app.Services.GetRequiredService<SuggestService>().RequestAll();
    }
}
