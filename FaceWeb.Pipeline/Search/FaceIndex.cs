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

    private readonly int _compared;
    private readonly int _dimension;
    private readonly ReaderWriterLockSlim _lock = new();
    private readonly Dictionary<long, int> _rowOf = [];
    private readonly List<long> _faceIds = [];
    private readonly HalfRows _vectors;
    private readonly SketchRows _sketches;

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
        _compared = compared;
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        _dimension = dimension;
        _vectors = new HalfRows(dimension);
        _sketches = new SketchRows(dimension);
    }

    /// <summary>Number of faces.</summary>
    public int Count => Reading(() => _faceIds.Count);

    /// <summary>About how many bytes of memory the faces take.</summary>
    public long Bytes => Reading(() => (long)_faceIds.Count * (_vectors.RowBytes + _sketches.RowBytes + 40));

    /// <summary>Whether a face is here.</summary>
    public bool Contains(long faceId) => Reading(() => _rowOf.ContainsKey(faceId));

    /// <summary>Adds a face; one that is here already gets the new embedding.</summary>
    /// <param name="faceId">The face.</param>
    /// <param name="embedding">Its embedding, of unit length.</param>
    /// <exception cref="ArgumentException">The embedding has the wrong length.</exception>
    public void Add(long faceId, ReadOnlySpan<float> embedding)
    {
        Check(embedding, nameof(embedding));
        // Before the lock: whoever adds a million faces one after the other keeps nobody waiting.
        var sketch = _sketches.Sketch(embedding);
        var half = new Half[_dimension];
        TensorPrimitives.ConvertToHalf(embedding, half);
        _lock.EnterWriteLock();
        try
        {
            if (!_rowOf.TryGetValue(faceId, out var row))
            {
                row = _faceIds.Count;
                _rowOf.Add(faceId, row);
                _faceIds.Add(faceId);
                _sketches.AddRow();
                _vectors.Add(half);
            }
            else
            {
                _vectors.Set(row, half);
            }
            _sketches.Set(row, sketch);
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>Takes a face out.</summary>
    /// <returns>Whether it was here.</returns>
    public bool Remove(long faceId)
    {
        _lock.EnterWriteLock();
        try
        {
            if (!_rowOf.Remove(faceId, out var row))
                return false;
            var last = _faceIds[^1];
            _faceIds[row] = last;
            _faceIds.RemoveAt(_faceIds.Count - 1);
            if (last != faceId)
                _rowOf[last] = row;
            _vectors.RemoveRow(row);
            _sketches.RemoveRow(row);
            return true;
        }
        finally
        {
            _lock.ExitWriteLock();
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
    public void Dispose() => _lock.Dispose();

    private FoundFace[] Nearest(float[] embedding, int most, Func<long, bool>? allowed)
    {
        var rows = _faceIds.Count <= ScannedFaces
            ? Enumerable.Range(0, _faceIds.Count).ToList()
            : _sketches.Best(_sketches.Query(embedding), _compared, 20 * _compared);
        if (allowed is not null)
            rows.RemoveAll(row => !allowed(_faceIds[row]));
        var found = new FoundFace[rows.Count];
        Parallel.For(0, (rows.Count + 511) / 512, part =>
        {
            var single = new float[_dimension];
            for (var i = part * 512; i < Math.Min(rows.Count, (part + 1) * 512); i++)
                found[i] = new FoundFace(_faceIds[rows[i]], _vectors.Dot(rows[i], embedding, single));
        });
        Array.Sort(found, (one, other) => other.Cosine.CompareTo(one.Cosine) is var order and not 0 ? order : one.FaceId.CompareTo(other.FaceId));
        return found.Length <= most ? found : found[..most];
    }

    private void Check(ReadOnlySpan<float> embedding, string name)
    {
        if (embedding.Length != _dimension)
            throw new ArgumentException($"The embedding has {embedding.Length} numbers instead of {_dimension}: it was made by another model.", name);
    }

    private T Reading<T>(Func<T> read)
    {
        _lock.EnterReadLock();
        try
        {
            return read();
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }
}
