using FaceWeb.Pipeline.ModelPacks;
using FaceWeb.Pipeline.ModelPacks.Preparation;
using FaceWeb.Pipeline.ModelPacks.Running;

namespace FaceWeb.Tests.ModelPacks.Running;

/// <summary>The default pack's prepared models on pictures of pseudo-random numbers.</summary>
internal static class MadePictures
{
    private static readonly ModelPack _pack = ModelPack.Read(PackFolder.Compact);

    /// <summary>Opens a model of the pack.</summary>
    public static OnnxModel Open(string role, string device = "cpu", BatchLimits? limits = null, IEngineOpener? opener = null)
    {
        var (file, input) = role switch
        {
            "embed" => (_pack.Embed.File, _pack.Embed.Input),
            "detect" => (_pack.Detect.File, _pack.Detect.Input),
            _ => (_pack.Landmarks.File, _pack.Landmarks.Input),
        };
        var content = PreparedModels.Open(PackFolder.Compact, file, _pack.ReadModel(PackFolder.Compact, file), input).Content;
        return new(role, file, input, content, device, limits, opener);
    }

    /// <summary>Writes the picture of this number.</summary>
    public static void Fill(int number, Span<float> planes)
    {
        var random = new Random(number);
        foreach (ref var value in planes)
            value = (2 * random.NextSingle()) - 1;
    }

    /// <summary>All outputs for the pictures of these numbers, in one call.</summary>
    public static float[][][] Run(OnnxModel model, IReadOnlyList<int> numbers)
    {
        var results = new float[numbers.Count][][];
        model.Run(numbers.Count, (i, planes) => Fill(numbers[i], planes),
            (i, outputs) =>
            {
                results[i] = new float[model.OutputNames.Length][];
                for (var o = 0; o < results[i].Length; o++)
                    results[i][o] = outputs[o].ToArray();
            });
        return results;
    }

    /// <summary>Asserts that the outputs are the same: each number within 1e-5 of the largest, cosine at least 0.999999.</summary>
    public static void AssertSame(float[][] expected, float[][] found)
    {
        Assert.Equal(expected.Length, found.Length);
        foreach (var (first, second) in expected.Zip(found))
        {
            var largest = Math.Max(1, first.Max(Math.Abs));
            Assert.Equal(first, second, (a, b) => Math.Abs(a - b) <= 1e-5f * largest);
            var dot = first.Zip(second).Sum(p => (double)p.First * p.Second);
            Assert.True(dot >= 0.999999 * Math.Sqrt(first.Sum(a => (double)a * a) * second.Sum(b => (double)b * b)));
        }
    }
}
