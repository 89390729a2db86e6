namespace FaceWeb.Pipeline.Video;

/// <summary>Tells videos from pictures and other files by their first bytes; what a file is called does not matter.</summary>
public static class VideoFormat
{
    /// <summary>How many of a file's first bytes are enough.</summary>
    public const int HeadBytes = 1024;

    // MPEG transport streams: a packet every 188 bytes, in MTS files with four bytes of time before each.
    private const byte Sync = 0x47;
    private const int Packet = 188;

    // ISO base media files (ISO/IEC 14496-12) say in their first box what they hold; these brands are pictures: HEIF, AVIF, Canon's raw files.
    private static readonly string[] PictureBrands =
        ["heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1", "msf1", "miaf", "avif", "avis", "crx ", "jpeg", "jpgs"];

    // QuickTime files older than the box that says so begin with one of these.
    private static readonly string[] OldBoxes = ["moov", "mdat", "wide", "free", "skip", "pnot"];

    /// <summary>The media type of a video.</summary>
    /// <param name="head">The file's first bytes, <see cref="HeadBytes"/> of them where it has as many.</param>
    /// <returns>For example <c>video/mp4</c>; null where it is no video that is known.</returns>
    public static string? MimeTypeOf(ReadOnlySpan<byte> head)
    {
        if (head.Length < 12)
            return null;
        if (head[4..8].SequenceEqual("ftyp"u8))
            return IsoType(Ascii(head[8..12]));
        if (OldBoxes.Contains(Ascii(head[4..8])) && head[0] == 0)
            return "video/quicktime";
        if (head.StartsWith((ReadOnlySpan<byte>)[0x1a, 0x45, 0xdf, 0xa3]))
            return head[..Math.Min(head.Length, 80)].IndexOf("webm"u8) > 0 ? "video/webm" : "video/x-matroska";
        if (head.StartsWith("RIFF"u8) && head[8..12].SequenceEqual("AVI "u8))
            return "video/x-msvideo";
        if (head.StartsWith((ReadOnlySpan<byte>)[0, 0, 1, 0xba]))
            return "video/mpeg";
        return Packets(head, 0, Packet) || Packets(head, 4, Packet + 4) ? "video/mp2t" : null;
    }

    /// <summary>The media type of a video, by the beginning of the file; null where it is no video that is known.</summary>
    /// <param name="file">The file; its position moves.</param>
    internal static string? MimeTypeOf(Stream file)
    {
        var head = new byte[HeadBytes];
        var read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return MimeTypeOf(head.AsSpan(0, read));
    }

    private static string? IsoType(string brand) => brand switch
    {
        _ when PictureBrands.Contains(brand) => null,
        "qt  " => "video/quicktime",
        _ when brand.StartsWith("3g", StringComparison.Ordinal) => "video/3gpp",
        _ when brand.StartsWith("M4A", StringComparison.Ordinal) || brand.StartsWith("M4B", StringComparison.Ordinal) => "audio/mp4",
        _ => "video/mp4",
    };

    private static bool Packets(ReadOnlySpan<byte> head, int first, int every)
    {
        for (var at = first; at < first + (4 * every); at += every)
        {
            if (at >= head.Length || head[at] != Sync)
                return false;
        }
        return true;
    }

    private static string Ascii(ReadOnlySpan<byte> bytes) => System.Text.Encoding.ASCII.GetString(bytes);
}
