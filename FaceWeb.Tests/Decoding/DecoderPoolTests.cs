using System.Diagnostics;
using System.Security.Cryptography;
using FaceWeb.Pipeline.Decoding;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Tests.Albums;
using FaceWeb.Tests.Imaging;
using ImageMagick;

namespace FaceWeb.Tests.Decoding;

/// <summary>Files are read by children, which may be lost without anybody else noticing.</summary>
public sealed class DecoderPoolTests : IDisposable
{
    private readonly TestPictures pictures = new();
    private readonly DecoderPool pool = new(new DecoderOptions { Children = 3, KeptForPeople = 1 });

    public void Dispose()
    {
        pool.Dispose();
        pictures.Dispose();
    }

    [Theory]
    [InlineData(MagickFormat.Jpeg, 1)]
    [InlineData(MagickFormat.Jpeg, 3)]
    [InlineData(MagickFormat.Jpeg, 6)]
    [InlineData(MagickFormat.Jpeg, 7)]
    [InlineData(MagickFormat.Png, 1)]
    [InlineData(MagickFormat.Avif, 1)]
    [InlineData(MagickFormat.WebP, 1)]
    public async Task Pixels_are_those_of_decoding_in_this_process(MagickFormat format, int orientation)
    {
        var path = pictures.Write("photo", format, image =>
        {
            var exif = new ExifProfile();
            exif.SetValue(ExifTag.Orientation, (ushort)orientation);
            image.SetProfile(exif);
        });
        using var here = PhotoPixels.Decode(path, new PhotoLimits());
        using var there = await pool.DecodeAsync(path, new PhotoLimits(), DecodeAsker.Person);
        Assert.Equal((here.Width, here.Height, here.OriginalWidth, here.OriginalHeight),
            (there.Width, there.Height, there.OriginalWidth, there.OriginalHeight));
        Assert.Equal(Hash(here), Hash(there));
        Assert.Equal(PhotoFile.Identify(path, new PhotoLimits()), await pool.IdentifyAsync(path, new PhotoLimits(), DecodeAsker.Person));
    }

    [Fact]
    public async Task Pixels_outlive_their_child_and_a_large_photo_is_held_reduced()
    {
        var path = pictures.WriteBytes("large.jpg", Pictures.Jpeg(1, 2000, 1000));
        var limits = new PhotoLimits { HeldPixels = 600_000 };
        using var here = PhotoPixels.Decode(path, limits);
        using var there = await pool.DecodeAsync(path, limits, DecodeAsker.Job);
        pool.Dispose();
        Assert.Equal((1000, 500, 2000, 1000), (there.Width, there.Height, there.OriginalWidth, there.OriginalHeight));
        Assert.Equal(Hash(here), Hash(there));
        Assert.NotEmpty(there.EncodeJpeg(320));
    }

    [Fact]
    public async Task A_refusal_keeps_its_sentence_and_its_child()
    {
        var path = pictures.WriteBytes("text.jpg", "Dear diary, this is not a picture."u8.ToArray());
        for (var i = 0; i < 3; i++)
        {
            var refused = await Assert.ThrowsAsync<PhotoException>(() => pool.DecodeAsync(path, new PhotoLimits(), DecodeAsker.Person));
            Assert.Contains("not a picture", refused.Message, StringComparison.Ordinal);
        }
        Assert.Single(pool.Children);
        Assert.Equal(0, pool.Faults);
        await Assert.ThrowsAnyAsync<IOException>(() => pool.DecodeAsync(path + "-gone", new PhotoLimits(), DecodeAsker.Person));
        Assert.Equal(0, pool.Faults);
    }

    [Fact]
    public async Task A_child_killed_from_outside_is_replaced_and_no_photo_is_blamed()
    {
        var path = pictures.Write("photo.jpg", MagickFormat.Jpeg);
        await pool.IdentifyAsync(path, new PhotoLimits(), DecodeAsker.Person);
        for (var i = 0; i < 3; i++)
        {
            using (var child = Process.GetProcessById(Assert.Single(pool.Children)))
            {
                child.Kill();
                await child.WaitForExitAsync();
            }
            using var pixels = await pool.DecodeAsync(path, new PhotoLimits(), DecodeAsker.Person);
            Assert.Equal("RGBW", TestPictures.Read(pixels));
        }
    }

    [Fact]
    public async Task A_child_has_no_secrets_and_no_way_out()
    {
        Environment.SetEnvironmentVariable("FACEWEB_TEST_SECRET", "hush");
        await pool.IdentifyAsync(pictures.Write("photo.jpg", MagickFormat.Jpeg), new PhotoLimits(), DecodeAsker.Person);
        var child = Assert.Single(pool.Children);
        var environment = File.ReadAllText($"/proc/{child}/environ");
        Assert.DoesNotContain("hush", environment, StringComparison.Ordinal);
        Assert.DoesNotContain("HOME=", environment, StringComparison.Ordinal);
        foreach (var thread in Directory.GetDirectories($"/proc/{child}/task"))
        {
            var status = File.ReadAllText(Path.Combine(thread, "status"));
            Assert.Contains("NoNewPrivs:\t1", status, StringComparison.Ordinal);
            // 2: a filter of system calls.
            Assert.Contains("Seccomp:\t2", status, StringComparison.Ordinal);
        }
        Assert.Equal("1000", File.ReadAllText($"/proc/{child}/oom_score_adj").Trim());
    }

    [Fact]
    public async Task Children_are_few_and_end_with_their_pool()
    {
        var path = pictures.Write("photo.jpg", MagickFormat.Jpeg);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => pool.IdentifyAsync(path, new PhotoLimits(), (DecodeAsker)(i % 2))));
        var children = pool.Children;
        Assert.InRange(children.Count, 1, 3);
        pool.Dispose();
        Assert.All(children, child => Assert.False(Directory.Exists($"/proc/{child}")));
    }

    [Fact]
    public async Task A_child_ends_when_its_parents_end_of_the_pipe_does()
    {
        // As when the parent is killed: nothing but the pipe tells.
        using var child = Process.Start(DecoderProgram.Start(new DecoderOptions()))!;
        Assert.IsType<DecodeReply.Ready>(DecodeReply.Read(DecoderFrames.Read(child.StandardOutput.BaseStream)!));
        child.StandardInput.Close();
        await child.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Too_much_work_ends_with_a_sentence_that_says_so()
    {
        var path = pictures.WriteBytes("slow.jpg", FaceWeb.Bench.Fuzzing.HostileFiles.JpegOfScans(90, 2000));
        var faults = new List<DecoderFault>();
        using var strict = new DecoderPool(
            new DecoderOptions { BaseProcessorTime = TimeSpan.FromSeconds(0.1), ProcessorTimePerMegapixel = TimeSpan.Zero },
            (fault, _) => faults.Add(fault.Fault));
        var fault = await Assert.ThrowsAsync<DecoderFaultException>(() => strict.DecodeAsync(path, new PhotoLimits(), DecodeAsker.Person));
        Assert.Equal(DecoderFault.ProcessorTime, fault.Fault);
        Assert.Contains("seconds of work", fault.Message, StringComparison.Ordinal);
        Assert.Equal([DecoderFault.ProcessorTime], faults);
    }

    [Fact]
    public async Task Too_much_memory_ends_with_a_sentence_that_says_so()
    {
        var path = pictures.WriteBytes("large.png", Pictures.GreyPng(9000, 9000));
        using var strict = new DecoderPool(new DecoderOptions { BaseMemoryBytes = 250 << 20, MaxMemoryBytes = 250 << 20 });
        var fault = await Assert.ThrowsAsync<DecoderFaultException>(() => strict.DecodeAsync(path, new PhotoLimits(), DecodeAsker.Person));
        Assert.Equal(DecoderFault.Memory, fault.Fault);
        Assert.Contains("250 MB of memory", fault.Message, StringComparison.Ordinal);
    }

    private static string Hash(PhotoPixels pixels)
    {
        var bytes = new byte[pixels.Width * pixels.Height * 3];
        using var whole = pixels.Mat.Clone();
        System.Runtime.InteropServices.Marshal.Copy(whole.Data, bytes, 0, bytes.Length);
        return Convert.ToHexString(SHA256.HashData(bytes));
    }
}
