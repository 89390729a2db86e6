namespace FaceWeb.Training;

/// <summary>What an admin may choose for trainings.</summary>
/// <param name="FalseSuggestionRate">
/// The share of strangers that may get a name suggested, <see cref="TrainingSettings.LeastRate"/> to
/// <see cref="TrainingSettings.GreatestRate"/>; holds from the next training.
/// </param>
public sealed record TrainingSettingsView(double FalseSuggestionRate);
