using System.Collections.Concurrent;
using FaceWeb.Models;
using FaceWeb.Pipeline.Classification.Normalisation;
using FaceWeb.Pipeline.Clustering;
using FaceWeb.Pipeline.Embedding;

namespace FaceWeb.People;

/// <summary>
/// The parts that people's faces fall into, kept for those looked at last: of three thousand faces they take most of a second of a core, and a page asks
/// for them each time it is opened.
/// </summary>
public sealed class PersonParts
{
    private const int MostKept = 200;

    private readonly ConcurrentDictionary<long, Kept> kept = [];

    /// <summary>The parts of a person's faces; worked out where they are other faces, or compared otherwise, than the last time.</summary>
    /// <param name="person">The person.</param>
    /// <param name="faces">The faces that are compared.</param>
    /// <param name="model">The model that measured them.</param>
    /// <param name="levels">By which their cosines are corrected.</param>
    /// <param name="workOut">Works them out.</param>
    /// <param name="cancel">Ends this waiting; others who wait for the same go on.</param>
    internal async Task<IReadOnlyList<IReadOnlyList<long>>> GetAsync(
        long person, IReadOnlyList<long> faces, RecognitionModel model, ScoreNormalisation levels, Func<Task<IReadOnlyList<IReadOnlyList<long>>>> workOut,
        CancellationToken cancel)
    {
        if (!kept.TryGetValue(person, out var found) || found.Model != model || found.Levels != levels || !found.Faces.SequenceEqual(faces))
        {
            if (kept.Count >= MostKept)
                kept.Clear();
            kept[person] = found = new(faces, model, levels, new(workOut));
        }
        try
        {
            return await found.Parts.Value.WaitAsync(cancel);
        }
        catch (Exception) when (found.Parts.Value.IsFaulted)
        {
            kept.TryRemove(new(person, found));
            throw;
        }
    }

    private sealed record Kept(
        IReadOnlyList<long> Faces, RecognitionModel Model, ScoreNormalisation Levels, Lazy<Task<IReadOnlyList<IReadOnlyList<long>>>> Parts);
}
