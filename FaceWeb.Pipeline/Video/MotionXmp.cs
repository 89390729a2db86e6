using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace FaceWeb.Pipeline.Video;

/// <summary>What a photo's XMP says of the clip behind its picture: Google's Motion Photo format 1.0, and MicroVideo before it.</summary>
internal static class MotionXmp
{
    private static readonly XNamespace Camera = "http://ns.google.com/photos/1.0/camera/";
    private static readonly XNamespace Container = "http://ns.google.com/photos/1.0/container/";
    private static readonly XNamespace Item = "http://ns.google.com/photos/1.0/container/item/";

    // No type definitions, so nothing in it grows or is fetched.
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = 1 << 17,
    };

    /// <summary>How many bytes before the file's end the clip begins, and how many it has.</summary>
    /// <param name="packet">The XMP packet, UTF-8.</param>
    /// <returns>Null where it names no clip, or is no XMP.</returns>
    public static (long FromEnd, long Length)? BytesBeforeEnd(ReadOnlyMemory<byte> packet)
    {
        try
        {
            using var bytes = new MemoryStream(packet.ToArray());
            using var reader = XmlReader.Create(bytes, Settings);
            var all = XDocument.Load(reader).Descendants().ToList();
            // What lies in the file one after the other; the picture, which comes first, says no length.
            var items = all.Where(e => e.Name == Container + "Item").ToList();
            var clip = items.FindIndex(e => Value(e, Item + "Semantic") == "MotionPhoto");
            if (clip >= 0 && Number(Value(items[clip], Item + "Length")) is { } length)
            {
                var behind = items.Skip(clip + 1).Sum(e => Number(Value(e, Item + "Length")) ?? 0);
                return (length + behind, length);
            }
            var offset = all.Select(e => Number(Value(e, Camera + "MicroVideoOffset"))).FirstOrDefault(number => number is not null);
            return offset is { } fromEnd ? (fromEnd, fromEnd) : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    // XMP writes a property as an attribute or as an element.
    private static string? Value(XElement owner, XName name) => owner.Attribute(name)?.Value ?? owner.Element(name)?.Value;

    // Twelve digits are a terabyte: sums of a packet's few hundred items stay far below the range.
    private static long? Number(string? text) =>
        text is { Length: > 0 and <= 12 } && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number : null;
}
