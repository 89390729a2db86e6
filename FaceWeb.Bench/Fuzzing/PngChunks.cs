using System.Buffers.Binary;

namespace FaceWeb.Bench.Fuzzing;

/// <summary>The check sums of PNG's chunks (PNG, annex D): without right ones, damage is noticed before it can do anything.</summary>
internal static class PngChunks
{
    /// <summary>Makes the check sums right, as far as chunks can be told apart.</summary>
    public static void Repair(byte[] png)
    {
        for (long at = 8; at + 12 <= png.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan((int)at));
            if (at + 12 + length > png.Length)
                return;
            var checkedPart = png.AsSpan((int)at + 4, (int)length + 4);
            BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan((int)(at + 8 + length)), Crc32(checkedPart));
            at += 12 + length;
        }
    }

    /// <summary>CRC-32 (ISO 3309), bit by bit.</summary>
    public static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }
        return ~crc;
    }
}
