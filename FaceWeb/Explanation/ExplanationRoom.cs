namespace FaceWeb.Explanation;

/// <summary>Wires "Why this name?".</summary>
public static class ExplanationRoom
{
    /// <summary>Adds this room's services.</summary>
    public static WebApplicationBuilder AddExplanation(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ExplanationService>();
        return builder;
    }
}
