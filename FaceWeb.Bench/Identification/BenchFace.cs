using FaceWeb.Pipeline;

namespace FaceWeb.Bench.Identification;

/// <summary>A measured face of a set of photos sorted into one folder a person.</summary>
/// <param name="Person">The folder's name.</param>
/// <param name="File">The photo, below the set's folder.</param>
/// <param name="Embedding">The face's embedding, of unit length.</param>
/// <param name="Quality">0 to 1.</param>
public sealed record BenchFace(string Person, string File, float[] Embedding, float Quality)
{
    /// <summary>Where the face is, in pixels of the photo.</summary>
    public FaceBox Box { get; init; }

    /// <summary>The embedding of each pack in use.</summary>
    public IReadOnlyList<float[]> Packs { get; init; } = [];
}
