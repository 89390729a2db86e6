using FaceWeb.Data;
using FaceWeb.Faces;
using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Training;
using FaceWeb.Pipeline.Embedding;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Suggestions;

/// <summary>Reads the faces that people have named, for training and for suggesting.</summary>
public static class ConfirmedFaces
{
    /// <summary>All confirmed faces that the model can compare; those of hidden and merged-away people are left out.</summary>
    public static async Task<List<LabelledFace>> ReadAsync(FaceWebDb db, RecognitionModel model, CancellationToken cancel)
    {
        var rows = FaceVectors.Of(db, model).AsNoTracking()
            .Where(e => e.Face!.Decision == FaceDecision.Confirmed && e.Face.PersonId != null && !e.Face.Person!.Hidden
                && e.Face.Person.MergedIntoId == null)
            .OrderBy(e => e.FaceId)
                .Select(e => new { e.FaceId, e.Model, PersonId = e.Face!.PersonId!.Value, e.Face.PhotoId, e.Vector, e.Face.Quality });
        var faces = new List<LabelledFace>();
        await foreach (var (row, vector) in FaceVectors.Join(rows.AsAsyncEnumerable(), model, r => r.FaceId, r => r.Model, r => r.Vector)
            .WithCancellation(cancel))
            faces.Add(new LabelledFace(row.FaceId, row.PersonId, row.PhotoId, vector, row.Quality));
        return faces;
    }

    /// <summary>How many confirmed faces still lack a measurement that the model needs.</summary>
    public static Task<int> CountWaitingAsync(FaceWebDb db, RecognitionModel model, CancellationToken cancel) =>
        FaceVectors.Incomplete(
            db.Faces.Where(f => f.Decision == FaceDecision.Confirmed && f.PersonId != null && !f.Person!.Hidden && f.Person.MergedIntoId == null),
                model).CountAsync(cancel);
}
