using System.Numerics.Tensors;

namespace FaceWeb.Pipeline.Search;

/// <summary>
/// Faces in memory, for finding the ones most like a face: 1.1 KB a face of 512 numbers. Faces come and go at any time, also while others
/// search; nothing is built beforehand. Up to <see cref="ScannedFaces"/> faces each is compared; beyond that sketches choose some thousands to
/// compare, and a near face is missed in fewer than one case of a hundred (figures: docs/search.md). Safe for use by several threads at once.
/// </summary>
public sealed class FaceIndex : IDisposable
{
    /// <summary>Up to this many faces every one is compared.</summary>
    public const int ScannedFaces = 16_384;

    internal const int DefaultCompared = 2_000;

    private readonly int compared;
    private readonly int dimension;
    private readonly ReaderWriterLockSlim gate = new();
    private readonly Dictionary<long, int> rowOf = [];
    private readonly List<long> faceIds = [];
    private readonly HalfRows vectors;
    private readonly SketchRows sketches;

    /// <summary>Starts without faces.</summary>
    /// <param name="dimension">Length of the embeddings.</param>
    public FaceIndex(int dimension)
        : this(dimension, DefaultCompared)
    {
    }

    /// <summary>Starts without faces.</summary>
    /// <param name="dimension">Length of the embeddings.</param>
    /// <param name="compared">How many faces of many are compared truly.</param>
    internal FaceIndex(int dimension, int compared)
    {
        this.compared = compared;
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        this.dimension = dimension;
        vectors = new HalfRows(dimension);
        sketches = new SketchRows(dimension);
    }

    /// <summary>Number of faces.</summary>
    public int Count => Reading(() => faceIds.Count);

    /// <summary>About how many bytes of memory the faces take.</summary>
    public long Bytes => Reading(() => (long)faceIds.Count * (vectors.RowBytes + sketches.RowBytes + 40));

    /// <summary>Whether a face is here.</summary>
    public bool Contains(long faceId) => Reading(() => rowOf.ContainsKey(faceId));

    /// <summary>A face's embedding in single precision, as it is kept (half precision moves each number by up to 0.05 %); null when it is not here.</summary>
    public float[]? Find(long faceId) => Reading(() =>
    {
        if (!rowOf.TryGetValue(faceId, out var row))
            return null;
        var vector = new float[dimension];
        vectors.CopyTo(row, vector);
        return vector;
    });

    /// <summary>Adds a face; one that is here already gets the new embedding.</summary>
    /// <param name="faceId">The face.</param>
    /// <param name="embedding">Its embedding, of unit length.</param>
    /// <exception cref="ArgumentException">The embedding has the wrong length.</exception>
    public void Add(long faceId, ReadOnlySpan<float> embedding)
    {
        Check(embedding, nameof(embedding));
        // Before the lock: whoever adds a million faces one after the other keeps nobody waiting.
        var sketch = sketches.Sketch(embedding);
        var half = new Half[this.dimension];
        TensorPrimitives.ConvertToHalf(embedding, half);
        gate.EnterWriteLock();
        try
        {
            if (!rowOf.TryGetValue(faceId, out var row))
            {
                row = faceIds.Count;
                rowOf.Add(faceId, row);
                faceIds.Add(faceId);
                sketches.AddRow();
                vectors.Add(half);
            }
            else
            {
                vectors.Set(row, half);
            }
            sketches.Set(row, sketch);
        }
        finally
        {
            gate.ExitWriteLock();
        }
    }

    /// <summary>Takes a face out.</summary>
    /// <returns>Whether it was here.</returns>
    public bool Remove(long faceId)
    {
        gate.EnterWriteLock();
        try
        {
            if (!rowOf.Remove(faceId, out var row))
                return false;
            var last = faceIds[^1];
            faceIds[row] = last;
            faceIds.RemoveAt(faceIds.Count - 1);
            if (last != faceId)
                rowOf[last] = row;
            vectors.RemoveRow(row);
            sketches.RemoveRow(row);
            return true;
        }
        finally
        {
            gate.ExitWriteLock();
        }
    }

    /// <summary>The faces most like a face, nearest first.</summary>
    /// <param name="embedding">Its embedding, of unit length.</param>
    /// <param name="most">How many at most, 1 to 1,000.</param>
    /// <param name="allowed">
    /// Faces to leave out answer false: meant for few of them (the face itself, its photo's), for only some thousands of faces are asked about.
    /// </param>
    /// <exception cref="ArgumentException">The embedding has the wrong length.</exception>
    public IReadOnlyList<FoundFace> Nearest(ReadOnlySpan<float> embedding, int most, Func<long, bool>? allowed = null)
    {
        Check(embedding, nameof(embedding));
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(most, 1000);
        var wanted = embedding.ToArray();
        return Reading(() => Nearest(wanted, most, allowed));
    }

    /// <inheritdoc/>
    public void Dispose() => gate.Dispose();

    private FoundFace[] Nearest(float[] embedding, int most, Func<long, bool>? allowed)
    {
        var rows = faceIds.Count <= ScannedFaces
            ? Enumerable.Range(0, faceIds.Count).ToList()
            : sketches.Best(sketches.Query(embedding), this.compared, 20 * this.compared);
        if (allowed is not null)
            rows.RemoveAll(row => !allowed(faceIds[row]));
        var found = new FoundFace[rows.Count];
        Parallel.For(0, (rows.Count + 511) / 512, ParallelWork.Options(), part =>
        {
            var single = new float[this.dimension];
            for (var i = part * 512; i < Math.Min(rows.Count, (part + 1) * 512); i++)
                found[i] = new FoundFace(faceIds[rows[i]], vectors.Dot(rows[i], embedding, single));
        });
        Array.Sort(found, (one, other) => other.Cosine.CompareTo(one.Cosine) is var order and not 0 ? order : one.FaceId.CompareTo(other.FaceId));
        return found.Length <= most ? found : found[..most];
    }

    private void Check(ReadOnlySpan<float> embedding, string name)
    {
        if (embedding.Length != this.dimension)
            throw new ArgumentException(
                $"The embedding has {embedding.Length} numbers instead of {this.dimension}: it was made by another model.", name);
    }

    private T Reading<T>(Func<T> read)
    {
        gate.EnterReadLock();
        try
        {
            return read();
        }
        finally
        {
            gate.ExitReadLock();
        }
    }
}
