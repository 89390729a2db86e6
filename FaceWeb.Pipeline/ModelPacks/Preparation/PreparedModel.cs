namespace FaceWeb.Pipeline.ModelPacks.Preparation;

/// <summary>A model ready to be opened.</summary>
/// <param name="Content">The ONNX file.</param>
/// <param name="Sentence">What was done to it, or why nothing.</param>
/// <param name="Final">Whether preparing it again would come to the same.</param>
internal sealed record PreparedModel(byte[] Content, string Sentence, bool Final);
