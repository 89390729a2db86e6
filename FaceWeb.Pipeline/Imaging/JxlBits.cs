namespace FaceWeb.Pipeline.Imaging;

/// <summary>Reads a JPEG XL header bit by bit, the lowest bit of each byte first (ISO/IEC 18181-1, annex B).</summary>
internal ref struct JxlBits(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;
    private int at;

    /// <summary>One bit.</summary>
    /// <exception cref="IndexOutOfRangeException">The bytes are at their end.</exception>
    public bool Flag() => Number(1) == 1;

    /// <summary>A number of up to 32 bits; what an <see cref="int"/> cannot hold becomes its largest value.</summary>
    /// <exception cref="IndexOutOfRangeException">The bytes are at their end.</exception>
    public int Number(int bits)
    {
        long value = 0;
        for (var i = 0; i < bits; i++, at++)
            value |= (long)(this.bytes[at >> 3] >> (at & 7) & 1) << i;
        return (int)Math.Min(int.MaxValue, value);
    }

    /// <summary>A number (U32 in the standard) of which two bits choose how it is written: a constant plus that many bits.</summary>
    /// <exception cref="IndexOutOfRangeException">The bytes are at their end.</exception>
    public int Choice(
        (int Constant, int Bits) first, (int Constant, int Bits) second, (int Constant, int Bits) third, (int Constant, int Bits) fourth)
    {
        var (constant, bits) = Number(2) switch { 0 => first, 1 => second, 2 => third, _ => fourth };
        return (int)Math.Min(int.MaxValue, constant + (long)Number(bits));
    }
}
