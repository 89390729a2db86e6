using FaceWeb.Pipeline.Alignment;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.Landmarks;

namespace FaceWeb.Pipeline.Embedding;

/// <summary>A pack's way from landmarks to its embedding: each pack aligns faces to its own template.</summary>
internal sealed class PackEmbedder(string model, FaceAligner aligner, FaceEmbedder embedder)
{
    /// <summary>The pack's name.</summary>
    public string Name => model;

    /// <summary>The pack's embedding of the face with these landmarks.</summary>
    public FaceEmbedding Measure(PhotoPixels photo, Landmarks68 landmarks)
    {
        using var chip = aligner.Align(photo, landmarks);
        return new(model, embedder.Embed(chip, embedder.Raw(chip)));
    }
}
