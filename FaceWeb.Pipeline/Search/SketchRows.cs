using System.Numerics.Tensors;

namespace FaceWeb.Pipeline.Search;

/// <summary>
/// Vectors sketched by the signs of their numbers after a random rotation: 64 bytes for 512 numbers. A first look at the share of signs that
/// differ (Charikar, 2002: it is the angle over 180 degrees) and a second one by RaBitQ's estimate of the dot product (Gao and Long, 2024)
/// leave few vectors to compare truly. Both miss a near vector only when the estimate is wrong by more than the given multiple of its standard
/// deviation. May be searched by several threads at once while nothing is changed.
/// </summary>
internal sealed class SketchRows
{
    /// <summary>Rows of one piece of memory.</summary>
    public const int PieceRows = 4096;

    private readonly int dimension;
    private readonly int words;
    private readonly RandomRotation rotation;
    private readonly List<ulong[]> signs = [];
    private readonly List<float[]> factors = [];

    /// <summary>Starts without rows.</summary>
    /// <param name="dimension">Numbers in a vector.</param>
    public SketchRows(int dimension)
    {
        this.dimension = dimension;
        words = (dimension + 63) / 64;
        rotation = new RandomRotation(dimension);
    }

    /// <summary>Number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes that a row takes.</summary>
    public int RowBytes => (words * sizeof(ulong)) + sizeof(float);

    /// <summary>Appends a row, which is like no vector until it is set.</summary>
    public void AddRow()
    {
        if (Count == this.signs.Count * PieceRows)
        {
            this.signs.Add(new ulong[PieceRows * words]);
            this.factors.Add(new float[PieceRows]);
        }
        Clear(Count++);
    }

    /// <summary>Sketches a vector of any length; safe to call at any time.</summary>
    public Sketch Sketch(ReadOnlySpan<float> vector)
    {
        Span<float> rotated = stackalloc float[this.dimension];
        vector[..this.dimension].CopyTo(rotated);
        rotation.Turn(rotated);
        var signs = new ulong[words];
        for (var i = 0; i < rotated.Length; i++)
        {
            if (rotated[i] >= 0)
                signs[i / 64] |= 1UL << (i % 64);
        }
        var sum = TensorPrimitives.SumOfMagnitudes<float>(rotated);
        return new Sketch(signs, sum > 0 ? TensorPrimitives.SumOfSquares<float>(rotated) / sum : 0);
    }

    /// <summary>Puts a sketch into a row.</summary>
    public void Set(int row, Sketch sketch)
    {
        sketch.Signs.CopyTo(Signs(row));
        this.factors[row / PieceRows][row % PieceRows] = sketch.Factor;
    }

    /// <summary>Removes a row; the last one takes its place.</summary>
    public void RemoveRow(int row)
    {
        var last = Count - 1;
        Signs(last).CopyTo(Signs(row));
        this.factors[row / PieceRows][row % PieceRows] = this.factors[last / PieceRows][last % PieceRows];
        Count--;
    }

    /// <summary>Prepares a vector for searching.</summary>
    public SketchQuery Query(ReadOnlySpan<float> vector)
    {
        Span<float> rotated = stackalloc float[this.dimension];
        vector[..this.dimension].CopyTo(rotated);
        rotation.Turn(rotated);
        return new SketchQuery(rotated);
    }

    /// <summary>
    /// The rows, in no order, whose dot product with the query may reach a bar, where no sketched vector is longer than 1.
    /// </summary>
    /// <param name="query">The query, from <see cref="Query"/>.</param>
    /// <param name="least">The bar, above 0.</param>
    /// <param name="deviations">By how many standard deviations an estimate may be wrong.</param>
    public List<int> Reaching(SketchQuery query, double least, double deviations)
    {
        var cosine = least / query.Norm;
        if (!(cosine < 1))
            return [];
        var share = Math.Acos(cosine) / Math.PI;
        var differing = (this.dimension * share) + (deviations * Math.Sqrt(this.dimension * share * (1 - share)));
        // RaBitQ's bound with the mean share 0.8 of a vector's length that its signs carry: sqrt((1 - 0.64) / 0.64) = 0.75.
        var margin = deviations * 0.75 * query.Norm / Math.Sqrt(Math.Max(1, this.dimension - 1));
        return Search(query, (int)Math.Min(this.dimension, differing), (float)(least - margin));
    }

    /// <summary>About that many rows, in no order, with the greatest estimated dot products.</summary>
    /// <param name="query">The query, from <see cref="Query"/>.</param>
    /// <param name="wanted">How many; the answer has some more or fewer.</param>
    /// <param name="looks">How many rows may pass the first look, more than <paramref name="wanted"/>.</param>
    public List<int> Best(SketchQuery query, int wanted, int looks)
    {
        // The bars come from a sample: they only decide how many rows are compared truly.
        const int samples = 4096;
        var (differing, estimates) = (new int[samples], new float[samples]);
        for (var i = 0; i < samples; i++)
        {
            var row = (int)((long)i * Count / samples);
            differing[i] = query.Differing(Signs(row));
            estimates[i] = Factor(row) * query.SignedSum(Signs(row));
        }
        Array.Sort(differing);
        Array.Sort(estimates);
        var farthest = differing[Math.Min(samples - 1, (int)((long)samples * looks / Count))];
        var least = estimates[samples - 1 - Math.Min(samples - 1, (int)((long)samples * wanted / Count))];
        return Search(query, farthest, least);
    }

    private List<int> Search(SketchQuery query, int mostDiffering, float leastEstimate)
    {
        var found = new List<int>();
        Parallel.For(0, (Count + PieceRows - 1) / PieceRows, ParallelWork.Options(), () => new List<int>(), (piece, _, near) =>
        {
            Search(piece, query, mostDiffering, leastEstimate, near);
            return near;
        }, near =>
        {
            lock (found)
                found.AddRange(near);
        });
        return found;
    }

    private void Search(int piece, SketchQuery query, int mostDiffering, float leastEstimate, List<int> near)
    {
        ReadOnlySpan<ulong> signs = this.signs[piece];
        ReadOnlySpan<float> factors = this.factors[piece];
        var first = piece * PieceRows;
        var rows = Math.Min(PieceRows, Count - first);
        for (var i = 0; i < rows; i++)
        {
            var sketch = signs.Slice(i * words, words);
            if (query.Differing(sketch) <= mostDiffering && factors[i] * query.SignedSum(sketch) >= leastEstimate)
                near.Add(first + i);
        }
    }

    private void Clear(int row)
    {
        Signs(row).Clear();
        this.factors[row / PieceRows][row % PieceRows] = 0;
    }

    private float Factor(int row) => this.factors[row / PieceRows][row % PieceRows];

    private Span<ulong> Signs(int row) => this.signs[row / PieceRows].AsSpan(row % PieceRows * words, words);
}
