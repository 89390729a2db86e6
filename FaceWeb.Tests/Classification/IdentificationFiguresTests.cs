using FaceWeb.Bench.Grouping;
using FaceWeb.Bench.Identification;

namespace FaceWeb.Tests.Classification;

/// <summary>The figures that the bench programs print, on cases counted by hand.</summary>
public class IdentificationFiguresTests
{
    [Fact]
    public void The_rate_counts_right_probes_above_the_score_that_the_allowed_strangers_pass()
    {
        // 100 strangers: one scores 0.9, one 0.5, the others less. One in a hundred may pass, so the bar is 0.5.
        var strangers = Enumerable.Range(0, 98).Select(_ => 0.1).Append(0.9).Append(0.5).ToArray();
        var figures = IdentificationFigures.From([(0.95, true), (0.6, true), (0.5, true), (0.99, false)], strangers);
        Assert.Equal(0.75, figures.Rank1);
        Assert.Equal(0.5, figures.RateAt1Percent);
        // None of 100 may pass at one in a thousand: the bar is 0.9.
        Assert.Equal(0.25, figures.RateAt01Percent);
    }

    [Fact]
    public void Groups_are_compared_with_names_by_pairs_and_by_faces()
    {
        // Group a a b, group a: pairs together 3, of which 1 right; pairs of one person 3.
        var person = new Dictionary<long, string> { [1] = "a", [2] = "a", [3] = "b", [4] = "a" };
        var figures = GroupingFigures.From([[1, 2, 3], [4]], face => person[face]);
        Assert.Equal(1 / 3d, figures.PairwisePrecision, 6);
        Assert.Equal(1 / 3d, figures.PairwiseRecall, 6);
        Assert.Equal(((2 / 3d) + (2 / 3d) + (1 / 3d) + 1) / 4, figures.BCubedPrecision, 6);
        Assert.Equal(((2 / 3d) + (2 / 3d) + 1 + (1 / 3d)) / 4, figures.BCubedRecall, 6);
    }

    [Fact]
    public void The_protocol_keeps_gallery_probes_and_strangers_apart()
    {
        var faces = new SyntheticFaces(8, 1);
        var set = Enumerable.Range(0, 20).SelectMany(p => Enumerable.Range(0, 1 + p)
            .Select(i => new BenchFace($"person{p:00}", $"person{p:00}/{i:00}.jpg", faces.Anyone(), 1))).ToArray();
        var split = new IdentificationProtocol(5, 10, 6, 3).Split(set);
        Assert.Equal(11, split.People.Count);
        Assert.Equal(55, split.Gallery.Count);
        Assert.Equal(Enumerable.Range(10, 11).Sum() - 55, split.Probes.Count);
        Assert.Equal(6, split.Strangers.Count);
        Assert.Equal(6, split.Strangers.Select(stranger => stranger.Person).Distinct().Count());
        Assert.DoesNotContain(split.Strangers, stranger => split.People.Contains(stranger.Person));
        Assert.DoesNotContain(split.Probes, probe => split.Gallery.Any(face => face.Embedding == probe.Face.Embedding));
    }
}
