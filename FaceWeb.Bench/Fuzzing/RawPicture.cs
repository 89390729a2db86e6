namespace FaceWeb.Bench.Fuzzing;

/// <summary>A smallest camera raw file: a DNG (Adobe DNG 1.4) of one RGGB mosaic with red, green, blue and white quarters.</summary>
public static class RawPicture
{
    /// <summary>Pixels.</summary>
    public const int Width = 256;
    /// <summary>Pixels.</summary>
    public const int Height = 192;

    /// <summary>The file.</summary>
    /// <param name="orientation">EXIF's, 1..8.</param>
    public static byte[] Dng(int orientation)
    {
        var model = "FaceWeb Test\0"u8.ToArray();
        var pixels = Mosaic();
        (ushort Tag, ushort Type, byte[] Value)[] entries =
        [
            (254, 4, Int(0)), (256, 4, Int(Width)), (257, 4, Int(Height)), (258, 3, Short(16)), (259, 3, Short(1)), (262, 3, Short(32803)),
            (271, 2, model), (272, 2, model), (273, 4, Int(0)), (274, 3, Short(orientation)), (277, 3, Short(1)), (278, 4, Int(Height)),
            (279, 4, Int(pixels.Length)), (284, 3, Short(1)),
            (33421, 3, [.. Short(2), .. Short(2)]), (33422, 1, [0, 1, 1, 2]),
            (50706, 1, [1, 4, 0, 0]), (50708, 2, model), (50717, 4, Int(65535)),
            // XYZ to camera: the inverse of linear sRGB's matrix, so that camera colours are sRGB's.
            (50721, 10, [.. new[] { 3.2405, -1.5371, -0.4985, -0.9693, 1.8760, 0.0416, 0.0556, -0.2040, 1.0572 }.SelectMany(v => Rational(v))]),
            (50728, 5, [.. Rational(1), .. Rational(1), .. Rational(1)]), (50778, 3, Short(21)),
        ];
        var head = 8 + 2 + 12 * entries.Length + 4;
        var extra = new List<byte>();
        var directory = new List<byte>();
        var dataAt = head + entries.Where(e => e.Value.Length > 4).Sum(e => e.Value.Length + e.Value.Length % 2);
        foreach (var (tag, type, value) in entries)
        {
            var size = type switch { 3 => 2, 4 => 4, 5 or 10 => 8, _ => 1 };
            directory.AddRange([.. Short(tag), .. Short(type), .. Int(value.Length / size)]);
            var content = tag == 273 ? Int(dataAt) : value;
            if (content.Length <= 4)
            {
                directory.AddRange([.. content, .. new byte[4 - content.Length]]);
                continue;
            }
            directory.AddRange(Int(head + extra.Count));
            extra.AddRange([.. content, .. new byte[content.Length % 2]]);
        }
        return [.. "II"u8, .. Short(42), .. Int(8), .. Short(entries.Length), .. directory, .. Int(0), .. extra, .. pixels];
    }

    private static byte[] Mosaic()
    {
        var bytes = new List<byte>(Width * Height * 2);
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var filter = (y % 2, x % 2) switch { (0, 0) => 0, (1, 1) => 2, _ => 1 };
                var lit = (x < Width / 2, y < Height / 2) switch
                {
                    (true, true) => filter == 0,
                    (false, true) => filter == 1,
                    (true, false) =>
                    filter == 2,
                    _ => true
                };
                bytes.AddRange(Short(lit ? 60_000 : 200));
            }
        }
        return [.. bytes];
    }

    private static byte[] Short(int value) => [(byte)value, (byte)(value >> 8)];

    private static byte[] Int(int value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16), (byte)(value >> 24)];

    private static byte[] Rational(double value) => [.. Int((int)Math.Round(value * 10_000)), .. Int(10_000)];
}
