using FaceWeb.Pipeline.Imaging;
using OpenCvSharp;

namespace FaceWeb.Pipeline.Detection.Hog;

/// <summary>
/// Histograms of oriented gradients of a whole picture (Dalal and Triggs, CVPR 2005): square cells, 9 unsigned orientations over 180 degrees, votes
/// by the gradient's length shared between neighbouring cells and orientations; blocks of 2 x 2 cells that overlap by a cell, normalised by L2-Hys
/// (clipped at 0.2). Gray instead of the strongest colour channel.
/// </summary>
/// <param name="Columns">Blocks beside each other: one less than cells.</param>
/// <param name="Rows">Blocks above each other.</param>
/// <param name="Values">36 numbers a block (four cells of nine orientations), block by block, row by row.</param>
internal sealed record HogBlocks(int Columns, int Rows, float[] Values)
{
    /// <summary>Orientations told apart, over 180 degrees.</summary>
    public const int Orientations = 9;

    /// <summary>Numbers of a block.</summary>
    public const int Length = 4 * Orientations;

    private const float Clip = 0.2f;

    // For each gradient (dx, dy from -255 to 255): the lower of its two orientations, and its votes for the two.
    private static readonly Vote[] Votes = MakeVotes();

    /// <summary>The numbers of one block.</summary>
    public ReadOnlySpan<float> Block(int column, int row) => Values.AsSpan(((row * Columns) + column) * Length, Length);

    /// <summary>Looks at a picture.</summary>
    /// <param name="picture">8-bit gray or BGR.</param>
    /// <param name="cellSide">Pixels of a cell's side; what does not fill a cell at the right and below is left out.</param>
    /// <exception cref="PhotoException">The picture cannot be read.</exception>
    public static HogBlocks Of(Mat picture, int cellSide)
    {
        int columns = picture.Cols / cellSide, rows = picture.Rows / cellSide;
        if (columns < 2 || rows < 2)
            return new(0, 0, []);
        using var gray = new Mat();
        if (picture.Channels() == 1)
            picture.CopyTo(gray);
        else
            Cv2.CvtColor(picture, gray, ColorConversionCodes.BGR2GRAY);
        if (!gray.GetArray(out byte[] pixels))
            throw new PhotoException("The picture cannot be read.");
        return Normalised(Cells(pixels, gray.Cols, gray.Rows, columns, rows, cellSide), columns, rows);
    }

    private static float[] Cells(byte[] pixels, int width, int height, int columns, int rows, int side)
    {
        // A cell more on each side takes the votes that would go beyond the picture.
        var stride = (columns + 2) * Orientations;
        var cells = new float[(rows + 2) * stride];
        var (usedWidth, usedHeight) = (columns * side, rows * side);
        var left = new int[usedWidth];
        var share = new float[usedWidth];
        for (var x = 0; x < usedWidth; x++)
        {
            var at = ((x + 0.5f) / side) + 0.5f;
            (left[x], share[x]) = ((int)at * Orientations, at - (int)at);
        }
        for (var y = 0; y < usedHeight; y++)
        {
            int above = Math.Max(0, y - 1) * width, here = y * width, below = Math.Min(height - 1, y + 1) * width;
            var at = ((y + 0.5f) / side) + 0.5f;
            var lower = at - (int)at;
            var row = (int)at * stride;
            for (var x = 0; x < usedWidth; x++)
            {
                var dx = pixels[here + Math.Min(width - 1, x + 1)] - pixels[here + Math.Max(0, x - 1)];
                var dy = pixels[below + x] - pixels[above + x];
                if ((dx | dy) == 0)
                    continue;
                ref readonly var vote = ref Votes[((dy + 255) * 511) + dx + 255];
                var cell = row + left[x];
                var right = share[x];
                Add(cells, cell, vote, (1 - right) * (1 - lower));
                Add(cells, cell + Orientations, vote, right * (1 - lower));
                Add(cells, cell + stride, vote, (1 - right) * lower);
                Add(cells, cell + stride + Orientations, vote, right * lower);
            }
        }
        return cells;
    }

    private static void Add(float[] cells, int cell, in Vote vote, float share)
    {
        cells[cell + vote.First] += vote.ForFirst * share;
        cells[cell + vote.Second] += vote.ForSecond * share;
    }

    private static HogBlocks Normalised(float[] cells, int columns, int rows)
    {
        var stride = (columns + 2) * Orientations;
        int across = columns - 1, down = rows - 1;
        var values = new float[across * down * Length];
        for (var y = 0; y < down; y++)
        {
            for (var x = 0; x < across; x++)
            {
                var block = values.AsSpan(((y * across) + x) * Length, Length);
                var first = ((y + 1) * stride) + ((x + 1) * Orientations);
                cells.AsSpan(first, 2 * Orientations).CopyTo(block);
                cells.AsSpan(first + stride, 2 * Orientations).CopyTo(block[(2 * Orientations)..]);
                L2Hys(block);
            }
        }
        return new(across, down, values);
    }

    private static void L2Hys(Span<float> block)
    {
        // Gray levels of a soft wall; below them a block stays weak instead of being blown up to full strength.
        const float Soft = 4;
        Scale(block, Soft * Soft);
        for (var i = 0; i < block.Length; i++)
            block[i] = Math.Min(block[i], Clip);
        Scale(block, 1e-6f);
    }

    private static void Scale(Span<float> block, float added)
    {
        var square = added;
        foreach (var value in block)
            square += value * value;
        var scale = 1 / MathF.Sqrt(square);
        for (var i = 0; i < block.Length; i++)
            block[i] *= scale;
    }

    private static Vote[] MakeVotes()
    {
        var votes = new Vote[511 * 511];
        for (var dy = -255; dy <= 255; dy++)
        {
            for (var dx = -255; dx <= 255; dx++)
            {
                var length = MathF.Sqrt((dx * dx) + (dy * dy));
                var angle = MathF.Atan2(dy, dx) / MathF.PI;
                // Orientation o stands for gradients of (o + 0.5) x 20 degrees.
                var at = ((angle < 0 ? angle + 1 : angle) * Orientations) - 0.5f;
                var lower = MathF.Floor(at);
                var share = at - lower;
                var first = ((int)lower + Orientations) % Orientations;
                votes[((dy + 255) * 511) + dx + 255] = new((byte)first, (byte)((first + 1) % Orientations), length * (1 - share), length * share);
            }
        }
        return votes;
    }

    private readonly record struct Vote(byte First, byte Second, float ForFirst, float ForSecond);
}
