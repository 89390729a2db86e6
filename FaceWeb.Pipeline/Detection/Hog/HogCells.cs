using FaceWeb.Pipeline.Imaging;
using OpenCvSharp;

namespace FaceWeb.Pipeline.Detection.Hog;

/// <summary>
/// Histograms of oriented gradients of a whole picture: Dalal and Triggs' features (CVPR 2005) in the form that Felzenszwalb, Girshick, McAllester
/// and Ramanan gave them (PAMI 2010), which dlib's face detector uses. Square cells; votes by the gradient's length, shared between neighbouring
/// cells and orientations; each cell is normalised by the four blocks of 2 x 2 cells that it lies in, clipped, and the four are added up instead of
/// standing side by side: 31 numbers a cell instead of 36 for each block. Gray instead of the strongest colour channel.
/// </summary>
/// <param name="Columns">Cells beside each other.</param>
/// <param name="Rows">Cells above each other.</param>
/// <param name="Values">
/// <see cref="Length"/> numbers a cell, row by row: 18 orientations with sign (o stands for gradients of (o + 0.5) x 20 degrees, 0 pointing right
/// and 90 down), 9 without (o and o + 9 together), both 0 to 0.4; then how much there is at all beside each of the four blocks (above left, above
/// right, below left, below right), 0 to 0.85.
/// </param>
internal sealed record HogCells(int Columns, int Rows, float[] Values)
{
    /// <summary>Orientations told apart over 360 degrees.</summary>
    public const int Signed = 18;

    /// <summary>Orientations told apart over 180 degrees.</summary>
    public const int Unsigned = Signed / 2;

    /// <summary>Numbers of a cell.</summary>
    public const int Length = Signed + Unsigned + 4;

    /// <summary>Where a block's normalised numbers are cut off.</summary>
    public const float Clip = 0.2f;

    // Felzenszwalb et al. give the four sums this weight, about 1 / sqrt(18).
    private const float TextureWeight = 0.2357f;

    // For each gradient (dx, dy from -255 to 255): the lower of its two orientations, and its votes for the two.
    private static readonly Vote[] Votes = MakeVotes();

    /// <summary>The numbers of one cell.</summary>
    public ReadOnlySpan<float> Cell(int column, int row) => Values.AsSpan(((row * Columns) + column) * Length, Length);

    /// <summary>Looks at a picture.</summary>
    /// <param name="picture">8-bit gray or BGR.</param>
    /// <param name="cellSide">Pixels of a cell's side; what does not fill a cell at the right and below is left out.</param>
    /// <exception cref="PhotoException">The picture cannot be read.</exception>
    public static HogCells Of(Mat picture, int cellSide)
    {
        using var step = StepMeter.Measure("hog features");
        int columns = picture.Cols / cellSide, rows = picture.Rows / cellSide;
        if (columns < 1 || rows < 1)
            return new(0, 0, []);
        using var gray = new Mat();
        if (picture.Channels() == 1)
            picture.CopyTo(gray);
        else
            Cv2.CvtColor(picture, gray, ColorConversionCodes.BGR2GRAY);
        if (!gray.GetArray(out byte[] pixels))
            throw new PhotoException("The picture cannot be read.");
        return new(columns, rows, Normalised(VotesOf(pixels, gray.Cols, gray.Rows, columns, rows, cellSide), columns, rows, cellSide));
    }

    /// <summary>The histograms with a cell more on each side, which takes the votes that would go beyond the picture.</summary>
    private static float[] VotesOf(byte[] pixels, int width, int height, int columns, int rows, int side)
    {
        var stride = (columns + 2) * Signed;
        var cells = new float[(rows + 2) * stride];
        var (usedWidth, usedHeight) = (columns * side, rows * side);
        var left = new int[usedWidth];
        var share = new float[usedWidth];
        for (var x = 0; x < usedWidth; x++)
        {
            var at = ((x + 0.5f) / side) + 0.5f;
            (left[x], share[x]) = ((int)at * Signed, at - (int)at);
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
                Add(cells, cell + Signed, vote, right * (1 - lower));
                Add(cells, cell + stride, vote, (1 - right) * lower);
                Add(cells, cell + stride + Signed, vote, right * lower);
            }
        }
        return cells;
    }

    private static void Add(float[] cells, int cell, in Vote vote, float share)
    {
        cells[cell + vote.First] += vote.ForFirst * share;
        cells[cell + vote.Second] += vote.ForSecond * share;
    }

    private static float[] Normalised(float[] votes, int columns, int rows, int side)
    {
        int across = columns + 2, down = rows + 2;
        var energies = new float[across * down];
        // What went beyond the picture is no whole cell: it counts for nothing.
        for (var y = 1; y <= rows; y++)
        {
            for (var x = 1; x <= columns; x++)
            {
                var cell = votes.AsSpan(((y * across) + x) * Signed, Signed);
                for (var o = 0; o < Unsigned; o++)
                    energies[(y * across) + x] += (cell[o] + cell[o + Unsigned]) * (cell[o] + cell[o + Unsigned]);
            }
        }
        // One over the length of the block whose upper left cell this is. About what gradients of length 1 give is added, so that a block without
        // edges stays weak instead of its noise being blown up.
        var soft = (float)side * side * side * side;
        var scales = new float[across * down];
        for (var y = 0; y + 1 < down; y++)
        {
            for (var x = 0; x + 1 < across; x++)
            {
                var at = (y * across) + x;
                scales[at] = 1 / MathF.Sqrt(energies[at] + energies[at + 1] + energies[at + across] + energies[at + across + 1] + soft);
            }
        }
        var values = new float[columns * rows * Length];
        for (var y = 0; y < rows; y++)
        {
            for (var x = 0; x < columns; x++)
            {
                var at = ((y + 1) * across) + x + 1;
                Describe(votes.AsSpan(at * Signed, Signed), scales[at - across - 1], scales[at - across], scales[at - 1], scales[at],
                    values.AsSpan(((y * columns) + x) * Length, Length));
            }
        }
        return values;
    }

    private static void Describe(ReadOnlySpan<float> votes, float aboveLeft, float aboveRight, float belowLeft, float belowRight, Span<float> values)
    {
        float first = 0, second = 0, third = 0, fourth = 0;
        for (var o = 0; o < Signed; o++)
        {
            var vote = votes[o];
            float a = Math.Min(vote * aboveLeft, Clip), b = Math.Min(vote * aboveRight, Clip);
            float c = Math.Min(vote * belowLeft, Clip), d = Math.Min(vote * belowRight, Clip);
            values[o] = 0.5f * (a + b + c + d);
            (first, second, third, fourth) = (first + a, second + b, third + c, fourth + d);
        }
        for (var o = 0; o < Unsigned; o++)
        {
            var vote = votes[o] + votes[o + Unsigned];
            values[Signed + o] = 0.5f * (Math.Min(vote * aboveLeft, Clip) + Math.Min(vote * aboveRight, Clip)
                + Math.Min(vote * belowLeft, Clip) + Math.Min(vote * belowRight, Clip));
        }
        var texture = values[(Signed + Unsigned)..];
        (texture[0], texture[1]) = (TextureWeight * first, TextureWeight * second);
        (texture[2], texture[3]) = (TextureWeight * third, TextureWeight * fourth);
    }

    private static Vote[] MakeVotes()
    {
        var votes = new Vote[511 * 511];
        for (var dy = -255; dy <= 255; dy++)
        {
            for (var dx = -255; dx <= 255; dx++)
            {
                var length = MathF.Sqrt((dx * dx) + (dy * dy));
                var at = ((MathF.Atan2(dy, dx) / (2 * MathF.PI)) + 1) * Signed - 0.5f;
                var lower = MathF.Floor(at);
                var share = at - lower;
                var first = (int)lower % Signed;
                votes[((dy + 255) * 511) + dx + 255] = new((byte)first, (byte)((first + 1) % Signed), length * (1 - share), length * share);
            }
        }
        return votes;
    }

    private readonly record struct Vote(byte First, byte Second, float ForFirst, float ForSecond);
}
