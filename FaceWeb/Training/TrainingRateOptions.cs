namespace FaceWeb.Training;

/// <summary>How trainings are done when nobody has chosen otherwise on the training page (configuration section <c>FaceWeb:Training</c>).</summary>
public sealed class TrainingRateOptions
{
    /// <summary>
    /// The share of strangers that may get a name suggested: <see cref="TrainingSettings.LeastRate"/> to
    /// <see cref="TrainingSettings.GreatestRate"/>.
    /// </summary>
    public double FalseSuggestionRate { get; set; } = 0.01;
}
