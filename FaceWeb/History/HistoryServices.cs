using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.History.Decisions;
using FaceWeb.History.Steps;

namespace FaceWeb.History;

/// <summary>Wires decisions and their history.</summary>
public static class HistoryServices
{
    /// <summary>Adds this room's services.</summary>
    public static WebApplicationBuilder AddHistory(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ReviewAnnouncer>();
        builder.Services.AddSingleton<HistoryService>();
        builder.Services.AddSingleton<DecisionService>();
        builder.Services.AddSingleton<StepService>();
        builder.Services.AddSingleton(provider => new ActionSteps(provider.GetServices<ActionStep>()));
        builder.Services.AddSingleton<ActionStep>(new DecidingStep(ActionKind.Decide));
        builder.Services.AddSingleton<ActionStep, UndoStep>();
        return builder;
    }
}
