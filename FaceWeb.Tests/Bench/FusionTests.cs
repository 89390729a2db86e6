using FaceWeb.Bench;
using FaceWeb.Bench.Fusion;

namespace FaceWeb.Tests.Bench;

/// <summary>How the weights of a fusion are learnt, on pairs whose truth is known.</summary>
public class FusionTests
{
    [Fact]
    public void A_second_pack_that_says_nothing_gets_no_weight_and_one_that_says_as_much_gets_some()
    {
        var (useless, _) = Pairs(secondKnows: false).ChooseWeight(0.05);
        var (useful, all) = Pairs(secondKnows: true).ChooseWeight(0.05);
        Assert.Equal(0, useless);
        // Two equally good and independent packs are best at one half; the rule takes the smallest weight that is as good as that within chance.
        Assert.InRange(all.MinBy(w => w.Loss)!.Weight, 0.4, 0.6);
        Assert.InRange(useful, 0.2, 0.55);
        Assert.All(all.Where(w => w.Weight < useful), w => Assert.True(w.StandardErrors > 1));
    }

    [Fact]
    public void The_loss_is_that_of_the_best_logistic_curve()
    {
        // Scores that say nothing: the best curve says one half for all, ln 2.
        double[] scores = [0, 1, 0, 1];
        bool[] same = [true, true, false, false];
        Assert.Equal(Math.Log(2), PairLoss.Of(scores, same), 1e-6);

        // Three of four right on either side: the best curve says 3/4, whatever the scale of the scores.
        double[] mostly = [5, 5, 5, 3, 3, 3, 3, 5];
        bool[] truth = [true, true, true, true, false, false, false, false];
        Assert.Equal(-(0.75 * Math.Log(0.75)) - (0.25 * Math.Log(0.25)), PairLoss.Of(mostly, truth), 1e-6);
    }

    [Fact]
    public void An_unknown_setting_ends_with_a_sentence()
    {
        Assert.Contains("fast or careful", Assert.Throws<BenchOptionException>(() => new BenchOptions(["--setting", "slow"]).Setting).Message,
            StringComparison.Ordinal);
        Assert.Null(new BenchOptions(["--setting", "fast"]).Pipeline.Fusion);
        Assert.EndsWith("careful", new BenchOptions(["--setting", "careful"]).Pipeline.Fusion, StringComparison.Ordinal);
    }

    private static LearningPairs Pairs(bool secondKnows)
    {
        var random = new Random(5);
        var (first, second, same, people) = (new List<double>(), new List<double>(), new List<bool>(), new List<string>());
        for (var i = 0; i < 8000; i++)
        {
            var isSame = i % 2 == 0;
            first.Add((isSame ? 0.5 : 0) + (0.2 * Normal(random)));
            second.Add((isSame && secondKnows ? 0.5 : 0) + (0.2 * Normal(random)));
            same.Add(isSame);
            people.Add($"person{i / 8}");
        }
        return new LearningPairs([[.. first], [.. second]], [.. same], [.. people]);
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
