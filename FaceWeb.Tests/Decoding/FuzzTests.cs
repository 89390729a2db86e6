using FaceWeb.Bench.Fuzzing;
using FaceWeb.Pipeline.Decoding;
using FaceWeb.Pipeline.Imaging;
using Xunit.Abstractions;

namespace FaceWeb.Tests.Decoding;

/// <summary>500 damaged pictures of all formats; <c>FaceWeb.Bench -- fuzz</c> tries more.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    [Fact]
    public void Pictures_are_whole_before_they_are_damaged_and_after_their_boxes_were_moved()
    {
        var folder = Directory.CreateTempSubdirectory("faceweb-seeds-");
        try
        {
            foreach (var seed in SeedPictures.All())
            {
                var boxes = seed.Format.Split('-')[0] is "heic" or "avif";
                foreach (var bytes in (byte[][])[seed.Bytes, .. boxes ? [BoxMutator.Rewritten(seed.Bytes)] : Array.Empty<byte[]>()])
                {
                    var path = Path.Combine(folder.FullName, seed.Format);
                    File.WriteAllBytes(path, bytes);
                    using var pixels = PhotoPixels.Decode(path, new PhotoLimits());
                    Assert.True(pixels.Width > 0, seed.Format);
                }
                if (boxes)
                    Assert.NotEqual(seed.Bytes, BoxMutator.Rewritten(seed.Bytes));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Five_hundred_damaged_pictures_are_read_or_refused_with_a_sentence()
    {
        var folder = Directory.CreateTempSubdirectory("faceweb-fuzz-");
        try
        {
            using var pool = new DecoderPool(new DecoderOptions { Children = 2, KeptForPeople = 0 });
            var run = new FuzzRun(pool, SeedPictures.All(), folder.FullName);
            await Parallel.ForEachAsync(Enumerable.Range(0, 500), new ParallelOptions { MaxDegreeOfParallelism = 2 },
                async (number, _) => await run.TryAsync(number));
            foreach (var (format, figures) in run.ByFormat.OrderBy(f => f.Key, StringComparer.Ordinal))
            {
                output.WriteLine($"{format}: {figures.Inputs} inputs, {figures.Decoded} decoded, {figures.Refused} refused, children lost: "
                    + string.Join(", ", figures.Faults.Select(f => $"{f.Value} {f.Key}").DefaultIfEmpty("none")));
            }
            output.WriteLine($"Slowest {run.Slowest.TotalSeconds:0.0} s, a child at most {pool.PeakBytes >> 20} MB.");
            Assert.Equal(500, run.ByFormat.Values.Sum(f => f.Inputs));
            Assert.Empty(run.Surprises);
            Assert.Empty(run.Unclear);
            Assert.Empty(folder.GetFiles());
            // Some must get past the damage, and most must not, or nothing was tried.
            Assert.InRange(run.ByFormat.Values.Sum(f => f.Decoded), 25, 450);
            Assert.DoesNotContain(DecoderFault.Answer, run.ByFormat.Values.SelectMany(f => f.Faults.Keys));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
