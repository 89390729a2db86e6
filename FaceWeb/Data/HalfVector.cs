using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace FaceWeb.Data;

/// <summary>
/// Unit vectors as half-precision blobs: half the space of single precision; a component below 1 keeps 11 significant bits,
/// which moves a cosine of 512 components by less than 1e-3.
/// </summary>
public static class HalfVector
{
    /// <summary>Packs single-precision numbers into two little-endian bytes each.</summary>
    public static byte[] Pack(ReadOnlySpan<float> values)
    {
        var bytes = new byte[values.Length * 2];
        TensorPrimitives.ConvertToHalf(values, MemoryMarshal.Cast<byte, Half>(bytes.AsSpan()));
        return bytes;
    }

    /// <summary>Unpacks what <see cref="Pack"/> made.</summary>
    public static float[] Unpack(ReadOnlySpan<byte> bytes)
    {
        var values = new float[bytes.Length / 2];
        TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(bytes), values);
        return values;
    }
}
