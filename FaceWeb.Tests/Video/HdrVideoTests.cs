using System.Numerics.Tensors;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.Video;
using FaceWeb.Tests.ModelPacks;
using OpenCvSharp;
using Xunit.Abstractions;

namespace FaceWeb.Tests.Video;

/// <summary>A piece of the real clip as a phone or camera films it in HDR: its frames are seen and measured as those of the ordinary clip are.</summary>
public sealed class HdrVideoTests(HdrVideoTests.Opened opened, ITestOutputHelper output) : IClassFixture<HdrVideoTests.Opened>
{
    private const string Piece = "-ss 5 -t 0.4 -an";

    [SkippableTheory]
    [InlineData("pq.mp4", "smpte2084", ClipCopies.Hevc, VideoTransfer.PerceptualQuantizer)]
    [InlineData("hlg.mov", "arib-std-b67", ClipCopies.Hevc, VideoTransfer.HybridLogGamma)]
    [InlineData("pq.mkv", "smpte2084", "-pix_fmt yuv420p10le -c:v libx264 -preset ultrafast -crf 12", VideoTransfer.PerceptualQuantizer)]
    [InlineData("hlg.webm", "arib-std-b67", "-pix_fmt yuv420p10le -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -crf 15 -b:v 4M", VideoTransfer.HybridLogGamma)]
    public void Frames_have_the_light_of_the_ordinary_clip(string name, string transfer, string packed, VideoTransfer expected)
    {
        ClipCopies.RequireFfmpeg();
        var clip = Repository.SharedOrSkip("data", "video", "short_hamilton_clip.mp4");
        using var copies = new ClipCopies();
        var usual = copies.Make(clip, "usual.mp4", [.. Piece.Split(' '), "-c:v", "libx264", "-crf", "12"]);
        var hdr = copies.Make(clip, name, $"{Piece} {ClipCopies.ToHdr(transfer)} {packed}".Split(' '));
        Assert.Equal(VideoTransfer.Usual, VideoTransfers.Read(usual));
        Assert.Equal(expected, VideoTransfers.Read(hdr));

        using var wanted = First(usual);
        using var seen = First(hdr);
        using var raw = Raw(hdr);
        var (difference, without) = (Difference(wanted.Mat, seen.Mat), Difference(wanted.Mat, raw));
        output.WriteLine($"{name}: {difference:N1} gray levels from the ordinary frame, {without:N1} as it comes");
        Assert.InRange(difference, 0, 4);
        Assert.True(difference < 0.7 * without);

        var (face, same) = (Largest(wanted), Largest(seen));
        var cosine = TensorPrimitives.Dot<float>(face.Embedding, same.Embedding);
        output.WriteLine($"cosine {cosine:N3}");
        Assert.InRange(cosine, 0.9, 1.01);
    }

    [Fact]
    public void The_curve_keeps_black_and_order_and_makes_paper_white_nearly_white()
    {
        // 203 cd/m2 are 58.1 % of the perceptual quantizer's numbers and 75 % of hybrid log-gamma's (BT.2408, table 1).
        foreach (var (transfer, paperWhite) in new[] { (VideoTransfer.PerceptualQuantizer, 148), (VideoTransfer.HybridLogGamma, 191) })
        {
            var curve = ToneCurve.For(transfer)!;
            Assert.Equal(256, curve.Length);
            Assert.Equal(0, curve[0]);
            Assert.Equal(curve.Order(), curve);
            Assert.InRange(curve[paperWhite], 235, 250);
            Assert.Equal(255, curve[255]);
        }
        Assert.Null(ToneCurve.For(VideoTransfer.Usual));
    }

    [Theory]
    [InlineData("")]
    [InlineData("moov")]
    [InlineData("moovtrakmdiaminfstblstsd")]
    public void A_file_that_says_nothing_is_an_ordinary_one(string boxes)
    {
        byte[] inside = [];
        for (var at = boxes.Length - 4; at >= 0; at -= 4)
            inside = [.. Box(boxes.Substring(at, 4), inside)];
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, [.. Box("ftyp", "isom\0\0\0\0isom"u8.ToArray()), .. inside]);
            Assert.Equal(VideoTransfer.Usual, VideoTransfers.Read(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static byte[] Box(string name, byte[] content) =>
        [0, 0, (byte)((content.Length + 8) >> 8), (byte)(content.Length + 8), .. System.Text.Encoding.ASCII.GetBytes(name), .. content];

    private static PhotoPixels First(string path)
    {
        using var video = VideoFile.Open(path);
        Assert.True(video.Next());
        return video.Frame()!;
    }

    private static Mat Raw(string path)
    {
        using var capture = new VideoCapture(path, VideoCaptureAPIs.FFMPEG);
        var frame = new Mat();
        Assert.True(capture.Read(frame));
        return frame;
    }

    private static double Difference(Mat one, Mat other)
    {
        using var difference = new Mat();
        Cv2.Absdiff(one, other, difference);
        var mean = Cv2.Mean(difference);
        return (mean.Val0 + mean.Val1 + mean.Val2) / 3;
    }

    private MeasuredFace Largest(PhotoPixels frame) =>
        opened.Pipeline.Measure(frame).Faces.MaxBy(f => f.Box.Area) ?? throw new InvalidOperationException("There is a face on the frame.");

    /// <summary>The pipeline.</summary>
    public sealed class Opened : IDisposable
    {
        internal FacePipeline Pipeline { get; } = FacePipeline.Open(PackFolder.Compact);

        /// <inheritdoc/>
        public void Dispose() => Pipeline.Dispose();
    }
}
