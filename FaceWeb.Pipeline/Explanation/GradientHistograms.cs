using System.Runtime.InteropServices;
using FaceWeb.Pipeline.Imaging;
using OpenCvSharp;

namespace FaceWeb.Pipeline.Explanation;

/// <summary>
/// Histograms of oriented gradients of a picture (Dalal and Triggs, CVPR 2005), for drawing what the classic recipe sees in a face: cells of
/// 8 x 8 pixels, 9 unsigned orientations, the colour channel with the strongest gradient, votes weighted by the gradient's length and
/// shared between neighbouring cells and orientations, blocks of 2 x 2 cells normalised by L2-Hys.
/// </summary>
/// <param name="Columns">Cells beside each other.</param>
/// <param name="Rows">Cells above each other.</param>
/// <param name="Values">
/// <see cref="Orientations"/> numbers for each cell, row by row, each 0 to 1: the mean over the blocks that the cell is in. Orientation
/// o stands for gradients of (o + 0.5) x 20 degrees, 0 pointing right and 90 down; the edge itself runs across.
/// </param>
/// <param name="Strengths">The same before normalising: the lengths of the gradients that voted, added up, in gray levels.</param>
public sealed record GradientHistograms(int Columns, int Rows, IReadOnlyList<float> Values, IReadOnlyList<float> Strengths)
{
    /// <summary>Pixels of a cell's side.</summary>
    public const int CellSide = 8;

    /// <summary>Orientations told apart, over 180 degrees.</summary>
    public const int Orientations = 9;

    // Where L2-Hys clips: no single strong edge may drown the others.
    private const float Clip = 0.2f;

    /// <summary>Looks at an encoded picture, scaled so that its longer side has this many cells.</summary>
    /// <param name="picture">JPEG or PNG.</param>
    /// <param name="cells">2 or more.</param>
    /// <exception cref="PhotoException">It cannot be decoded.</exception>
    public static GradientHistograms Of(ReadOnlySpan<byte> picture, int cells = 16)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cells, 2);
        OpenCvLibrary.Require();
        using var decoded = Decode(picture);
        return Of(decoded, cells);
    }

    /// <summary>Looks at a decoded picture, 8-bit BGR.</summary>
    internal static GradientHistograms Of(Mat decoded, int cells)
    {
        var scale = (double)(cells * CellSide) / Math.Max(decoded.Cols, decoded.Rows);
        var columns = Math.Clamp((int)Math.Round(decoded.Cols * scale / CellSide), 1, cells);
        var rows = Math.Clamp((int)Math.Round(decoded.Rows * scale / CellSide), 1, cells);
        var size = new Size(columns * CellSide, rows * CellSide);
        using var scaled = scale < 1 ? AreaReduction.AtOnce(decoded, size) : decoded.Resize(size);
        if (!scaled.GetArray(out Vec3b[] pixels))
            throw new PhotoException("The picture of the face cannot be read.");
        var votes = Votes(pixels, columns, rows);
        return new(columns, rows, Normalised(votes, columns, rows), votes);
    }

    /// <summary>
    /// Draws each cell's edges as strokes, white on black: the brighter, the stronger. Strengths are drawn, not the normalised values, in
    /// which the softest wall behind a face has edges as bright as its eyes.
    /// </summary>
    /// <param name="cellPixels">Pixels of a cell's side in the drawing, 8 or more.</param>
    /// <returns>A gray PNG.</returns>
    public byte[] ToPng(int cellPixels = 24) => OrientationDrawing.ToPng(Columns, Strengths, cellPixels);

    /// <summary>A picture that came encoded, as 8-bit BGR.</summary>
    /// <exception cref="PhotoException">It cannot be decoded.</exception>
    internal static Mat Decode(ReadOnlySpan<byte> picture)
    {
        var decoded = Cv2.ImDecode(picture.ToArray(), ImreadModes.Color);
        if (!decoded.Empty())
            return decoded;
        decoded.Dispose();
        throw new PhotoException("The picture of the face cannot be read.");
    }

    /// <summary>Each pixel's gradient, shared between the two nearest orientations of the four nearest cells.</summary>
    private static float[] Votes(Vec3b[] pixels, int columns, int rows)
    {
        using var step = StepMeter.Measure("gradients");
        int width = columns * CellSide, height = rows * CellSide;

        // With a cell more on each side, which takes the votes that go beyond the picture.
        var stride = (columns + 2) * Orientations;
        var padded = new float[(rows + 2) * stride];
        var places = new (int Cell, float Beyond)[width];
        for (var x = 0; x < width; x++)
            places[x] = Place(x);
        for (var y = 0; y < height; y++)
        {
            var (upper, down) = Place(y);
            var cells = padded.AsSpan((upper + 1) * stride, 2 * stride);
            var above = Row(Math.Max(0, y - 1));
            var here = Row(y);
            var below = Row(Math.Min(height - 1, y + 1));
            for (var x = 0; x < width; x++)
            {
                var (dx, dy) = Gradient(above, here, below, 3 * x, 3 * Math.Max(0, x - 1), 3 * Math.Min(width - 1, x + 1));
                if ((dx | dy) == 0)
                    continue;
                ref readonly var vote = ref GradientVote.Of(dx, dy);
                var (left, right) = places[x];
                var cell = cells[((left + 1) * Orientations)..];
                vote.Add(cell, (1 - right) * (1 - down));
                vote.Add(cell[Orientations..], right * (1 - down));
                vote.Add(cell[stride..], (1 - right) * down);
                vote.Add(cell[(stride + Orientations)..], right * down);
            }
        }
        var votes = new float[columns * rows * Orientations];
        for (var r = 0; r < rows; r++)
            padded.AsSpan(((r + 1) * stride) + Orientations, columns * Orientations).CopyTo(votes.AsSpan(r * columns * Orientations));
        return votes;

        ReadOnlySpan<byte> Row(int y) => MemoryMarshal.AsBytes<Vec3b>(pixels).Slice(3 * y * width, 3 * width);
    }

    /// <summary>Of the two cells whose middles a pixel lies between the one before it, and how far beyond that one's middle it lies.</summary>
    private static (int Before, float Beyond) Place(int pixel)
    {
        var place = ((pixel + 0.5f) / CellSide) - 0.5f;
        var before = (int)MathF.Floor(place);
        return (before, place - before);
    }

    // Central differences without smoothing, which Dalal and Triggs found best; the edge of the picture repeats itself.
    private static (int Dx, int Dy) Gradient(
        ReadOnlySpan<byte> above, ReadOnlySpan<byte> here, ReadOnlySpan<byte> below, int at, int left, int right)
    {
        var (strongestX, strongestY, strongest) = (0, 0, 0);
        for (var channel = 0; channel < 3; channel++)
        {
            int dx = here[right + channel] - here[left + channel], dy = below[at + channel] - above[at + channel];
            var squared = (dx * dx) + (dy * dy);
            if (squared > strongest)
                (strongestX, strongestY, strongest) = (dx, dy, squared);
        }
        return (strongestX, strongestY);
    }

    private static float[] Normalised(float[] votes, int columns, int rows)
    {
        var sums = new float[votes.Length];
        var blocks = new int[columns * rows];
        Span<float> block = stackalloc float[4 * Orientations];
        Span<int> cells = stackalloc int[4];
        for (var r = 0; r < Math.Max(1, rows - 1); r++)
        {
            for (var c = 0; c < Math.Max(1, columns - 1); c++)
            {
                for (var i = 0; i < 4; i++)
                {
                    // A picture of a single row or column of cells has blocks that hold a cell twice.
                    cells[i] = (Math.Min(rows - 1, r + (i / 2)) * columns) + Math.Min(columns - 1, c + (i % 2));
                    votes.AsSpan(cells[i] * Orientations, Orientations).CopyTo(block[(i * Orientations)..]);
                }
                // The constants keep a block without edges at 0 instead of blowing up its noise: about what gradients of length 1 give.
                Divide(block, CellSide * CellSide);
                foreach (ref var value in block)
                    value = Math.Min(value, Clip);
                Divide(block, 1e-3f);
                for (var i = 0; i < 4; i++)
                {
                    for (var o = 0; o < Orientations; o++)
                        sums[(cells[i] * Orientations) + o] += block[(i * Orientations) + o];
                    blocks[cells[i]]++;
                }
            }
        }
        for (var i = 0; i < sums.Length; i++)
            sums[i] /= Math.Max(1, blocks[i / Orientations]);
        return sums;
    }

    private static void Divide(Span<float> block, float least)
    {
        var squares = least * least;
        foreach (var value in block)
            squares += value * value;
        var length = MathF.Sqrt(squares);
        foreach (ref var value in block)
            value /= length;
    }
}
