using System.Numerics.Tensors;
using FaceWeb.Pipeline.Classification.Scoring;
using FaceWeb.Pipeline.Classification.Svm;
using FaceWeb.Pipeline.Classification.Training;

namespace FaceWeb.Pipeline.Classification.Normalisation;

/// <summary>
/// The library's own sample of different people, by which scores are normalised: at most <see cref="Capacity"/> faces, of which no two look
/// like one person. Which faces are taken follows from their ids alone and not from the order in which they come, as long as they are told in
/// ascending order of <see cref="OrderOf"/>; a face more costs one product with the sample, and most are turned away by their number before
/// that. Not safe for use by several threads at once.
/// </summary>
public sealed class LibraryCohort
{
    /// <summary>The most faces in the sample: 2 MB for 512 numbers a face.</summary>
    public const int Capacity = 1024;

    /// <summary>Faces looked at when a sample is drawn anew: a library of few people needs no more to show that it has no others.</summary>
    private const int MostLookedAt = 8 * Capacity;

    /// <summary>
    /// Two faces nearer than this are taken for one person, of whom one face is enough (cosine under the compact pack's spread): 1 in 10,000
    /// pairs of different people of the families set reaches it before normalising, and few pairs of one face of LFW.
    /// </summary>
    internal const double SamePerson = 0.55;

    private readonly CosineSpread spread;
    private readonly string model;
    private readonly float samePerson;
    private readonly List<(ulong Order, long FaceId, float[] Embedding)> faces = [];

    /// <summary>Starts without faces.</summary>
    /// <param name="dimension">Length of the embeddings.</param>
    /// <param name="model">Name of the embedding model.</param>
    /// <param name="spread">How different people's cosines spread under it before anything is known of the library.</param>
    public LibraryCohort(int dimension, string model, CosineSpread spread)
    {
        ArgumentNullException.ThrowIfNull(spread);
        (Dimension, this.model, this.spread) = (dimension, model, spread);
        samePerson = (float)spread.FromCompact(SamePerson);
    }

    /// <summary>Length of the embeddings.</summary>
    public int Dimension { get; }

    /// <summary>Faces in the sample, 0 to <see cref="Capacity"/>.</summary>
    public int Count => this.faces.Count;

    /// <summary>The faces in the sample.</summary>
    public IEnumerable<long> FaceIds => this.faces.Select(face => face.FaceId);

    /// <summary>Draws the sample from a library.</summary>
    /// <param name="faces">All faces, named or not (of a named person one is enough), in any order; embeddings of unit length.</param>
    /// <param name="dimension">Length of the embeddings.</param>
    /// <param name="model">Name of the embedding model.</param>
    /// <param name="spread">How different people's cosines spread under it before anything is known of the library.</param>
    public static LibraryCohort Of(IEnumerable<(long FaceId, float[] Embedding)> faces, int dimension, string model, CosineSpread spread)
    {
        var cohort = new LibraryCohort(dimension, model, spread);
        foreach (var (faceId, embedding) in faces.OrderBy(face => OrderOf(face.FaceId)).Take(MostLookedAt))
        {
            if (cohort.Count == Capacity)
                break;
            cohort.Add(faceId, embedding);
        }
        return cohort;
    }

    /// <summary>The sample of faces that all have names: one face of each person.</summary>
    internal static IEnumerable<(long FaceId, float[] Embedding)> OneOfEach(IEnumerable<LabelledFace> faces) =>
        faces.GroupBy(face => face.PersonId).Select(own => own.MinBy(face => OrderOf(face.FaceId))!).Select(face => (face.FaceId, face.Embedding));

    /// <summary>The faces to look at of many that are new, in the order in which they are to be told: no more than decide the sample.</summary>
    public static IEnumerable<long> InOrder(IEnumerable<long> faceIds) => faceIds.OrderBy(OrderOf).Take(MostLookedAt);

    /// <summary>Whether a face's number is drawn, so that <see cref="Add"/> would look at it.</summary>
    public bool MayTake(long faceId) => this.faces.Count < Capacity || OrderOf(faceId) < this.faces[^1].Order;

    /// <summary>
    /// A face's place in the order in which faces are drawn: its id, well mixed (Steele, Lea, Flood: Fast splittable pseudorandom number
    /// generators, 2014).
    /// </summary>
    public static ulong OrderOf(long faceId)
    {
        var z = unchecked((ulong)faceId + 0x9E3779B97F4A7C15);
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }

    /// <summary>Takes a face into account; nothing changes where its person seems to be there already, or its number is not drawn.</summary>
    /// <returns>Whether it is in the sample now.</returns>
    /// <exception cref="ArgumentException">The embedding has another length.</exception>
    public bool Add(long faceId, ReadOnlySpan<float> embedding)
    {
        if (embedding.Length != Dimension)
            throw new ArgumentException(
                $"Face {faceId} has {embedding.Length} measurements instead of {Dimension}: it was measured by another model.", nameof(embedding));
        var order = OrderOf(faceId);
        if (!MayTake(faceId))
            return false;
        foreach (var face in this.faces)
        {
            if (face.FaceId == faceId || TensorPrimitives.Dot(face.Embedding, embedding) >= samePerson)
                return false;
        }
        if (this.faces.Count == Capacity)
            this.faces.RemoveAt(Capacity - 1);
        var at = this.faces.FindIndex(face => face.Order > order);
        this.faces.Insert(at < 0 ? this.faces.Count : at, (order, faceId, embedding.ToArray()));
        return true;
    }

    /// <summary>Forgets a face, for example because its photo was deleted; nothing where it is not in the sample.</summary>
    public void Remove(long faceId) => this.faces.RemoveAll(face => face.FaceId == faceId);

    /// <summary>The normalisation that the sample gives now; it does not change when the sample does.</summary>
    public ScoreNormalisation Normalisation() =>
        new(this.model, this.spread, EmbeddingMatrix.From(this.faces.ConvertAll(face => face.Embedding), Dimension));
}
