using System.Globalization;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Layout;
using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Training;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Models;

/// <summary>Confirmed faces that only another model pack has measured: a training would silently forget their people.</summary>
internal static class OtherPacksFaces
{
    /// <summary>Refuses to train while there are any.</summary>
    /// <param name="db">The database.</param>
    /// <param name="packs">The packs in use: a face with numbers of one of them is not another pack's.</param>
    /// <param name="cancel">Stops counting.</param>
    /// <exception cref="ClassifierTrainingException">There are; the message says how many and what to do.</exception>
    public static async Task RefuseAsync(FaceWebDb db, IReadOnlyCollection<string> packs, CancellationToken cancel)
    {
        var faces = db.Faces.Where(f => f.Decision == FaceDecision.Confirmed && f.PersonId != null && !f.Person!.Hidden
            && f.Embeddings.Any() && !f.Embeddings.Any(e => packs.Contains(e.Model)));
        var count = await faces.CountAsync(cancel);
        if (count == 0)
            return;
        var others = await faces.SelectMany(f => f.Embeddings).Select(e => e.Model).Distinct().OrderBy(name => name).ToListAsync(cancel);
        var photos = await faces.Select(f => f.PhotoId).Distinct().CountAsync(cancel);
        throw new ClassifierTrainingException(string.Create(CultureInfo.InvariantCulture,
            $"{Words.Count(count, "named face was", "named faces were")} measured by the model pack {string.Join(" and ", others)}, but "
                + $"{string.Join(" and ", packs)} is in use: faces measured by two model packs cannot be trained together. Analyse "
                + $"{(photos == 1 ? "their photo" : $"their {photos:N0} photos")} again, then train."));
    }
}
