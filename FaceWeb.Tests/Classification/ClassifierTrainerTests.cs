using System.Text.Json;
using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Report;
using FaceWeb.Pipeline.Classification.Scoring;
using FaceWeb.Pipeline.Classification.Training;

namespace FaceWeb.Tests.Classification;

public class ClassifierTrainerTests
{
    private static readonly TrainingOptions Options = new() { Budget = TimeSpan.FromSeconds(2) };

    [Fact]
    public void Known_people_are_named_and_strangers_are_not()
    {
        var faces = new SyntheticFaces(256, 1);
        var all = faces.People(20, 12);
        var train = all.Where((_, i) => i % 12 < 5).ToArray();
        var classifier = ClassifierTrainer.Train(faces.Set(train), Options);
        var probes = all.Where((_, i) => i % 12 >= 5).ToArray();
        var right = probes.Count(face => classifier.Suggest(face.Embedding) is [var first, ..] && first.PersonId == face.PersonId);
        Assert.True(right >= 0.98 * probes.Length, $"{right} of {probes.Length}");
        var named = Enumerable.Range(0, 300).Count(_ => classifier.Suggest(faces.Anyone()).Count > 0);
        Assert.True(named <= 3, $"{named} strangers were named");
        Assert.True(classifier.Report!.Rank1Accuracy > 0.98);
        Assert.True(classifier.SureThreshold >= classifier.SuggestThreshold);
    }

    [Fact]
    public void Further_sights_of_a_face_teach_but_count_in_no_figure_and_make_nobody_have_enough_faces()
    {
        var faces = new SyntheticFaces(128, 5);
        var centre = faces.Anyone();
        var all = faces.People(8, 6);
        var film = new LabelledFace(9_001, 99, 9_001, faces.Near(centre), 0.8f);
        var sights = Enumerable.Range(0, 5).Select(_ => film with { Embedding = faces.Near(centre) }).ToList();
        var set = faces.Set([.. all, film]);
        var without = ClassifierTrainer.Train(set, Options);
        var seen = ClassifierTrainer.Train(set with { FurtherSights = sights }, Options);
        Assert.Equal((without.Report!.Faces, without.Report.People, without.Report.PeopleWithHyperplane),
            (seen.Report!.Faces, seen.Report.People, seen.Report.PeopleWithHyperplane));
        Assert.Equal(8, seen.Report.PeopleWithHyperplane);

        // Somebody with enough faces is told better from others by them.
        List<LabelledFace> own =
            [.. Enumerable.Range(0, 3).Select(i => film with { FaceId = 9_001 + i, PhotoId = 9_001 + i, Embedding = faces.Near(centre) })];
        var three = faces.Set([.. all, .. own]);
        var probe = faces.Near(centre);
        Assert.NotEqual(
            ClassifierTrainer.Train(three, Options).Suggest(probe)[0].Probability,
            ClassifierTrainer.Train(three with { FurtherSights = sights }, Options).Suggest(probe)[0].Probability);
    }

    [Fact]
    public void A_classifier_survives_saving_with_its_report_and_suggestions()
    {
        var faces = new SyntheticFaces(128, 2);
        var all = faces.People(8, 8);
        var classifier = ClassifierTrainer.Train(faces.Set(all), Options);
        var loaded = TrainedClassifier.Load(classifier.Save());
        Assert.Equal(JsonSerializer.Serialize(classifier.Report), JsonSerializer.Serialize(loaded.Report));
        foreach (var face in all)
        {
            var before = classifier.Suggest(face.Embedding);
            var after = loaded.Suggest(face.Embedding);
            Assert.Equal(before[0].PersonId, after[0].PersonId);
            Assert.Equal(before[0].Probability, after[0].Probability, 2);
        }
    }

    [Fact]
    public void Damaged_bytes_are_refused_with_a_sentence()
    {
        var faces = new SyntheticFaces(32, 2);
        var saved = TrainedClassifier.Untrained(32, "synthetic", faces.People(2, 2)).Save();
        Assert.Throws<InvalidDataException>(() => TrainedClassifier.Load(saved.AsSpan(0, saved.Length / 2)));
        Assert.Throws<InvalidDataException>(() => TrainedClassifier.Load([1, 2, 3, 4, 5, 6, 7, 8]));
    }

    [Fact]
    public void The_same_seed_gives_the_same_classifier()
    {
        var faces = new SyntheticFaces(128, 3);
        var all = faces.People(10, 6);
        // A budget that is never used up: how many prices are tried must not depend on the machine's load.
        var options = Options with { Budget = TimeSpan.FromMinutes(10) };
        var one = ClassifierTrainer.Train(faces.Set(all), options with { Parallelism = 1 });
        var two = ClassifierTrainer.Train(faces.Set(all), options with { Parallelism = 2 });
        var probe = faces.Near(all[0].Embedding);
        Assert.Equal(one.Suggest(probe), two.Suggest(probe));
        Assert.Equal(one.SuggestThreshold, two.SuggestThreshold);
    }

    [Fact]
    public void A_person_who_was_rejected_is_not_suggested_and_the_next_one_may_be()
    {
        var faces = new SyntheticFaces(128, 4);
        var all = faces.People(6, 6);
        var classifier = ClassifierTrainer.Train(faces.Set(all), Options);
        Assert.Equal(1, classifier.Suggest(all[0].Embedding)[0].PersonId);
        Assert.DoesNotContain(classifier.Suggest(all[0].Embedding, [1]), suggestion => suggestion.PersonId == 1);
    }

    [Fact]
    public void Naming_one_face_suggests_its_person_for_others_before_any_training()
    {
        var faces = new SyntheticFaces(128, 5);
        var trained = ClassifierTrainer.Train(faces.Set(faces.People(6, 6)), Options);
        var centre = faces.Anyone();
        var probe = faces.Near(centre, 0.6f);
        Assert.Empty(trained.Suggest(probe));
        var newcomer = faces.Person(99, centre, 1, 0.6f).ToArray();
        Assert.Equal(99, Assert.Single(trained.WithGallery([.. faces.People(6, 6), .. newcomer]).Suggest(probe)).PersonId);
        Assert.Equal(99, Assert.Single(TrainedClassifier.Untrained(128, "synthetic", newcomer).Suggest(probe)).PersonId);
    }

    [Fact]
    public void Many_at_once_gives_what_one_by_one_gives()
    {
        var faces = new SyntheticFaces(128, 6);
        var all = faces.People(12, 7);
        var classifier = ClassifierTrainer.Train(faces.Set(all), Options);
        var many = new IReadOnlyList<PersonSuggestion>[all.Count];
        classifier.SuggestMany(
            all.ConvertAll(face => face.Embedding), (i, suggestions) => many[i] = suggestions, i => i == 3 ? [all[3].PersonId] : null);
        for (var i = 0; i < all.Count; i++)
        {
            var single = classifier.Suggest(all[i].Embedding, i == 3 ? [all[3].PersonId] : null);
            Assert.Equal(single.Select(s => s.PersonId), many[i].Select(s => s.PersonId));
            Assert.All(single.Zip(many[i]), pair => Assert.Equal(pair.First.Probability, pair.Second.Probability, 3));
        }
    }

    [Fact]
    public void Wrong_confirmations_are_named_in_the_report()
    {
        var faces = new SyntheticFaces(256, 7);
        var all = faces.People(10, 50);
        // Five of person 1's fifty are someone else: three of person 2, two of nobody known.
        var wrong = new List<long>();
        for (var i = 0; i < 5; i++)
        {
            var other = i < 3 ? all[50 + i].Embedding : faces.Anyone();
            wrong.Add(all[i].FaceId);
            all[i] = all[i] with { Embedding = faces.Near(other, 0.5f) };
        }
        var report = ClassifierTrainer.Train(faces.Set(all), Options).Report!;
        var found = report.SuspectFaces.Where(suspect => suspect.PersonId == 1).Select(suspect => suspect.FaceId).ToArray();
        Assert.True(wrong.Intersect(found).Count() >= 4, string.Join(' ', found));
        Assert.True(report.SuspectFaces.Count <= 8, $"{report.SuspectFaces.Count} faces are called wrong");
        Assert.Contains(report.SuspectFaces, suspect => suspect.LikelyPersonId == 2);
    }

    [Fact]
    public void People_of_one_face_are_named_by_the_nearest_face()
    {
        var faces = new SyntheticFaces(128, 8);
        var centre = faces.Anyone();
        var classifier = ClassifierTrainer.Train(
            faces.Set([.. faces.Person(1, centre, 1, 0.5f), .. faces.Person(2, faces.Anyone(), 1, 0.5f)]), Options);
        Assert.Equal(1, Assert.Single(classifier.Suggest(faces.Near(centre, 0.5f))).PersonId);
        Assert.Empty(classifier.Suggest(faces.Anyone()));
        Assert.Null(classifier.Report!.Rank1Accuracy);
        Assert.Contains(classifier.Report.PersonNotes, note => note is { PersonId: 1, Kind: PersonNoteKind.TooFew });
    }

    [Fact]
    public void A_person_of_one_face_among_others_of_many_is_named_too()
    {
        var faces = new SyntheticFaces(128, 9);
        var centre = faces.Anyone();
        var classifier = ClassifierTrainer.Train(faces.Set([.. faces.People(6, 8), .. faces.Person(50, centre, 1, 0.5f)]), Options);
        Assert.Equal(50, classifier.Suggest(faces.Near(centre, 0.5f))[0].PersonId);
    }

    [Fact]
    public void Few_faces_do_not_give_wild_probabilities()
    {
        // Four people of two photos each: the default calibration has to stand.
        var faces = new SyntheticFaces(256, 10);
        var centres = Enumerable.Range(0, 4).Select(_ => faces.Anyone()).ToArray();
        var classifier = ClassifierTrainer.Train(faces.Set([.. centres.SelectMany((centre, p) => faces.Person(p + 1, centre, 2))]), Options);
        var right = Enumerable.Range(0, 100)
            .Count(i => classifier.Suggest(faces.Near(centres[i % 4])) is [var first, ..] && first.PersonId == (i % 4) + 1);
        Assert.True(right >= 95, $"{right} of 100");
        Assert.True(Enumerable.Range(0, 200).Count(_ => classifier.Suggest(faces.Anyone()).Count > 0) <= 2);
    }

    [Fact]
    public void Nothing_to_learn_from_is_a_clear_sentence()
    {
        var faces = new SyntheticFaces(16, 1);
        Assert.Contains("name at least one face",
            Assert.Throws<ClassifierTrainingException>(() => ClassifierTrainer.Train(faces.Set([]), Options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Faces_of_two_packs_are_a_clear_sentence()
    {
        var set = new SyntheticFaces(16, 1)
            .Set([.. new SyntheticFaces(16, 1).People(2, 3), .. new SyntheticFaces(8, 1).Person(9, new SyntheticFaces(8, 2).Anyone(), 1)]);
        Assert.Contains("two model packs", Assert.Throws<ClassifierTrainingException>(() => ClassifierTrainer.Train(set, Options)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Measurements_that_are_not_of_unit_length_are_a_clear_sentence()
    {
        var faces = new SyntheticFaces(16, 1);
        var broken = faces.People(2, 3).Select(face => face with { Embedding = new float[16] }).ToArray();
        Assert.Contains("damaged", Assert.Throws<ClassifierTrainingException>(() => ClassifierTrainer.Train(faces.Set(broken), Options)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelled_half_way_nothing_comes_back()
    {
        var faces = new SyntheticFaces(128, 1);
        var set = faces.Set(faces.People(40, 10));
        using var cancel = new CancellationTokenSource();
        var steps = new Steps(step => cancel.Cancel());
        Assert.ThrowsAny<OperationCanceledException>(() => ClassifierTrainer.Train(set, Options, null, steps, cancel.Token));
        Assert.True(steps.Count > 0);
    }

    [Fact]
    public void Photos_that_are_there_twice_do_not_make_cross_validation_look_good()
    {
        // Nobody resembles himself: a right name is chance (1 of 20) unless a face's own copy gives it away.
        var faces = new SyntheticFaces(128, 17);
        var once = Enumerable.Range(1, 20).SelectMany(person => Enumerable.Range(0, 6).SelectMany(_ => faces.Person(person, faces.Anyone(), 1)))
            .ToArray();
        var twice = once.Concat(once.Select(face => face with { FaceId = face.FaceId + 1000, PhotoId = face.PhotoId + 5000 })).ToArray();
        var report = ClassifierTrainer.Train(faces.Set(twice), Options).Report!;
        Assert.Equal(240, report.CrossValidatedFaces);
        Assert.InRange(report.Rank1Accuracy!.Value, 0, 0.15);
    }

    [Fact]
    public void A_classifier_of_another_model_is_no_start()
    {
        var other = ClassifierTrainer.Train(new SyntheticFaces(64, 1).Set(new SyntheticFaces(64, 1).People(4, 5)), Options);
        var faces = new SyntheticFaces(128, 2);
        Assert.False(ClassifierTrainer.Train(faces.Set(faces.People(4, 5)), Options, other).Report!.WarmStarted);
    }

    [Fact]
    public void A_rejected_pair_lowers_that_persons_probability_for_faces_like_it()
    {
        var faces = new SyntheticFaces(128, 13);
        var centre = faces.Anyone();
        var people = faces.People(12, 6).Concat(faces.Person(50, centre, 8)).ToArray();
        // Someone who looks like person 50.
        var likeness = Enumerable.Range(0, 6).Select(_ => faces.Near(centre, 1.6f)).ToArray();
        var set = faces.Set(people);
        var plain = ClassifierTrainer.Train(set, Options);
        var told = ClassifierTrainer.Train(
            set with { Rejections = [.. likeness.Take(5).Select((embedding, i) => (900L + i, 50L, embedding))] }, Options);
        Assert.True(Margin(told) < Margin(plain) - 0.05, $"{Margin(plain)} then {Margin(told)}");

        double Margin(TrainedClassifier classifier)
        {
            var margin = 0d;
            classifier.RankMany([likeness[5]], (_, ranked) => margin = ranked.First(suggestion => suggestion.PersonId == 50).Margin);
            return margin;
        }
    }

    [Fact]
    public void Unnamed_faces_near_a_known_person_are_not_used_as_strangers()
    {
        var faces = new SyntheticFaces(128, 14);
        var all = faces.People(8, 6);
        var strangers = Enumerable.Range(0, 40).Select(_ => faces.Anyone()).ToArray();
        var known = all.Take(20).Select(face => faces.Near(face.Embedding, 0.4f)).ToArray();
        var report = ClassifierTrainer.Train(faces.Set(all) with { Strangers = [.. strangers, .. known] }, Options).Report!;
        Assert.InRange(report.Strangers, 30, 40);
    }

    [Fact]
    public void A_model_whose_cosines_are_all_high_is_brought_to_scale()
    {
        // A common part in every vector, as some models have: two strangers' cosine is then about 0.8.
        var faces = new SyntheticFaces(128, 15);
        var all = faces.People(40, 8).Select(face => face with { Embedding = Raised(face.Embedding) }).ToList();
        var classifier = ClassifierTrainer.Train(faces.Set([.. all.Where((_, i) => i % 8 < 5)]), Options);
        var probes = all.Where((_, i) => i % 8 >= 5).ToArray();
        var right = probes.Count(face => classifier.Suggest(face.Embedding) is [var first, ..] && first.PersonId == face.PersonId);
        Assert.True(right >= 0.95 * probes.Length, $"{right} of {probes.Length}");
        var named = Enumerable.Range(0, 300).Count(_ => classifier.Suggest(Raised(faces.Anyone())).Count > 0);
        Assert.True(named <= 5, $"{named} strangers were named");

        static float[] Raised(float[] vector)
        {
            var raised = Array.ConvertAll(vector, value => value + (2f / MathF.Sqrt(vector.Length)));
            var length = MathF.Sqrt(raised.Sum(value => value * value));
            return Array.ConvertAll(raised, value => value / length);
        }
    }

    [Fact]
    public void Twice_in_one_photo_is_noted()
    {
        var faces = new SyntheticFaces(64, 16);
        var all = faces.People(3, 5);
        all[1] = all[1] with { PhotoId = all[0].PhotoId };
        var notes = ClassifierTrainer.Train(faces.Set(all), Options).Report!.PersonNotes;
        Assert.Contains(notes, note => note is { PersonId: 1, Kind: PersonNoteKind.TwiceInOnePhoto });
    }

    private sealed class Steps(Action<TrainingProgress> act) : IProgress<TrainingProgress>
    {
        public int Count { get; private set; }

        public void Report(TrainingProgress value)
        {
            Count++;
            act(value);
        }
    }
}
