using System.Buffers.Binary;

namespace FaceWeb.Pipeline.Video;

/// <summary>How a video's numbers stand for light (ITU-T H.273, transfer characteristics).</summary>
public enum VideoTransfer
{
    /// <summary>As screens have always shown it, or not said.</summary>
    Usual,

    /// <summary>HDR by the perceptual quantizer (SMPTE ST 2084): HDR10, HDR10+, most of Dolby Vision.</summary>
    PerceptualQuantizer,

    /// <summary>HDR by hybrid log-gamma (ITU-R BT.2100): what phones film in.</summary>
    HybridLogGamma,
}

/// <summary>Reads a video's transfer characteristics from its container: MP4, MOV, M4V, 3GP, MKV and WebM can say them.</summary>
internal static class VideoTransfers
{
    private const int Pq = 16;
    private const int Hlg = 18;

    // What a sample entry of pictures has before its boxes (ISO/IEC 14496-12, 12.1.3), and the table before its entries.
    private const int EntryHead = 78;
    private const int TableHead = 8;

    private static readonly string[] ToTable = ["moov", "trak", "mdia", "minf", "stbl", "stsd"];

    /// <summary>Reads them.</summary>
    /// <param name="path">The file, of whatever kind.</param>
    /// <returns><see cref="VideoTransfer.Usual"/> for what cannot be read.</returns>
    public static VideoTransfer Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return VideoFormat.MimeTypeOf(file) switch
            {
                "video/webm" or "video/x-matroska" => Of(MatroskaTags.Read(file).Transfer),
                "video/mp4" or "video/quicktime" or "video/3gpp" => Of(OfTable(file)),
                _ => VideoTransfer.Usual,
            };
        }
        catch (IOException)
        {
            return VideoTransfer.Usual;
        }
    }

    private static VideoTransfer Of(int? characteristics) => characteristics switch
    {
        Pq => VideoTransfer.PerceptualQuantizer,
        Hlg => VideoTransfer.HybridLogGamma,
        _ => VideoTransfer.Usual,
    };

    // The first description of colours (colr) in any track: only pictures have one.
    private static int? OfTable(FileStream file)
    {
        var boxes = new ContainerBoxes(file);
        List<(long Start, long End)> level = [(0, file.Length)];
        foreach (var name in ToTable)
            level = [.. level.SelectMany(box => boxes.Find(box.Start, box.End, name))];
        foreach (var entry in level.SelectMany(table => boxes.Find(table.Start + TableHead, table.End, null)))
        {
            foreach (var (start, end) in boxes.Find(entry.Start + EntryHead, entry.End, "colr"))
            {
                var said = boxes.Read(start, end);
                if (said.Length >= 8 && (said.AsSpan().StartsWith("nclx"u8) || said.AsSpan().StartsWith("nclc"u8)))
                    return BinaryPrimitives.ReadUInt16BigEndian(said.AsSpan(6));
            }
        }
        return null;
    }
}
