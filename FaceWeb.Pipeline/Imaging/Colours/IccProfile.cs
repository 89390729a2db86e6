using System.Buffers.Binary;

namespace FaceWeb.Pipeline.Imaging.Colours;

/// <summary>
/// A colour profile (ICC.1:2022) as far as it says how a screen's, camera's or working space's three numbers become colours: a curve for each,
/// then a matrix to XYZ under D50. Profiles made of tables (printers, scanners) are only recognised.
/// </summary>
internal sealed class IccProfile
{
    private const int HeaderBytes = 128;
    private const int MostTags = 200;

    private IccProfile(bool isTables, double[][]? curves, double[]? toXyz, bool isGray)
    {
        IsTables = isTables;
        Curves = curves;
        ToXyz = toXyz;
        IsGray = isGray;
    }

    /// <summary>Whether it converts by tables, which need a colour engine.</summary>
    public bool IsTables { get; }

    /// <summary>Whether it is for pictures without colour.</summary>
    public bool IsGray { get; }

    /// <summary>Light for each of 256 values, 0..1: of red, green and blue, or of gray. Null with <see cref="IsTables"/>.</summary>
    public double[][]? Curves { get; }

    /// <summary>XYZ of red, green and blue, row by row (3 x 3). Null with tables and for gray.</summary>
    public double[]? ToXyz { get; }

    /// <summary>Reads a profile; null for one that says nothing that can be used.</summary>
    public static IccProfile? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Parse(bytes);
        }
        catch (Exception problem) when (problem is ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private static IccProfile? Parse(ReadOnlySpan<byte> b)
    {
        if (b.Length < HeaderBytes + 4 || !b[36..].StartsWith("acsp"u8))
            return null;
        var space = b.Slice(16, 4);
        if (space.SequenceEqual("CMYK"u8) || !Tag(b, "A2B0"u8).IsEmpty)
            return new(true, null, null, false);
        if (space.SequenceEqual("GRAY"u8))
            return Curve(Tag(b, "kTRC"u8)) is { } gray ? new(false, [gray], null, true) : null;
        if (!space.SequenceEqual("RGB "u8) || !b[20..].StartsWith("XYZ "u8))
            return null;
        var (red, green, blue) = (Xyz(Tag(b, "rXYZ"u8)), Xyz(Tag(b, "gXYZ"u8)), Xyz(Tag(b, "bXYZ"u8)));
        var (r, g, bl) = (Curve(Tag(b, "rTRC"u8)), Curve(Tag(b, "gTRC"u8)), Curve(Tag(b, "bTRC"u8)));
        if (red is null || green is null || blue is null || r is null || g is null || bl is null)
            return null;
        return new(false, [r, g, bl], [red[0], green[0], blue[0], red[1], green[1], blue[1], red[2], green[2], blue[2]], false);
    }

    private static ReadOnlySpan<byte> Tag(ReadOnlySpan<byte> b, ReadOnlySpan<byte> name)
    {
        var count = Math.Min(BinaryPrimitives.ReadUInt32BigEndian(b[HeaderBytes..]), MostTags);
        for (var i = 0; i < count; i++)
        {
            var entry = b.Slice(HeaderBytes + 4 + (12 * i), 12);
            if (!entry.StartsWith(name))
                continue;
            var (from, length) = (BinaryPrimitives.ReadUInt32BigEndian(entry[4..]), BinaryPrimitives.ReadUInt32BigEndian(entry[8..]));
            return (long)from + length <= b.Length ? b.Slice((int)from, (int)length) : [];
        }
        return [];
    }

    private static double[]? Xyz(ReadOnlySpan<byte> tag) =>
        tag.Length >= 20 && tag.StartsWith("XYZ "u8) ? [Fixed(tag, 8), Fixed(tag, 12), Fixed(tag, 16)] : null;

    private static double[]? Curve(ReadOnlySpan<byte> tag)
    {
        if (tag.Length < 12)
            return null;
        if (tag.StartsWith("para"u8))
            return Parametric(tag);
        if (!tag.StartsWith("curv"u8))
            return null;
        var count = BinaryPrimitives.ReadUInt32BigEndian(tag[8..]);
        if (count == 0)
            return Values(x => x);
        if (count == 1)
        {
            var gamma = BinaryPrimitives.ReadUInt16BigEndian(tag[12..]) / 256.0;
            return Values(x => Math.Pow(x, gamma));
        }
        var table = new double[Math.Min(count, (tag.Length - 12) / 2)];
        for (var i = 0; i < table.Length; i++)
            table[i] = BinaryPrimitives.ReadUInt16BigEndian(tag[(12 + (2 * i))..]) / 65_535.0;
        return table.Length < 2 ? null : Values(x => Between(table, x));
    }

    /// <summary>The five kinds of formula (ICC.1:2022, 10.18).</summary>
    private static double[]? Parametric(ReadOnlySpan<byte> tag)
    {
        var kind = BinaryPrimitives.ReadUInt16BigEndian(tag[8..]);
        if (kind > 4)
            return null;
        var p = new double[7];
        for (var i = 0; i < (kind switch { 0 => 1, 1 => 3, 2 => 4, 3 => 5, _ => 7 }); i++)
            p[i] = Fixed(tag, 12 + (4 * i));
        var (g, a, b, c, d, e, f) = (p[0], p[1], p[2], p[3], p[4], p[5], p[6]);
        return kind switch
        {
            0 => Values(x => Math.Pow(x, g)),
            1 => Values(x => x >= -b / a ? Math.Pow((a * x) + b, g) : 0),
            2 => Values(x => x >= -b / a ? Math.Pow((a * x) + b, g) + c : c),
            3 => Values(x => x >= d ? Math.Pow((a * x) + b, g) : c * x),
            _ => Values(x => x >= d ? Math.Pow((a * x) + b, g) + e : (c * x) + f),
        };
    }

    private static double[] Values(Func<double, double> curve)
    {
        var values = new double[256];
        for (var i = 0; i < values.Length; i++)
            values[i] = curve(i / 255.0) is var light && double.IsFinite(light) ? Math.Clamp(light, 0, 1) : 0;
        return values;
    }

    private static double Between(double[] table, double x)
    {
        var at = x * (table.Length - 1);
        var below = Math.Min((int)at, table.Length - 2);
        return table[below] + ((at - below) * (table[below + 1] - table[below]));
    }

    private static double Fixed(ReadOnlySpan<byte> b, int at) => BinaryPrimitives.ReadInt32BigEndian(b[at..]) / 65_536.0;
}
