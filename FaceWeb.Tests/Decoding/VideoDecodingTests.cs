using FaceWeb.Pipeline.Decoding;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.Video;

namespace FaceWeb.Tests.Decoding;

/// <summary>Videos read in a child process: the same frames as in this one, and a child that is lost takes only its video with it.</summary>
public sealed class VideoDecodingTests
{
    [SkippableFact]
    public async Task A_child_gives_the_frames_that_reading_here_gives()
    {
        var clip = Repository.SharedOrSkip("data", "video", "short_hamilton_clip.mp4");
        using var pool = new DecoderPool();
        foreach (var from in new[] { TimeSpan.Zero, TimeSpan.FromSeconds(6) })
        {
            var here = await FramesAsync(new InProcessDecoder(), clip, from);
            var there = await FramesAsync(pool, clip, from);
            Assert.Equal(here, there);
            Assert.InRange(here.Count, 10, 60);
            Assert.All(here, frame => Assert.True(frame.Time >= from));
        }
        Assert.Equal(0, pool.Faults);
        Assert.Single(pool.Children);
    }

    [SkippableFact]
    public async Task A_child_that_is_lost_ends_its_video_with_a_sentence_and_another_one_reads_the_next()
    {
        var clip = Repository.SharedOrSkip("data", "video", "short_hamilton_clip.mp4");
        using var pool = new DecoderPool();
        await using (var frames = await OpenAsync(pool, clip, TimeSpan.Zero))
        {
            (await frames.NextAsync(0, CancellationToken.None))!.Pixels.Dispose();
            System.Diagnostics.Process.GetProcessById(pool.Children.Single()).Kill();
            var fault = await Assert.ThrowsAsync<DecoderFaultException>(() => frames.NextAsync(0, CancellationToken.None));
            Assert.Equal(DecoderFault.Crash, fault.Fault);
        }
        Assert.Equal(1, pool.Faults);
        Assert.NotEmpty(await FramesAsync(pool, clip, TimeSpan.Zero));

        var folder = Directory.CreateTempSubdirectory("faceweb-no-video-");
        try
        {
            var file = Path.Combine(folder.FullName, "a.mp4");
            await File.WriteAllTextAsync(file, "no video");
            await Assert.ThrowsAsync<PhotoException>(() => OpenAsync(pool, file, TimeSpan.Zero));
            await Assert.ThrowsAnyAsync<Exception>(() => OpenAsync(pool, file + ".gone", TimeSpan.Zero));
            // The child that refused goes on with the next file.
            Assert.NotEmpty(await FramesAsync(pool, clip, TimeSpan.FromSeconds(8)));
            Assert.Equal(1, pool.Faults);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task<IVideoFrames> OpenAsync(IPhotoDecoder decoder, string path, TimeSpan from) =>
        decoder.OpenVideoAsync(path, new VideoLimits(), new VideoSampling(), from, DecodeAsker.Job);

    private static async Task<List<(TimeSpan Time, long Number, bool First, int Width, int Height, double Mean)>> FramesAsync(
        IPhotoDecoder decoder, string path, TimeSpan from)
    {
        var all = new List<(TimeSpan, long, bool, int, int, double)>();
        await using var frames = await OpenAsync(decoder, path, from);
        while (await frames.NextAsync(0, CancellationToken.None) is { } frame)
        {
            using var pixels = frame.Pixels;
            all.Add((frame.Time, frame.Number, frame.FirstOfShot, pixels.Width, pixels.Height, OpenCvSharp.Cv2.Mean(pixels.Mat).Val0));
        }
        return all;
    }
}
