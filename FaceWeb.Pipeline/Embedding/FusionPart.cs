namespace FaceWeb.Pipeline.Embedding;

/// <summary>One pack's share in a fusion.</summary>
/// <param name="Pack">The pack's name; its folder lies beside the fusion's.</param>
/// <param name="Sha256">SHA-256 of the network's weights that the weight was learnt on.</param>
/// <param name="Weight">What the pack's cosine counts, above 0; only the ratio of the weights matters.</param>
public sealed record FusionPart(string Pack, string Sha256, float Weight);
