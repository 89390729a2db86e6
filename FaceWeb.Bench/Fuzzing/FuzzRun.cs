using System.Collections.Concurrent;
using System.Diagnostics;
using FaceWeb.Pipeline.Decoding;
using FaceWeb.Pipeline.Imaging;

namespace FaceWeb.Bench.Fuzzing;

/// <summary>Gives damaged pictures to a decoder and counts what comes of them.</summary>
public sealed class FuzzRun(IPhotoDecoder decoder, IReadOnlyList<SeedPictures.Seed> seeds, string folder)
{
    private readonly ConcurrentDictionary<string, FuzzFigures> byFormat = new();
    private readonly ConcurrentQueue<string> unclear = new();
    private readonly ConcurrentQueue<string> surprises = new();
    private readonly ConcurrentDictionary<string, int> sentences = new();
    private long slowest;

    /// <summary>What came of the inputs, by the format that was damaged.</summary>
    public IReadOnlyDictionary<string, FuzzFigures> ByFormat => byFormat;

    /// <summary>Refusals that are no clear sentence.</summary>
    public IReadOnlyCollection<string> Unclear => unclear;

    /// <summary>How often each sentence of refusal was given, numbers within left out: how far inputs got.</summary>
    public IReadOnlyDictionary<string, int> Sentences => sentences;

    /// <summary>Whatever was thrown that is no refusal.</summary>
    public IReadOnlyCollection<string> Surprises => surprises;

    /// <summary>The longest time that one input took.</summary>
    public TimeSpan Slowest => TimeSpan.FromTicks(Interlocked.Read(ref slowest));

    /// <summary>Where inputs are kept that stopped a child; null: they are not.</summary>
    public string? Kept { get; init; }

    /// <summary>Makes the input of a number and has it read.</summary>
    /// <param name="number">The same number makes the same input.</param>
    public async Task TryAsync(int number)
    {
        var seed = seeds[number % seeds.Count];
        var other = seeds[number / seeds.Count % seeds.Count];
        var input = new PictureMutator(number).Damage(seed.Bytes, other.Bytes);
        var path = Path.Combine(folder, $"{number}.input");
        await File.WriteAllBytesAsync(path, input);
        var figures = byFormat.GetOrAdd(seed.Format, _ => new FuzzFigures());
        var start = Stopwatch.GetTimestamp();
        try
        {
            using var pixels = await decoder.DecodeAsync(path, new PhotoLimits(), DecodeAsker.Job);
            figures.AddDecoded();
        }
        catch (DecoderFaultException fault)
        {
            figures.Add(fault.Fault);
            Judge(fault);
            if (Kept is not null)
                File.Copy(path, Path.Combine(Kept, $"{seed.Format}-{number}-{fault.Fault}"), overwrite: true);
        }
        catch (PhotoException refused)
        {
            figures.AddRefused();
            Judge(refused);
        }
        catch (Exception e)
        {
            surprises.Enqueue($"{seed.Format} {number}: {e.GetType().Name}: {e.Message}");
        }
        finally
        {
            File.Delete(path);
        }
        var took = Stopwatch.GetElapsedTime(start).Ticks;
        for (var known = Interlocked.Read(ref slowest); took > known; known = Interlocked.Read(ref slowest))
            Interlocked.CompareExchange(ref slowest, took, known);
    }

    private void Judge(PhotoException refusal)
    {
        var sentence = refusal.Message;
        sentences.AddOrUpdate(string.Concat(sentence.Select(c => char.IsDigit(c) ? '#' : c)), 1, (_, count) => count + 1);
        if (sentence.Length is < 20 or > 400 || !sentence.EndsWith('.') || !char.IsUpper(sentence[0]) || sentence.Any(char.IsControl))
            unclear.Enqueue(sentence);
    }
}
