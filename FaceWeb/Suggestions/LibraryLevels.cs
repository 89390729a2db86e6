using System.Numerics.Tensors;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces;
using FaceWeb.Models;
using FaceWeb.Pipeline.Classification.Normalisation;
using FaceWeb.Pipeline.Embedding;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Suggestions;

/// <summary>
/// By which cosines are corrected in this library: one answer for suggestions, groups, look-alikes, doubted confirmations and explanations. A
/// sample of the library's people is drawn once and goes on with the faces that come and go since; any number of threads may ask.
/// </summary>
public sealed class LibraryLevels(ModelHost models) : IDisposable
{
    // What follows from the sample is worked out anew when it has grown by a twentieth: until then nothing that can be measured changes.
    private const int ShareOfNews = 20;

    private readonly SemaphoreSlim turn = new(1, 1);
    private RecognitionModel? model;
    private LibraryCohort? cohort;
    private ScoreNormalisation? normalisation;
    private long lastEmbedding;
    private int counted;

    /// <inheritdoc />
    public void Dispose() => turn.Dispose();

    /// <summary>The normalisation as the library is now: the same object as the last time unless enough has changed.</summary>
    public async Task<ScoreNormalisation> GetAsync(FaceWebDb db, CancellationToken cancel = default)
    {
        var inUse = models.Recognition;
        await turn.WaitAsync(cancel);
        try
        {
            if (cohort is null || model != inUse)
                (model, cohort, normalisation, lastEmbedding) = (inUse, new LibraryCohort(inUse.Dimension, inUse.Name, inUse.Spread), null, 0);
            // What is new is thinned out before it counts: otherwise the next look would find other levels without anything having changed.
            var before = cohort.FaceIds.ToHashSet();
            await AddAsync(db, inUse, cohort, cancel);
            var gone = (await RemoveAsync(db, cohort, cancel)).Overlaps(before);
            if (normalisation is null || gone || cohort.Count - counted >= Math.Max(1, counted / ShareOfNews))
                (normalisation, counted) = (cohort.Normalisation(), cohort.Count);
            return normalisation;
        }
        catch
        {
            // Half a look at the library is none.
            cohort = null;
            throw;
        }
        finally
        {
            turn.Release();
        }
    }

    // Nothing is kept of a face that was deleted, or of which somebody has said that it is none. Of a person with a name one face is enough.
    private static async Task<HashSet<long>> RemoveAsync(FaceWebDb db, LibraryCohort cohort, CancellationToken cancel)
    {
        var there = cohort.FaceIds.ToHashSet();
        var still = await db.Faces.Where(f => there.Contains(f.Id) && f.Decision != FaceDecision.NotAFace)
            .Select(f => new { f.Id, f.PersonId }).ToListAsync(cancel);
        there.ExceptWith(still.Where(f => f.PersonId is null).Select(f => f.Id));
        there.ExceptWith(still.Where(f => f.PersonId is not null).GroupBy(f => f.PersonId)
            .Select(own => own.MinBy(f => LibraryCohort.OrderOf(f.Id))!.Id));
        foreach (var face in there)
            cohort.Remove(face);
        return there;
    }

    private async Task AddAsync(FaceWebDb db, RecognitionModel inUse, LibraryCohort cohort, CancellationToken cancel)
    {
        var since = lastEmbedding;
        var packs = inUse.Packs.ToList();
        var last = await db.Embeddings.MaxAsync(e => (long?)e.Id, cancel) ?? 0;
        if (last == since)
            return;
        var news = await db.Embeddings.Where(e => e.Id > since && e.Id <= last && packs.Contains(e.Model))
            .Where(e => e.Face!.Decision != FaceDecision.NotAFace).Select(e => e.FaceId).Distinct().ToListAsync(cancel);
        foreach (var part in LibraryCohort.InOrder(news).Chunk(Batch.Size))
        {
            var wanted = part.Where(cohort.MayTake).ToList();
            if (wanted.Count == 0)
                continue;
            var vectors = await FaceVectors.ReadAsync(db, inUse, wanted, cancel);
            foreach (var face in wanted)
            {
                // One of another pack under the same name, or damaged: whoever compares it says so.
                if (vectors.TryGetValue(face, out var vector) && vector.Length == inUse.Dimension
                    && TensorPrimitives.Norm<float>(vector) is > 0.99f and < 1.01f)
                    cohort.Add(face, vector);
            }
        }
        lastEmbedding = last;
    }
}
