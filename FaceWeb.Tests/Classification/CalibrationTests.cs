using FaceWeb.Pipeline.Classification.Calibration;
using FaceWeb.Pipeline.Classification.Scoring;

namespace FaceWeb.Tests.Classification;

/// <summary>How evidence for several people becomes probabilities, and how weights and ceiling are fitted.</summary>
public sealed class CalibrationTests
{
    private static readonly EvidenceCalibration Plain = new([-7, 8, 8, 7, 0, 0, 0], [-12, 12, 12, 0, 0, 0, 0]);

    [Fact]
    public void Two_who_are_alike_share_one_probability()
    {
        var one = Plain.Probabilities([Likeness(0.7f)])[0];
        Assert.True(one > 0.99);
        var two = Plain.Probabilities([Likeness(0.7f), Likeness(0.7f)]);
        Assert.Equal(two[0], two[1], 12);
        Assert.True(two[0] is > 0.49 and < 0.5);

        // Alone, it is the logistic function of the sum.
        Assert.Equal(1 / (1 + Math.Exp(-Plain.Logit(Likeness(0.5f)))), Plain.Probabilities([Likeness(0.5f)])[0], 12);
        Assert.Empty(Plain.Probabilities([]));

        // However much speaks for many: together they are at most the ceiling, and no number overflows.
        var sure = (Plain with { Ceiling = 0.97, WithoutMargin = [5000, 0, 0, 0, 0, 0, 0] }).Probabilities([Likeness(1), Likeness(1), Likeness(1)]);
        Assert.Equal(0.97, sure.Sum(), 9);
    }

    [Fact]
    public void Who_is_only_asked_about_takes_nothing_from_the_others()
    {
        var shortlisted = Plain.Probabilities([Likeness(0.6f), Likeness(0.5f)]);
        var asked = Plain.Probabilities([Likeness(0.6f), Likeness(0.5f), Likeness(0.55f)], inQuestion: 2);
        Assert.Equal(shortlisted, asked[..2]);
        Assert.InRange(asked[2], shortlisted[1], shortlisted[0]);
    }

    [Fact]
    public void One_of_two_brothers_is_somebody_known_and_who_is_a_little_like_a_family_is_not()
    {
        Assert.Equal(0.49 / 0.51, Plain.FirstOrNobody([0.49, 0.49]), 9);
        Assert.Equal(0.2 / 0.4, Plain.FirstOrNobody([0.2, 0.2, 0.2, 0.2]), 9);
        Assert.Equal(0.3, Plain.FirstOrNobody([0.3]), 9);
        Assert.Equal(0, Plain.FirstOrNobody([]));
        Assert.Equal(0.9 * 0.4 / 0.5, (Plain with { Ceiling = 0.9 }).FirstOrNobody([0.4, 0.4]), 9);
    }

    [Fact]
    public void Weights_that_faces_were_drawn_by_are_found_again()
    {
        var random = new Random(3);
        double[] truth = [-2, 3, 1.5];
        var faces = Enumerable.Range(0, 20_000).Select(_ =>
        {
            double[][] features = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => new[] { 1, random.NextDouble() * 2, random.NextDouble() * 2 })];
            var odds = Array.ConvertAll(features, row => Math.Exp(row.Zip(truth, (a, b) => a * b).Sum()));
            var drawn = random.NextDouble() * (1 + odds.Sum());
            var right = -1;
            for (var sum = 1.0; right < odds.Length && drawn >= sum; sum += right < odds.Length ? odds[right] : 0)
                right++;
            return new ScoredChoice(features, new double[features.Length], right);
        }).ToArray();
        var found = ConditionalLogit.Fit(faces, [0, 0, 0], [100, 100, 100]);
        for (var i = 0; i < truth.Length; i++)
            Assert.Equal(truth[i], found[i], 0.15);

        // A narrow prior holds against a few faces; without faces it stands.
        Assert.Equal(0, ConditionalLogit.Fit(faces[..5], [0, 0, 0], [0.01, 0.01, 0.01])[1], 0.01);
        Assert.Equal([1, 2, 3], ConditionalLogit.Fit([], [1, 2, 3], [1, 1, 1]));
    }

    [Fact]
    public void Where_three_of_a_hundred_sure_names_are_wrong_no_name_is_surer_than_that()
    {
        (double, bool)[] faces = [.. Enumerable.Range(0, 2000).Select(i => (0.999, i % 100 >= 3))];
        Assert.Equal(0.97, NameErrors.Ceiling(faces), 0.003);

        // Errors that the probability already owned up to cost nothing.
        Assert.True(NameErrors.Ceiling([.. Enumerable.Range(0, 2000).Select(i => (0.5, i % 2 == 0))]) > 0.97);
        Assert.Equal(1, NameErrors.Ceiling([.. faces.Select(face => (face.Item1, true))]));
        Assert.Equal(1, NameErrors.Ceiling([]));

        // One wrong name among ten is hardly evidence.
        Assert.InRange(NameErrors.Ceiling([.. Enumerable.Range(0, 10).Select(i => (0.99, i > 0))]), 0.95, 0.98);
    }

    private static Evidence Likeness(float cosine) => new(0, cosine, cosine, 0, float.NaN, cosine);
}
