using System.Buffers.Binary;
using FaceWeb.Pipeline;

namespace FaceWeb.Data.Tracks;

/// <summary>
/// Sightings as <see cref="VideoTrack.Sightings"/> keeps them: twenty bytes each, little-endian: the time as a 32-bit number of milliseconds, then
/// left, top, width and height of the box in single precision.
/// </summary>
public static class StoredSightings
{
    private const int Bytes = 20;

    /// <summary>Packs sightings, which stand in order of time.</summary>
    public static byte[] Pack(IReadOnlyList<Sighting> sightings)
    {
        ArgumentNullException.ThrowIfNull(sightings);
        var bytes = new byte[sightings.Count * Bytes];
        for (var i = 0; i < sightings.Count; i++)
        {
            var part = bytes.AsSpan(i * Bytes, Bytes);
            var box = sightings[i].Box;
            BinaryPrimitives.WriteInt32LittleEndian(part, sightings[i].At);
            BinaryPrimitives.WriteSingleLittleEndian(part[4..], (float)box.X);
            BinaryPrimitives.WriteSingleLittleEndian(part[8..], (float)box.Y);
            BinaryPrimitives.WriteSingleLittleEndian(part[12..], (float)box.Width);
            BinaryPrimitives.WriteSingleLittleEndian(part[16..], (float)box.Height);
        }
        return bytes;
    }

    /// <summary>Reads what <see cref="Pack"/> made; what is left over at the end is no sighting.</summary>
    public static IReadOnlyList<Sighting> Read(ReadOnlySpan<byte> bytes)
    {
        var sightings = new Sighting[bytes.Length / Bytes];
        for (var i = 0; i < sightings.Length; i++)
        {
            var part = bytes.Slice(i * Bytes, Bytes);
            sightings[i] = new Sighting(
                BinaryPrimitives.ReadInt32LittleEndian(part),
                new FaceBox(
                    BinaryPrimitives.ReadSingleLittleEndian(part[4..]), BinaryPrimitives.ReadSingleLittleEndian(part[8..]),
                    BinaryPrimitives.ReadSingleLittleEndian(part[12..]), BinaryPrimitives.ReadSingleLittleEndian(part[16..])));
        }
        return sightings;
    }

    /// <summary>Where it is at a time, by even motion between two sightings; before the first and after the last where it is there.</summary>
    /// <exception cref="ArgumentException">There are no sightings.</exception>
    public static FaceBox BoxAt(IReadOnlyList<Sighting> sightings, double milliseconds)
    {
        ArgumentNullException.ThrowIfNull(sightings);
        if (sightings.Count == 0)
            throw new ArgumentException("A track has at least one sighting.", nameof(sightings));
        var (low, high) = (0, sightings.Count - 1);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (sightings[middle].At <= milliseconds)
                low = middle;
            else
                high = middle;
        }
        var (before, after) = (sightings[low], sightings[high]);
        var share = after.At <= before.At ? 0 : Math.Clamp((milliseconds - before.At) / (after.At - before.At), 0, 1);
        double Between(double from, double to) => from + (share * (to - from));
        return new FaceBox(
            Between(before.Box.X, after.Box.X), Between(before.Box.Y, after.Box.Y), Between(before.Box.Width, after.Box.Width),
            Between(before.Box.Height, after.Box.Height));
    }
}
