using System.Text.Json;
using FaceWeb.Bench.Identification;
using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Scoring;
using FaceWeb.Pipeline.Embedding;
using FaceWeb.Pipeline.ModelPacks;

namespace FaceWeb.Bench.Fusion;

/// <summary>Learns how much each of two packs' cosines should weigh, on pairs of faces of one half of a set's people, and says what it gains on the other half.</summary>
public sealed class FuseProgram : IBenchProgram
{
    private const int DifferentPairs = 200_000;
    private const double Step = 0.05;

    /// <inheritdoc/>
    public string Name => "fuse";

    /// <inheritdoc/>
    public string Usage => "--images DIR [--pack DIR] [--second DIR] [--half 1|2] [--seed 1] [--cache FILE] [--out FOLDER]";

    /// <inheritdoc/>
    public object Run(BenchOptions options, TextWriter log)
    {
        var second = options.Find("second") ?? Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Pack)))!, "classic128");
        var half = options.Count("half", 1);
        var seed = options.Count("seed", 1);
        var output = options.Find("out");
        if (half > 2)
            throw new BenchOptionException("--half is 1 or 2: the half of the people to learn on.");
        options.MorePacks = [second];
        ModelPack[] packs = [ModelPack.Read(options.Pack), ModelPack.Read(second)];
        var named = NamedFaces.Measure(options, log);
        var (learn, test) = (named.Half(half), named.Half(3 - half));
        var pairs = LearningPairs.Draw(learn.Faces, DifferentPairs, seed);
        var (best, losses) = pairs.ChooseWeight(Step);
        var different = pairs.Joined(best).Where((_, i) => !pairs.Same[i]).ToArray();
        var mean = different.Average();
        var spread = new CosineSpread(Math.Round(mean, 4), Math.Round(Math.Sqrt(different.Average(c => (c - mean) * (c - mean))), 4));
        var people = learn.Faces.Select(face => face.Person).Distinct().Count();
        if (output is not null)
            Write(output, packs, best, spread, FormattableString.Invariant(
                $"FaceWeb.Bench fuse --half {half} --seed {seed}: half {half} of the people of LFW's folds 1-5 ({people} people, {learn.Faces.Count} photos, {pairs.Same.Count(s => s)} pairs of one person, {DifferentPairs} of two); the smallest weight whose logarithmic loss is within one standard error of the least."));
        var other = LearningPairs.Draw(test.Faces, DifferentPairs, seed);
        return new
        {
            packs = packs.Select(p => p.Name),
            learntOn = new { half, people, photos = learn.Faces.Count, samePairs = pairs.Same.Count(s => s), differentPairs = DifferentPairs },
            weightOfSecond = best,
            spread,
            losses,
            onLearningHalf = Figures(pairs, best),
            onOtherHalf = Figures(other, best),
        };
    }

    private static object Figures(LearningPairs pairs, double best) => new
    {
        first = Rates(pairs, pairs.Joined(0)),
        second = Rates(pairs, pairs.Joined(1)),
        joined = Rates(pairs, pairs.Joined(best)),
    };

    private static object Rates(LearningPairs pairs, double[] scores) => new
    {
        logLoss = PairLoss.Of(scores, pairs.Same),
        trueAcceptRateAtFalse1In100 = VerificationProtocol.TrueAcceptRate(scores, pairs.Same, 1e-2),
        trueAcceptRateAtFalse1In1000 = VerificationProtocol.TrueAcceptRate(scores, pairs.Same, 1e-3),
        trueAcceptRateAtFalse1In10000 = VerificationProtocol.TrueAcceptRate(scores, pairs.Same, 1e-4),
    };

    private static void Write(string folder, ModelPack[] packs, double weight, CosineSpread spread, string source)
    {
        Directory.CreateDirectory(folder);
        var fusion = new FusionManifest(string.Join('+', packs.Select(p => p.Name)), source, spread,
            [new FusionPart(packs[0].Name, packs[0].EmbedSha256, (float)(1 - weight)), new FusionPart(packs[1].Name, packs[1].EmbedSha256, (float)weight)]);
        File.WriteAllText(Path.Combine(folder, FusionManifest.FileName), JsonSerializer.Serialize(fusion, FusionManifest.Json) + "\n");
    }
}
