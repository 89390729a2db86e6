namespace FaceWeb.Pipeline.Classification.Svm;

/// <summary>
/// Embeddings in one block of memory, one row each, every row starting on a 64-byte boundary and padded with zeros to a
/// multiple of 16 numbers: the solver and the blocked products then read whole cache lines and need no remainder loops.
/// </summary>
internal sealed class EmbeddingMatrix
{
    /// <summary>Numbers in one 64-byte line.</summary>
    public const int Lane = 16;

    private readonly float[] values;
    private readonly int start;

    /// <summary>Makes a matrix of zeros.</summary>
    /// <param name="rows">Number of rows, 0 or more.</param>
    /// <param name="dimension">Numbers in a row, 1 or more.</param>
    public EmbeddingMatrix(int rows, int dimension)
    {
        Rows = rows;
        Dimension = dimension;
        Stride = (dimension + Lane - 1) / Lane * Lane;
        values = GC.AllocateArray<float>(checked((rows * Stride) + Lane), pinned: true);
        unsafe
        {
            fixed (float* first = values)
                start = (int)((64 - ((nint)first & 63)) & 63) / sizeof(float);
        }
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Numbers in a row that carry data.</summary>
    public int Dimension { get; }

    /// <summary>Numbers from the start of one row to the start of the next; those beyond <see cref="Dimension"/> are zero.</summary>
    public int Stride { get; }

    /// <summary>Copies vectors into a matrix.</summary>
    public static EmbeddingMatrix From(IReadOnlyList<float[]> vectors, int dimension)
    {
        var matrix = new EmbeddingMatrix(vectors.Count, dimension);
        for (var i = 0; i < vectors.Count; i++)
            vectors[i].AsSpan(0, dimension).CopyTo(matrix.Row(i));
        return matrix;
    }

    /// <summary>One row, padding included.</summary>
    public Span<float> Row(int row) => values.AsSpan(start + (row * Stride), Stride);

    /// <summary>The given rows, copied in that order.</summary>
    public EmbeddingMatrix Take(IReadOnlyList<int> rows)
    {
        var taken = new EmbeddingMatrix(rows.Count, Dimension);
        for (var i = 0; i < rows.Count; i++)
            Row(rows[i]).CopyTo(taken.Row(i));
        return taken;
    }
}
