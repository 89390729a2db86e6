using System.Text;
using System.Text.Json;
using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Scoring;
using FaceWeb.Pipeline.Classification.Training;

namespace FaceWeb.Tests.Classification;

/// <summary>When a training takes over the cross-validated figures of the classifier before, and when it measures again.</summary>
public class CarriedOverFiguresTests
{
    private static readonly TrainingOptions Options = new() { Budget = TimeSpan.FromSeconds(2) };

    [Fact]
    public void Training_on_from_a_saved_classifier_keeps_its_figures_after_few_changes_and_measures_again_after_many()
    {
        var faces = new SyntheticFaces(128, 12);
        var all = faces.People(30, 12);
        var first = TrainedClassifier.Load(ClassifierTrainer.Train(faces.Set([.. all.Take(358)]), Options).Save());
        Assert.False(first.Report!.CrossValidationCarriedOver);
        var few = ClassifierTrainer.Train(faces.Set(all), Options, first).Report!;
        Assert.True(few is { WarmStarted: true, CrossValidationCarriedOver: true, Faces: 360 });
        Assert.Equal(first.Report.Rank1Accuracy, few.Rank1Accuracy);
        var newcomer = ClassifierTrainer.Train(faces.Set([.. all, .. faces.Person(99, faces.Anyone(), 4)]), Options, first);
        Assert.True(newcomer.Report is { WarmStarted: true, CrossValidationCarriedOver: false, People: 31 });
        Assert.Contains(99, newcomer.People);
    }

    [Fact]
    public void Faces_that_changed_hands_are_measured_again_though_everybody_has_as_many_as_before()
    {
        var faces = new SyntheticFaces(128, 18);
        var all = faces.People(10, 20);
        var first = TrainedClassifier.Load(ClassifierTrainer.Train(faces.Set(all), Options).Save());
        LabelledFace[] InACycle(int ofEach) =>
            [.. all.Select((face, i) => i % 20 < ofEach ? face with { PersonId = (face.PersonId % 10) + 1 } : face)];
        var report = ClassifierTrainer.Train(faces.Set(InACycle(5)), Options, first).Report!;
        Assert.False(report.CrossValidationCarriedOver);
        Assert.InRange(report.Rank1Accuracy!.Value, 0.5, 0.9);
        Assert.True(ClassifierTrainer.Train(faces.Set(InACycle(0)), Options, first).Report!.CrossValidationCarriedOver);
    }

    [Theory]
    [InlineData(55, true)]
    [InlineData(45, true)]
    [InlineData(56, false)]
    [InlineData(44, false)]
    public void Figures_are_measured_again_when_a_tenth_more_or_fewer_faces_are_ignored(int ignoredNow, bool carriedOver)
    {
        var faces = new SyntheticFaces(64, 19);
        var all = faces.People(6, 6);
        var ignored = Enumerable.Range(0, 60).Select(_ => faces.Anyone()).ToArray();
        var first = TrainedClassifier.Load(ClassifierTrainer.Train(faces.Set(all) with { Ignored = ignored[..50] }, Options).Save());
        var report = ClassifierTrainer.Train(faces.Set(all) with { Ignored = ignored[..ignoredNow] }, Options, first).Report!;
        Assert.Equal(carriedOver, report.CrossValidationCarriedOver);
    }

    [Fact]
    public void A_classifier_saved_with_counts_of_faces_only_is_read_but_its_figures_are_not_carried_over()
    {
        var faces = new SyntheticFaces(32, 20);
        var all = faces.People(4, 6);
        var saved = ClassifierTrainer.Train(faces.Set(all), Options).Save();

        // Format 4 had, after the report, each person's number of faces where now their ids and the number of ignored faces stand.
        var report = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(TrainedClassifier.Load(saved).Report));
        var start = saved.AsSpan().IndexOf(report) + report.Length;
        const int Now = 4 + (4 * (8 + 4 + 6)) + 4;
        using var old = new MemoryStream();
        using var writer = new BinaryWriter(old);
        writer.Write(saved.AsSpan(0, 4));
        writer.Write(4);

        // Before the weights: model, dimension, two thresholds and the spread. Format 4 had four weights each, where now there are seven.
        var weights = 8 + 1 + saved[8] + 4 + (4 * 8);
        writer.Write(saved.AsSpan(8, weights - 8));
        foreach (var (from, kept) in new[] { (weights + 4, new[] { 0, 1, 2, 3 }), (weights + 4 + (7 * 8) + 4, [0, 1, 2, 4]) })
        {
            writer.Write(4);
            foreach (var weight in kept)
                writer.Write(saved.AsSpan(from + (weight * 8), 8));
        }
        // Nor a ceiling.
        var afterWeights = weights + (2 * (4 + (7 * 8))) + 8;
        writer.Write(saved.AsSpan(afterWeights, start - afterWeights));
        writer.Write(4);
        for (var person = 1L; person <= 4; person++)
        {
            writer.Write(person);
            writer.Write(6);
        }
        writer.Write(saved.AsSpan(start + Now));
        var loaded = TrainedClassifier.Load(old.ToArray());
        Assert.Null(loaded.Normalisation);
        Assert.Equal(TrainedClassifier.Load(saved).Suggest(all[0].Embedding)[0].PersonId, loaded.Suggest(all[0].Embedding)[0].PersonId);
        Assert.False(ClassifierTrainer.Train(faces.Set(all), Options, loaded).Report!.CrossValidationCarriedOver);
        Assert.True(ClassifierTrainer.Train(faces.Set(all), Options, TrainedClassifier.Load(saved)).Report!.CrossValidationCarriedOver);
    }

    [Fact]
    public void A_classifier_saved_without_a_ceiling_names_as_it_did_but_is_calibrated_anew()
    {
        var faces = new SyntheticFaces(32, 21);
        var all = faces.People(4, 6);
        var saved = ClassifierTrainer.Train(faces.Set(all), Options).Save();
        var ceiling = 8 + 1 + saved[8] + 4 + (4 * 8) + (2 * (4 + (7 * 8)));
        byte[] old = [.. saved[..4], 7, 0, 0, 0, .. saved[8..ceiling], .. saved[(ceiling + 8)..]];
        var (now, loaded) = (TrainedClassifier.Load(saved), TrainedClassifier.Load(old));
        Assert.Equal(1, loaded.Ceiling);
        Assert.NotNull(loaded.Normalisation);
        Assert.Equal(now.Suggest(all[0].Embedding)[0].Probability / now.Ceiling, loaded.Suggest(all[0].Embedding)[0].Probability, 9);
        Assert.False(ClassifierTrainer.Train(faces.Set(all), Options, loaded).Report!.CrossValidationCarriedOver);
    }
}
