using FaceWeb.Pipeline.Alignment;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.Landmarks;
using OpenCvSharp;

namespace FaceWeb.Pipeline.Embedding;

/// <summary>A pack's way from landmarks to its embedding: each pack aligns faces to its own template.</summary>
internal sealed class PackEmbedder(string model, FaceAligner aligner, FaceEmbedder embedder)
{
    /// <summary>The pack's name.</summary>
    public string Name => model;

    /// <summary>The pack's embedding of each face with these landmarks.</summary>
    public FaceEmbedding[] Measure(PhotoPixels photo, IReadOnlyList<Landmarks68> landmarks)
    {
        var chips = new List<Mat>();
        try
        {
            foreach (var face in landmarks)
                chips.Add(aligner.Align(photo, face));
            return [.. embedder.Embed(chips, embedder.Raw(chips)).Select(values => new FaceEmbedding(model, values))];
        }
        finally
        {
            chips.ForEach(chip => chip.Dispose());
        }
    }
}
