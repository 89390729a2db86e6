namespace FaceWeb.Pipeline.ModelPacks;

/// <summary>One file of a pack.</summary>
/// <param name="Name">Its name in the pack's folder.</param>
/// <param name="Size">Bytes; 0 where nobody has told: then any size is taken.</param>
/// <param name="Sha256">SHA-256 in lower-case hexadecimal; empty where nobody has told: then any content is taken.</param>
/// <param name="Entry">Its path inside the npm package, where the pack is restored from one.</param>
public sealed record ModelPackFile(string Name, long Size, string Sha256, string? Entry = null);
