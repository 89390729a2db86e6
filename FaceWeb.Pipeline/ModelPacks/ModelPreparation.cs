namespace FaceWeb.Pipeline.ModelPacks;

/// <summary>How a model was written anew so that it runs faster, when its pack was opened.</summary>
/// <param name="Role">detect, landmarks, embed or pose.</param>
/// <param name="File">The model's file name.</param>
/// <param name="Sentence">What was done, or why nothing.</param>
public sealed record ModelPreparation(string Role, string File, string Sentence);
