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
    private const string Key = "com.apple.quicktime.location.ISO6709";
    private const double OfFixed = 65_536;

    /// <summary>Finds it.</summary>
    /// <param name="file">The file; its position moves.</param>
    /// <returns>For example <c>+47.3769+008.5417/</c>; null where there is none.</returns>
    public static string? Find(Stream file)
    {
        var boxes = new ContainerBoxes(file);
        foreach (var movie in boxes.Find(0, file.Length, "moov"))
        {
            foreach (var user in boxes.Find(movie.Start, movie.End, "udta").Prepend(movie))
            {
                foreach (var (start, end) in boxes.Find(user.Start, user.End, "\u00a9xyz"))
                {
                    // The text's length and its language come first.
                    if (boxes.Read(start + 4, end) is { Length: > 0 } text)
                        return Encoding.UTF8.GetString(text);
                }
                foreach (var (start, end) in boxes.Find(user.Start, user.End, "loci"))
                {
                    if (OfLoci(boxes.Read(start, end)) is { } place)
                        return place;
                }
                foreach (var meta in boxes.Find(user.Start, user.End, "meta"))
                {
                    // ISO's has a version in front of its boxes, QuickTime's has none.
                    if ((OfKeys(boxes, meta.Start, meta.End) ?? OfKeys(boxes, meta.Start + 4, meta.End)) is { } place)
                        return place;
                }
            }
        }
        return null;
    }

    private static string? OfKeys(ContainerBoxes boxes, long start, long end)
    {
        foreach (var keys in boxes.Find(start, end, "keys"))
        {
            var number = NumberOf(boxes.Read(keys.Start, keys.End));
            foreach (var list in boxes.Find(start, end, "ilst"))
            {
                foreach (var item in boxes.Find(list.Start, list.End, number))
                {
                    foreach (var data in boxes.Find(item.Start, item.End, "data"))
                        return Encoding.UTF8.GetString(boxes.Read(data.Start + 8, data.End));
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
}
