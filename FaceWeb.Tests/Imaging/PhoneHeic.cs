using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using FaceWeb.Tests.Video;

namespace FaceWeb.Tests.Imaging;

/// <summary>
/// A HEIC (ISO/IEC 23008-12) built as phones build theirs, since none may be kept here: a grid of 512 x 512 tiles in HEVC that are larger than the picture,
/// hidden items for tiles, EXIF and the map of HDR's gain, a thumbnail, a profile and a turn. ffmpeg packs the tiles; the calling test is skipped, out loud,
/// where it cannot.
/// </summary>
internal static class PhoneHeic
{
    public const int Width = 1200;
    public const int Height = 900;
    private const int Tile = 512;

    // HEVC's (ITU-T H.265, 7.4.2.2): of the video, of the sequence, of the picture.
    private static readonly int[] ParameterSets = [32, 33, 34];

    private static readonly byte[] GainMap = "urn:com:apple:photo:2020:aux:hdrgainmap\0"u8.ToArray();

    /// <summary>The file; as it lies, its quarters are red, green, blue and white, and a square in its middle has a colour of its own.</summary>
    /// <param name="bits">A sample, 8 or 10.</param>
    /// <param name="quarterTurns">Anticlockwise.</param>
    /// <param name="profile">ICC.</param>
    /// <param name="middle">Red, green and blue of the square, in the profile's colours.</param>
    public static byte[] Make(int bits, byte quarterTurns, byte[] profile, byte[] middle)
    {
        ClipCopies.RequireFfmpeg();
        var (columns, rows) = ((Width + Tile - 1) / Tile, (Height + Tile - 1) / Tile);
        var colours = Box("colr", [.. "prof"u8, .. profile]);
        var turn = Box("irot", [quarterTurns]);
        var items = new List<Item>();
        for (var i = 0; i < columns * rows; i++)
        {
            var (left, top) = (i % columns * Tile, i / columns * Tile);
            var (settings, picture) = Packed(Tile, Tile, bits, (x, y) => Colour(left + x, top + y, middle));
            items.Add(new Item("hvc1", true, picture, [Size(Tile, Tile), settings, colours]));
        }
        byte[] layout = [0, 0, (byte)(rows - 1), (byte)(columns - 1), .. Two(Width), .. Two(Height)];
        var depth = Full("pixi", 0, 0, [3, (byte)bits, (byte)bits, (byte)bits]);
        items.Add(new Item("grid", false, layout, [colours, Size(Width, Height), depth, turn], InMeta: true));
        var grid = items.Count;
        var small = Packed(Width / 5, Height / 5, 8, (x, y) => Colour(5 * x, 5 * y, middle));
        items.Add(new Item("hvc1", false, small.Picture, [Size(Width / 5, Height / 5), small.Settings, turn]));
        byte[] orientation = [.. "MM"u8, 0, 42, 0, 0, 0, 8, 0, 1, 1, 18, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
        items.Add(new Item("Exif", true, [0, 0, 0, 6, .. "Exif"u8, 0, 0, .. orientation], []));
        var gain = Packed(Width / 2, Height / 2, 8, (_, _) => [90, 90, 90]);
        items.Add(new Item("hvc1", true, gain.Picture, [Size(Width / 2, Height / 2), gain.Settings, Full("auxC", 0, 0, GainMap), turn]));
        byte[] references =
        [
            .. Box("dimg", [.. Two(grid), .. Two(grid - 1), .. Enumerable.Range(1, grid - 1).SelectMany(Two)]),
            .. Box("thmb", [.. Two(grid + 1), .. Two(1), .. Two(grid)]),
            .. Box("cdsc", [.. Two(grid + 2), .. Two(1), .. Two(grid)]),
            .. Box("auxl", [.. Two(grid + 3), .. Two(1), .. Two(grid)]),
        ];
        var type = Box("ftyp", [.. "heic\0\0\0\0mif1MiHEMiPrmiafMiHBheic"u8]);
        var before = type.Length + Meta(items, grid, references, 0).Length + 8;
        return
        [
            .. type, .. Meta(items, grid, references, before), .. Box("mdat", [.. items.Where(i => !i.InMeta).SelectMany(i => i.Data)]),
        ];
    }

    private static byte[] Colour(int x, int y, byte[] middle) =>
        Math.Abs(x - Width / 2) < 100 && Math.Abs(y - Height / 2) < 100 ? middle
            : (x < Width / 2, y < Height / 2) switch
            {
                (true, true) => [255, 0, 0],
                (false, true) => [0, 255, 0],
                (true, false) => [0, 0, 255],
                _ => [255, 255, 255],
            };

    private static byte[] Meta(List<Item> items, int primary, byte[] references, int dataAt)
    {
        var properties = items.SelectMany(i => i.Properties).Distinct(ByContent.Instance).ToList();
        var (infos, uses, places) = (new List<byte>(), new List<byte>(), new List<byte>());
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            infos.AddRange(Full("infe", 2, item.Hidden ? 1 : 0, [.. Two(i + 1), 0, 0, .. Encoding.ASCII.GetBytes(item.Type), 0]));
            if (item.Properties.Length > 0)
            {
                // What says how to decode and turn must not be passed over.
                uses.AddRange([.. Two(i + 1), (byte)item.Properties.Length, .. item.Properties.Select(p =>
                    (byte)(properties.FindIndex(q => q.AsSpan().SequenceEqual(p)) + 1 | (p.AsSpan(4, 4).SequenceEqual("ispe"u8) ? 0 : 0x80)))]);
            }
            places.AddRange([.. Two(i + 1), .. Two(item.InMeta ? 1 : 0), .. Two(0), .. Two(1), .. Four(item.InMeta ? 0 : dataAt), .. Four(item.Data.Length)]);
            dataAt += item.InMeta ? 0 : item.Data.Length;
        }
        return Full("meta", 0, 0,
        [
            .. Full("hdlr", 0, 0, [0, 0, 0, 0, .. "pict"u8, .. new byte[13]]),
            .. Box("dinf", Full("dref", 0, 0, [.. Four(1), .. Full("url ", 0, 1, [])])),
            .. Full("pitm", 0, 0, Two(primary)),
            .. Full("iinf", 0, 0, [.. Two(items.Count), .. infos]),
            .. Full("iref", 0, 0, references),
            .. Box("iprp",
            [
                .. Box("ipco", [.. properties.SelectMany(p => p)]),
                .. Full("ipma", 0, 0, [.. Four(items.Count(i => i.Properties.Length > 0)), .. uses]),
            ]),
            .. Box("idat", [.. items.Where(i => i.InMeta).SelectMany(i => i.Data)]),
            .. Full("iloc", 1, 0, [0x44, 0, .. Two(items.Count), .. places]),
        ]);
    }

    /// <summary>A picture in HEVC: hvcC (ISO/IEC 14496-15, 8.3.3), and its slices with their lengths.</summary>
    private static (byte[] Settings, byte[] Picture) Packed(int width, int height, int bits, Func<int, int, byte[]> colour)
    {
        var parts = Parts(Hevc([.. Enumerable.Range(0, width * height).SelectMany(i => colour(i % width, i / width))], width, height, bits));
        byte[] Of(int kind) => parts.Find(part => KindOf(part) == kind)!;
        // Without the bytes that keep start codes from appearing within.
        var level = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(Of(33)).Replace("\0\0\x3", "\0\0", StringComparison.Ordinal))[3..15];
        byte[] settings =
        [
            1, .. level, 0xF0, 0, 0xFC, 0xFD, (byte)(0xF8 | (bits - 8)), (byte)(0xF8 | (bits - 8)), 0, 0, 0x0F, 3,
            .. ParameterSets.SelectMany(kind => (byte[])[(byte)(0x80 | kind), .. Two(1), .. Two(Of(kind).Length), .. Of(kind)]),
        ];
        return (Box("hvcC", settings), [.. parts.Where(part => KindOf(part) < 32).SelectMany(part => (byte[])[.. Four(part.Length), .. part])]);
    }

    private static int KindOf(byte[] part) => (part[0] >> 1) & 63;

    private static List<byte[]> Parts(byte[] stream)
    {
        var parts = new List<byte[]>();
        for (var rest = stream.AsSpan(); rest.IndexOf<byte>([0, 0, 1]) is >= 0 and var at;)
        {
            rest = rest[(at + 3)..];
            var next = rest.IndexOf<byte>([0, 0, 1]);
            parts.Add((next < 0 ? rest : rest[..next].TrimEnd((byte)0)).ToArray());
        }
        return parts;
    }

    private static byte[] Hevc(byte[] pixels, int width, int height, int bits)
    {
        var arguments = $"-v error -f rawvideo -pix_fmt rgb24 -s {width}x{height} -i - -vf scale=out_color_matrix=bt601:out_range=full "
            + $"-pix_fmt {(bits == 10 ? "yuv420p10le" : "yuv420p")} -color_range pc -c:v libx265 -preset ultrafast "
            + "-x265-params log-level=none:info=0:keyint=1:qp=14:range=full -f hevc -";
        using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        ffmpeg.StandardInput.BaseStream.Write(pixels);
        ffmpeg.StandardInput.Close();
        using var packed = new MemoryStream();
        ffmpeg.StandardOutput.BaseStream.CopyTo(packed);
        var said = ffmpeg.StandardError.ReadToEnd();
        ffmpeg.WaitForExit();
        Skip.If(said.Contains("Unknown encoder", StringComparison.Ordinal), said);
        Assert.True(ffmpeg.ExitCode == 0, said);
        return packed.ToArray();
    }

    private static byte[] Size(int width, int height) => Full("ispe", 0, 0, [.. Four(width), .. Four(height)]);

    private static byte[] Box(string type, byte[] content) => [.. Four(8 + content.Length), .. Encoding.ASCII.GetBytes(type), .. content];

    private static byte[] Full(string type, byte version, int flags, byte[] content) => Box(type, [version, 0, 0, (byte)flags, .. content]);

    private static byte[] Two(int number) => [(byte)(number >> 8), (byte)number];

    private static byte[] Four(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    private sealed record Item(string Type, bool Hidden, byte[] Data, byte[][] Properties, bool InMeta = false);

    private sealed class ByContent : IEqualityComparer<byte[]>
    {
        public static readonly ByContent Instance = new();

        public bool Equals(byte[]? one, byte[]? other) => one.AsSpan().SequenceEqual(other);

        public int GetHashCode(byte[] bytes) => bytes.Length;
    }
}
