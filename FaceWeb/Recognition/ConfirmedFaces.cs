using FaceWeb.Data;
using FaceWeb.Pipeline.Classification;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Recognition;

/// <summary>Reads the faces that people have named, for training and for suggesting.</summary>
public static class ConfirmedFaces
{
    /// <summary>All confirmed faces with an embedding of this model; those of hidden and merged-away people are left out.</summary>
    public static async Task<List<LabelledFace>> ReadAsync(FaceWebDb db, string model, CancellationToken cancel)
    {
        var rows = db.Embeddings.AsNoTracking()
            .Where(e => e.Model == model && e.Face!.Decision == FaceDecision.Confirmed && e.Face.PersonId != null
                && !e.Face.Person!.Hidden && e.Face.Person.MergedIntoId == null)
            .OrderBy(e => e.FaceId)
            .Select(e => new { e.FaceId, PersonId = e.Face!.PersonId!.Value, e.Face.PhotoId, e.Vector, e.Face.Quality });
        var faces = new List<LabelledFace>();
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancel))
            faces.Add(new LabelledFace(row.FaceId, row.PersonId, row.PhotoId, UnitVector(row.Vector), row.Quality));
        return faces;
    }

    /// <summary>Unpacks a stored embedding and scales it back to length 1, from which half precision moves it a little.</summary>
    public static float[] UnitVector(byte[] stored)
    {
        var vector = HalfVector.Unpack(stored);
        var length = System.Numerics.Tensors.TensorPrimitives.Norm<float>(vector);
        if (length > 0)
            System.Numerics.Tensors.TensorPrimitives.Divide(vector, length, vector);
        return vector;
    }
}
