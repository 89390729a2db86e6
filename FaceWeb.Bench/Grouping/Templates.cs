using FaceWeb.Pipeline.Classification.Normalisation;
using FaceWeb.Pipeline.Clustering;
using FaceWeb.Pipeline.Embedding;

namespace FaceWeb.Bench.Grouping;

/// <summary>Unnamed faces as the application compares them: each together with its group.</summary>
internal static class Templates
{
    /// <summary>Groups the faces in an order drawn by chance, as if uploaded one after the other.</summary>
    /// <param name="faces">Each face's embedding and photo: two faces of one photo are never in one group.</param>
    /// <param name="model">The embedding model.</param>
    /// <param name="normalisation">By which cosines are corrected; null for cosines as they are.</param>
    /// <param name="joinCosine">See <see cref="FaceGroupsOptions.JoinCosine"/>; null for the model's default.</param>
    public static FaceGroups Group(
        IReadOnlyList<(float[] Embedding, string Photo)> faces, RecognitionModel model, ScoreNormalisation? normalisation, double? joinCosine = null)
    {
        var options = FaceGroupsOptions.For(model.Spread);
        var groups = new FaceGroups(model.Dimension, joinCosine is { } join ? options with { JoinCosine = join } : options, normalisation);
        var order = Enumerable.Range(0, faces.Count).ToArray();
        new Random(1).Shuffle(order);
        var photos = faces.Select(face => face.Photo).Distinct().Index().ToDictionary(photo => photo.Item, photo => (long)photo.Index);
        foreach (var i in order)
            groups.Add(i, photos[faces[i].Photo], faces[i].Embedding);
        return groups;
    }

    /// <summary>The faces' templates by their groups, in the same order.</summary>
    public static float[][] Of(IReadOnlyList<(float[] Embedding, string Photo)> faces, FaceGroups groups) =>
        [.. faces.Select((face, i) => groups.TemplateOf(i)?.Vector ?? face.Embedding)];

    /// <summary>The faces' templates by the groups that they make.</summary>
    public static float[][] Of(
        IReadOnlyList<(float[] Embedding, string Photo)> faces, RecognitionModel model, ScoreNormalisation? normalisation) =>
        Of(faces, Group(faces, model, normalisation));
}
