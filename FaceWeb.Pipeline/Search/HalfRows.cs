using System.Numerics.Tensors;

namespace FaceWeb.Pipeline.Search;

/// <summary>Vectors in half precision, in pieces of memory that grow with their number.</summary>
internal sealed class HalfRows(int dimension)
{
    private readonly List<Half[]> pieces = [];

    /// <summary>Number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes that a row takes.</summary>
    public int RowBytes => dimension * 2;

    /// <summary>Appends a vector.</summary>
    public void Add(ReadOnlySpan<Half> vector)
    {
        if (Count == pieces.Count * SketchRows.PieceRows)
            pieces.Add(new Half[SketchRows.PieceRows * dimension]);
        Count++;
        Set(Count - 1, vector);
    }

    /// <summary>Replaces a vector.</summary>
    public void Set(int row, ReadOnlySpan<Half> vector) => vector.CopyTo(Row(row));

    /// <summary>Removes a row; the last one takes its place.</summary>
    public void RemoveRow(int row)
    {
        Row(Count - 1).CopyTo(Row(row));
        Count--;
        if (Count == (pieces.Count - 1) * SketchRows.PieceRows)
            pieces.RemoveAt(pieces.Count - 1);
    }

    /// <summary>The dot product of a row and a vector.</summary>
    /// <param name="row">The row.</param>
    /// <param name="vector">The vector.</param>
    /// <param name="single">Room for the row in single precision.</param>
    public float Dot(int row, ReadOnlySpan<float> vector, Span<float> single)
    {
        TensorPrimitives.ConvertToSingle(Row(row), single);
        return TensorPrimitives.Dot<float>(single, vector);
    }

    /// <summary>Copies a row in single precision.</summary>
    public void CopyTo(int row, Span<float> vector) => TensorPrimitives.ConvertToSingle(Row(row), vector);

    private Span<Half> Row(int row) => pieces[row / SketchRows.PieceRows].AsSpan(row % SketchRows.PieceRows * dimension, dimension);
}
