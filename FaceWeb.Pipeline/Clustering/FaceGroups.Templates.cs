using System.Numerics.Tensors;

namespace FaceWeb.Pipeline.Clustering;

/// <content>Faces compared together with their group.</content>
public sealed partial class FaceGroups
{
    /// <summary>A face compared together with the others of its group.</summary>
    /// <returns>A unit vector (<see cref="FaceTemplate"/>), and how many others are in it; null for a face that is not here, alone, or little like the others.</returns>
    public (float[] Vector, int Others)? TemplateOf(long faceId)
    {
        if (!this.faces.TryGetValue(faceId, out var face) || face.Group.Faces.Count == 1)
            return null;
        var own = face.Embedding();
        var others = new float[this.dimension];
        TensorPrimitives.Subtract(sums.Row(face.Group.Row)[..this.dimension], own, others);
        var count = face.Group.Faces.Count - 1;
        var levels = sums.LevelsOf(face.Group.Row) - face.Level;
        return FaceTemplate.Of(own, face.Level, others, levels, count, normalisation, this.options.TemplateCosine) is { } template
            ? (template, count) : null;
    }

    /// <summary>
    /// The faces whose group has another face, or one fewer, since the last <see cref="TakeChanges"/>: their templates are others now.
    /// </summary>
    public IReadOnlySet<long> Touched()
    {
        var touched = new HashSet<long>();
        foreach (var group in moved.Select(GroupOf).OfType<long>().Concat(shrunk).Distinct())
        {
            if (byId.TryGetValue(group, out var there))
                touched.UnionWith(there.Faces.Select(face => face.FaceId));
        }
        return touched;
    }
}
