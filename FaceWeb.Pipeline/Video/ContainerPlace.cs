using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace FaceWeb.Pipeline.Video;

/// <summary>
/// Where an MP4, MOV or 3GP file says it was taken, as ISO 6709 writes it: QuickTime's user data (<c>©xyz</c>, as Android writes it) and its keys
/// (<c>com.apple.quicktime.location.ISO6709</c>, as iPhones do), and 3GPP's <c>loci</c> (TS 26.244).
/// </summary>
internal static class ContainerPlace
{
    // A lying file has no more boxes to look at than this, and no longer text.
    private const int MostBoxes = 10_000;
    private const int LongestText = 1 << 16;
    private const string Key = "com.apple.quicktime.location.ISO6709";
    private const double OfFixed = 65_536;

    /// <summary>Finds it.</summary>
    /// <param name="file">The file; its position moves.</param>
    /// <returns>For example <c>+47.3769+008.5417/</c>; null where there is none.</returns>
    public static string? Find(Stream file)
    {
        var left = MostBoxes;
        foreach (var movie in Boxes(file, 0, file.Length, "moov", ref left))
        {
            foreach (var user in Boxes(file, movie.Start, movie.End, "udta", ref left).Prepend(movie))
            {
                foreach (var (start, end) in Boxes(file, user.Start, user.End, "\u00a9xyz", ref left))
                {
                    // The text's length and its language come first.
                    if (Read(file, start + 4, end) is { Length: > 0 } text)
                        return Encoding.UTF8.GetString(text);
                }
                foreach (var (start, end) in Boxes(file, user.Start, user.End, "loci", ref left))
                {
                    if (OfLoci(Read(file, start, end)) is { } place)
                        return place;
                }
                foreach (var meta in Boxes(file, user.Start, user.End, "meta", ref left))
                {
                    // ISO's has a version in front of its boxes, QuickTime's has none.
                    if ((OfKeys(file, meta.Start, meta.End, ref left) ?? OfKeys(file, meta.Start + 4, meta.End, ref left)) is { } place)
                        return place;
                }
            }
        }
        return null;
    }

    private static string? OfKeys(Stream file, long start, long end, ref int left)
    {
        foreach (var keys in Boxes(file, start, end, "keys", ref left))
        {
            var number = NumberOf(Read(file, keys.Start, keys.End));
            foreach (var list in Boxes(file, start, end, "ilst", ref left))
            {
                foreach (var item in Boxes(file, list.Start, list.End, number, ref left))
                {
                    foreach (var data in Boxes(file, item.Start, item.End, "data", ref left))
                        return Encoding.UTF8.GetString(Read(file, data.Start + 8, data.End));
                }
            }
        }
        return null;
    }

    // The place of the key in the list, as the four characters that its value's box has for a name.
    private static string NumberOf(byte[] keys)
    {
        var at = 8;
        for (var i = 1u; at + 8 <= keys.Length; i++)
        {
            var size = BinaryPrimitives.ReadUInt32BigEndian(keys.AsSpan(at));
            if (size < 8 || size > keys.Length - at)
                break;
            if (Encoding.ASCII.GetString(keys, at + 8, (int)size - 8) == Key)
            {
                var name = new byte[4];
                BinaryPrimitives.WriteUInt32BigEndian(name, i);
                return Encoding.Latin1.GetString(name);
            }
            at += (int)size;
        }
        return "none";
    }

    // Version and language, a name that ends with a zero, the role; then longitude and latitude as fixed-point numbers.
    private static string? OfLoci(byte[] box)
    {
        var name = box.Length > 6 ? Array.IndexOf(box, (byte)0, 6) : -1;
        if (name < 0 || name + 10 > box.Length)
            return null;
        var longitude = BinaryPrimitives.ReadInt32BigEndian(box.AsSpan(name + 2)) / OfFixed;
        var latitude = BinaryPrimitives.ReadInt32BigEndian(box.AsSpan(name + 6)) / OfFixed;
        return string.Create(CultureInfo.InvariantCulture, $"{latitude:+00.0000;-00.0000}{longitude:+000.0000;-000.0000}/");
    }

    private static List<(long Start, long End)> Boxes(Stream file, long start, long end, string name, ref int left)
    {
        var found = new List<(long, long)>();
        var head = new byte[16];
        for (var at = start; at + 8 <= end && left > 0; left--)
        {
            file.Position = at;
            if (file.ReadAtLeast(head, 16, throwOnEndOfStream: false) < 8)
                break;
            long size = BinaryPrimitives.ReadUInt32BigEndian(head);
            var own = 8;
            if (size == 1)
                (size, own) = (BinaryPrimitives.ReadInt64BigEndian(head.AsSpan(8)), 16);
            else if (size == 0)
                size = end - at;
            if (size < own || size > end - at)
                break;
            if (Encoding.Latin1.GetString(head, 4, 4) == name)
                found.Add((at + own, at + size));
            at += size;
        }
        return found;
    }

    private static byte[] Read(Stream file, long start, long end)
    {
        var bytes = new byte[Math.Clamp(end - start, 0, LongestText)];
        file.Position = start;
        var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read == bytes.Length ? bytes : bytes[..read];
    }
}
