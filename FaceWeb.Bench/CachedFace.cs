using FaceWeb.Pipeline;

namespace FaceWeb.Bench;

/// <summary>What the programs need of a measured face.</summary>
/// <param name="Box">In pixels of the upright photo.</param>
/// <param name="Score">The detector's, 0..1.</param>
/// <param name="Quality">Overall quality, 0..1.</param>
/// <param name="Packs">The embedding of each pack in use, each of unit length.</param>
/// <param name="Embedding">What is compared: the only pack's embedding, or the packs' joined. Unit length.</param>
public sealed record CachedFace(FaceBox Box, float Score, float Quality, float[][] Packs, float[] Embedding);
