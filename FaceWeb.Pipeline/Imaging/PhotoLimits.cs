namespace FaceWeb.Pipeline.Imaging;

/// <summary>What a photo may ask of memory; checked against the file's header before anything is decoded.</summary>
public sealed record PhotoLimits
{
    /// <summary>Most pixels a photo may have (default 150 million, 450 MB decoded).</summary>
    public long MaxPixels { get; init; } = 150_000_000;

    /// <summary>Longest side in pixels (default 65,500, the most that a JPEG of the common library has: photos of whole chats are so long).</summary>
    public int MaxSide { get; init; } = 65_500;

    /// <summary>A photo of more pixels is held at half, a quarter or an eighth of its sides (default 40 million pixels, 120 MB).</summary>
    public long HeldPixels { get; init; } = 40_000_000;

    /// <summary>
    /// Most scans a JPEG may have (default 100): each costs as much as decoding the whole picture once. Encoders write 1 to about 12.
    /// </summary>
    public int MaxScans { get; init; } = 100;

    internal void CheckScans(int scans)
    {
        if (scans > MaxScans)
            throw new PhotoException(FormattableString.Invariant(
                $"The JPEG is drawn in more than {MaxScans:N0} passes, which no camera or program writes and which takes hours to read. ")
                + "Save it anew as JPEG.");
    }

    internal void Check(int width, int height)
    {
        if (width < 1 || height < 1)
            throw new PhotoException("The picture has no pixels: its header gives a width or height of 0.");
        if (width > MaxSide || height > MaxSide)
            throw new PhotoException(FormattableString.Invariant($"The picture is too large: {width:N0} x {height:N0} pixels, and no side may exceed {MaxSide:N0}. Make it smaller and try again."));
        if ((long)width * height > MaxPixels)
            throw new PhotoException(FormattableString.Invariant($"The picture is too large: {width:N0} x {height:N0} are {(long)width * height / 1_000_000:N0} million pixels, and {MaxPixels / 1_000_000:N0} million are allowed. Make it smaller and try again."));
    }

    /// <summary>1, 2, 4 or 8: what the sides are divided by to stay within <see cref="HeldPixels"/>.</summary>
    internal int Reduction(int width, int height)
    {
        var reduction = 1;
        while (reduction < 8 && (long)width * height / (reduction * reduction) > HeldPixels)
            reduction *= 2;
        return reduction;
    }
}
