using System.Buffers.Binary;

namespace FaceWeb.Pipeline.Imaging;

/// <summary>
/// How a HEIF file says that its picture is turned: by properties of the picture itself (<c>irot</c>, <c>imir</c>; ISO/IEC 23008-12, 6.5.10
/// and 6.5.12), which decoders apply. Some writers leave them out and say it in EXIF alone.
/// </summary>
internal static class HeifRotation
{
    /// <summary>Whether the primary picture has a property that turns or mirrors it, one by 0 degrees included.</summary>
    public static bool IsProperty(ReadOnlySpan<byte> bytes)
    {
        var meta = IsoBox.Find(bytes, "meta"u8);
        if (meta.Length < 4)
            return false;
        var boxes = meta[4..];
        var properties = IsoBox.Find(boxes, "iprp"u8);
        var primary = PrimaryItem(IsoBox.Find(boxes, "pitm"u8));
        var turning = Turning(IsoBox.Find(properties, "ipco"u8));
        if (primary is null || turning.Count == 0)
            return false;
        for (var at = 0; IsoBox.TryRead(properties, ref at, out var box);)
        {
            if (box.Type.SequenceEqual("ipma"u8) && HasOne(box.Content, primary.Value, turning))
                return true;
        }
        return false;
    }

    private static uint? PrimaryItem(ReadOnlySpan<byte> pitm) => pitm.Length switch
    {
        >= 8 when pitm[0] > 0 => BinaryPrimitives.ReadUInt32BigEndian(pitm[4..]),
        >= 6 => BinaryPrimitives.ReadUInt16BigEndian(pitm[4..]),
        _ => null,
    };

    /// <summary>The numbers, from 1, of the properties that turn or mirror.</summary>
    private static HashSet<int> Turning(ReadOnlySpan<byte> ipco)
    {
        var turning = new HashSet<int>();
        var number = 0;
        for (var at = 0; IsoBox.TryRead(ipco, ref at, out var box);)
        {
            number++;
            if (box.Type.SequenceEqual("irot"u8) || box.Type.SequenceEqual("imir"u8))
                turning.Add(number);
        }
        return turning;
    }

    /// <summary>Looks the item up in the table of items and their properties (ISO/IEC 23008-12, 9.3.2).</summary>
    private static bool HasOne(ReadOnlySpan<byte> ipma, uint item, HashSet<int> turning)
    {
        var wideItems = ipma[0] > 0;
        var wideNumbers = (ipma[3] & 1) != 0;
        // Each entry has 3 bytes or more: a larger number ends in an entry that is cut off, which is a damaged header.
        var entries = Math.Min(BinaryPrimitives.ReadUInt32BigEndian(ipma[4..]), (uint)ipma.Length);
        var at = 8;
        for (var i = 0u; i < entries; i++)
        {
            var id = wideItems ? BinaryPrimitives.ReadUInt32BigEndian(ipma[at..]) : BinaryPrimitives.ReadUInt16BigEndian(ipma[at..]);
            at += wideItems ? 4 : 2;
            var count = ipma[at++];
            for (var p = 0; p < count; p++)
            {
                // The highest bit says whether a reader must understand the property.
                var number = wideNumbers ? BinaryPrimitives.ReadUInt16BigEndian(ipma[at..]) & 0x7FFF : ipma[at] & 0x7F;
                at += wideNumbers ? 2 : 1;
                if (id == item && turning.Contains(number))
                    return true;
            }
        }
        return false;
    }
}
