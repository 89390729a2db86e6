namespace FaceWeb.Explanation;

/// <summary>Wires "Why this name?".</summary>
public static class ExplanationServices
{
    /// <summary>Adds this room's services.</summary>
    public static WebApplicationBuilder AddExplanation(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ExplanationService>();
        return builder;
    }
}
