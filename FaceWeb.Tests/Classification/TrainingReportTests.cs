using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Calibration;
using FaceWeb.Pipeline.Classification.Report;
using FaceWeb.Pipeline.Classification.Scoring;
using FaceWeb.Pipeline.Classification.Training;

namespace FaceWeb.Tests.Classification;

/// <summary>The report's curve, spreads and pairs, and the thresholds that follow from the chosen rate.</summary>
public class TrainingReportTests
{
    private static readonly TrainingOptions Options = new() { Budget = TimeSpan.FromMinutes(10) };

    [Fact]
    public void The_curve_counts_what_passes_each_threshold()
    {
        double[] strangers = [0.9, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05, 0.04, 0.03, 0.02];
        double[] right = [0.95, 0.92, 0.6, 0.45, 0.01];
        var curve = CrossValidatedFigures.Curve(strangers, right, known: 8);
        Assert.Equal(0.1, curve[0].FalseIdentificationRate, 10);
        Assert.Equal(0.5, curve[0].Threshold);
        Assert.Equal(3 / 8.0, curve[0].IdentificationRate);
        Assert.Equal((1.0, 5 / 8.0, 0.0), (curve[^1].FalseIdentificationRate, curve[^1].IdentificationRate, curve[^1].Threshold));
        Assert.All(curve.Zip(curve.Skip(1)), pair =>
        {
            Assert.True(pair.First.FalseIdentificationRate < pair.Second.FalseIdentificationRate);
            Assert.True(pair.First.IdentificationRate <= pair.Second.IdentificationRate);
        });
        Assert.Empty(CrossValidatedFigures.Curve([], right, 8));
    }

    [Fact]
    public void The_report_agrees_with_itself()
    {
        var faces = new SyntheticFaces(128, 41);
        var report = ClassifierTrainer.Train(faces.Set(faces.People(40, 8, spread: 1.6f)), Options).Report!;
        Assert.Equal(320, report.CrossValidatedStrangers);
        Assert.Equal(320, report.CrossValidatedFaces);
        Assert.Equal(report.CrossValidatedFaces, report.CrossValidatedFaceIds.Distinct().Count());
        Assert.Equal(report.CrossValidatedStrangers, report.Scores.Sum(bin => bin.Strangers));
        Assert.Equal(report.Rank1Accuracy!.Value, report.Scores.Sum(bin => bin.Right) / (double)report.CrossValidatedFaces, 10);
        Assert.Equal(report.Scores.Sum(bin => bin.Wrong), report.Confusions.Sum(confusion => confusion.FaceIds.Count));
        Assert.Equal(report.Rank1Accuracy.Value, report.IdentificationCurve[^1].IdentificationRate, 10);
        var nearOne = report.IdentificationCurve.MinBy(point => Math.Abs(point.FalseIdentificationRate - 0.01))!;
        Assert.InRange(report.DetectionAndIdentificationRateAt1Percent!.Value, nearOne.IdentificationRate - 0.03, nearOne.IdentificationRate + 0.03);

        // Beside the confused faces lie faces of the person whom they were taken for.
        Assert.NotEmpty(report.Confusions);
        Assert.All(report.Confusions, confusion =>
        {
            Assert.InRange(confusion.OtherFaceIds.Count, 1, 6);
            Assert.All(confusion.OtherFaceIds, face => Assert.Equal(confusion.OtherPersonId, ((face - 1) / 8) + 1));
            Assert.All(confusion.FaceIds, face => Assert.Equal(confusion.PersonId, ((face - 1) / 8) + 1));
        });
    }

    [Fact]
    public void A_stricter_rate_names_fewer_strangers_and_needs_surer_names()
    {
        var faces = new SyntheticFaces(128, 42);
        var all = faces.People(60, 8, spread: 1.3f);
        var set = faces.Set(all);
        var strangers = Enumerable.Range(0, 3000).Select(_ => faces.Anyone()).ToArray();
        var (threshold, named) = (1.0, -1);
        foreach (var rate in new[] { 0.001, 0.01, 0.1 })
        {
            var classifier = ClassifierTrainer.Train(set, Options with { FalseSuggestionRate = rate });
            Assert.Equal(rate, classifier.Report!.FalseSuggestionRate);
            Assert.True(classifier.SuggestThreshold < threshold, $"{classifier.SuggestThreshold} at {rate}, {threshold} at the stricter rate");
            Assert.True(classifier.SureThreshold >= classifier.SuggestThreshold);
            var now = strangers.Count(stranger => classifier.Suggest(stranger).Count > 0);
            Assert.True(now > named, $"{now} strangers named at {rate}, {named} at the stricter rate");

            // Others of another draw may differ by so much; the levels that drawn faces are expected to have were fitted on real ones.
            Assert.True(now <= Math.Max(6, 2.5 * rate * strangers.Length), $"{now} of {strangers.Length} strangers named at {rate}");
            (threshold, named) = (classifier.SuggestThreshold, now);
        }
    }

    [Fact]
    public void Without_strangers_of_its_own_the_expected_threshold_follows_the_rate_too()
    {
        Assert.Equal(0.22, SuggestionThresholds.Expected(0.01), 10);
        Assert.Equal(0.95, SuggestionThresholds.Expected(0.001), 10);
        Assert.True(SuggestionThresholds.Expected(0.1) < 0.05);
        var few = SuggestionThresholds.From([0.1], independent: 1, falseSuggestionRate: 0.01);
        Assert.InRange(few.Suggest, 0.2, 0.24);
        Assert.InRange(few.Sure, 0.9, 0.96);
    }

    [Fact]
    public void A_rejected_face_makes_faces_like_it_less_probable_as_that_person()
    {
        var faces = new SyntheticFaces(128, 13);
        var centre = faces.Anyone();
        var people = faces.People(12, 6).Concat(faces.Person(50, centre, 8)).ToArray();
        var likeness = faces.Near(centre, 1.1f);
        var alike = Enumerable.Range(0, 20).Select(_ => faces.Near(likeness, 0.4f)).ToArray();
        var set = faces.Set(people);
        var plain = ClassifierTrainer.Train(set, Options);
        var told = ClassifierTrainer.Train(set with { Rejections = [(900, 50, likeness)] }, Options);
        var (before, after) = (Probability(plain), Probability(told));
        Assert.True(after < before - 0.01, $"{before:F3} before, {after:F3} after one rejection");

        double Probability(TrainedClassifier classifier)
        {
            var sum = 0d;
            classifier.RankMany(alike, (_, ranked) =>
            {
                lock (alike)
                    sum += ranked.First(suggestion => suggestion.PersonId == 50).Probability;
            });
            return sum / alike.Length;
        }
    }

    [Fact]
    public void A_face_found_right_on_second_sight_is_not_doubted_again()
    {
        var faces = new SyntheticFaces(256, 7);
        var all = faces.People(10, 20);
        all[0] = all[0] with { Embedding = faces.Near(all[20].Embedding, 0.5f) };
        all[1] = all[1] with { Embedding = faces.Near(faces.Anyone(), 0.5f) };
        var set = faces.Set(all);
        var doubted = ClassifierTrainer.Train(set, Options).Report!.SuspectFaces;
        var (first, second) = (
            doubted.Single(suspect => suspect.FaceId == all[0].FaceId), doubted.Single(suspect => suspect.FaceId == all[1].FaceId));
        Assert.Equal(2, first.LikelyPersonId);
        Assert.Equal(3, first.TypicalFaceIds.Count);
        Assert.All(first.LikelyFaceIds, face => Assert.Equal(2, all.Single(one => one.FaceId == face).PersonId));
        Assert.Null(second.LikelyPersonId);
        var again = ClassifierTrainer.Train(set with { Reaffirmed = new HashSet<long> { first.FaceId } }, Options).Report!.SuspectFaces;
        Assert.DoesNotContain(again, suspect => suspect.FaceId == first.FaceId);
        Assert.Contains(again, suspect => suspect.FaceId == second.FaceId);
    }

    [Fact]
    public void One_person_alone_is_a_clear_sentence()
    {
        var faces = new SyntheticFaces(32, 1);
        var refused = Assert.Throws<ClassifierTrainingException>(
            () => ClassifierTrainer.Train(faces.Set([.. faces.Person(1, faces.Anyone(), 6)]), Options));
        Assert.Contains("Only one person has named faces", refused.Message, StringComparison.Ordinal);
        Assert.Contains("name faces of a second person", refused.Message, StringComparison.Ordinal);
    }
}
