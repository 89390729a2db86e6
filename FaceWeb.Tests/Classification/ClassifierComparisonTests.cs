using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Report;
using FaceWeb.Pipeline.Classification.Training;

namespace FaceWeb.Tests.Classification;

/// <summary>Whether a new classifier is said to be better, the same or worse than the one before, and on which faces.</summary>
public class ClassifierComparisonTests
{
    private static readonly TrainingOptions Options = new() { Budget = TimeSpan.FromMinutes(10) };

    [Fact]
    public void More_faces_of_blurred_people_are_better_on_faces_that_neither_has_seen()
    {
        // Faces spread so far that one or two of a person say little.
        var faces = new SyntheticFaces(128, 31);
        var all = faces.People(20, 24, spread: 1.9f);
        var few = all.Where((_, i) => i % 24 < 2).ToArray();
        var before = ClassifierTrainer.Train(faces.Set(few), Options);
        var since = all.Where((_, i) => i % 24 >= 2).Select(face => face.FaceId).ToHashSet();
        var set = faces.Set(all);
        var found = ClassifierComparison.Compare(
            set, ClassifierTrainer.Train(set, Options, before), before, face => since.Contains(face.FaceId), Options);
        Assert.True(found is { Verdict: ModelVerdict.Better, On: ComparedFaces.NamedSince }, found.Sentence);
        Assert.True(found.IsNotWorse);
        Assert.Equal(found.Right - found.RightBefore, found.OnlyNow - found.OnlyBefore);
        Assert.StartsWith("better: on ", found.Sentence, StringComparison.Ordinal);
        Assert.Contains($"right for {found.Right}, the one before for {found.RightBefore}", found.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_names_given_since_make_it_worse_on_the_faces_that_both_were_measured_on()
    {
        var faces = new SyntheticFaces(128, 32);
        var all = faces.People(12, 10);
        var before = ClassifierTrainer.Train(faces.Set(all), Options);

        // A third of the faces change hands in silence: nothing tells that they were named anew.
        var shuffled = all.Select((face, i) => i % 3 == 0 ? face with { PersonId = (face.PersonId % 12) + 1 } : face).ToArray();
        var set = faces.Set(shuffled);
        var found = ClassifierComparison.Compare(
            set, ClassifierTrainer.Train(set, Options with { FalseSuggestionRate = 0.02 }, before), before, _ => false, Options);
        Assert.Equal((ModelVerdict.Worse, ComparedFaces.CrossValidatedInBoth), (found.Verdict, found.On));
        Assert.False(found.IsNotWorse);
        Assert.True(found.OnlyBefore > found.OnlyNow);
    }

    [Fact]
    public void A_few_more_faces_of_people_who_are_told_apart_already_are_the_same()
    {
        var faces = new SyntheticFaces(128, 33);
        var all = faces.People(12, 10);
        var before = ClassifierTrainer.Train(faces.Set([.. all.Take(110)]), Options);
        var set = faces.Set(all);
        var since = all.Skip(110).Select(face => face.FaceId).ToHashSet();
        var found = ClassifierComparison.Compare(
            set, ClassifierTrainer.Train(set, Options, before), before, face => since.Contains(face.FaceId), Options);
        Assert.Equal((ModelVerdict.Same, ComparedFaces.CrossValidatedInBoth), (found.Verdict, found.On));
        Assert.InRange(found.Faces, 90, 110);
    }

    [Fact]
    public void A_copy_of_a_face_that_one_of_them_has_learnt_is_not_unseen()
    {
        // Nobody resembles himself, so that only copies are recognised. 60 new faces are copies of old ones, 80 come in pairs of copies.
        var faces = new SyntheticFaces(128, 36);
        List<LabelledFace> Random(int each) =>
            [.. Enumerable.Range(1, 10).SelectMany(person => Enumerable.Range(0, each).SelectMany(_ => faces.Person(person, faces.Anyone(), 1)))];
        static IEnumerable<LabelledFace> Copies(List<LabelledFace> of) =>
            of.Select(face => face with { FaceId = face.FaceId + 1000, PhotoId = face.PhotoId + 5000 });
        var old = Random(6);
        var pairs = Random(4);
        var before = ClassifierTrainer.Train(faces.Set(old), Options);
        var set = faces.Set([.. old, .. Copies(old), .. pairs, .. Copies(pairs)]);
        var since = set.Faces.Skip(old.Count).Select(face => face.FaceId).ToHashSet();
        var found = ClassifierComparison.Compare(
            set, ClassifierTrainer.Train(set, Options, before), before, face => since.Contains(face.FaceId), Options);
        Assert.Equal((ComparedFaces.NamedSince, 20), (found.On, found.Faces));
        Assert.True(found.Right <= 5 && found.RightBefore <= 5, found.Sentence);
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(0, 3, 0.125)]
    [InlineData(0, 4, 0.0625)]
    [InlineData(1, 6, 8 / 128.0)]
    [InlineData(3, 3, 42 / 64.0)]
    [InlineData(5, 0, 1)]
    public void Chance_is_a_coin_tossed_for_each_face_on_which_they_differ(int few, int many, double expected) =>
        Assert.Equal(expected, ClassifierComparison.ByChance(few, many), 10);

    [Fact]
    public void With_a_handful_of_faces_nothing_is_claimed()
    {
        var faces = new SyntheticFaces(128, 34);
        var set = faces.Set(faces.People(3, 3));
        var before = ClassifierTrainer.Train(set, Options);
        var found = ClassifierComparison.Compare(
            set, ClassifierTrainer.Train(set, Options with { FalseSuggestionRate = 0.05 }, before), before, _ => false, Options);
        Assert.Equal((ModelVerdict.Unknown, true), (found.Verdict, found.IsNotWorse));
    }

    [Fact]
    public void Nobody_loses_all_faces_to_the_comparison()
    {
        // Everybody is new, one person with a single face: held-out faces must leave each person something to be known by.
        var faces = new SyntheticFaces(128, 35);
        var old = faces.People(2, 4);
        var before = ClassifierTrainer.Train(faces.Set(old), Options);
        LabelledFace[] added = [
            .. faces.People(30, 2).Select(face => face with { PersonId = face.PersonId + 100 }), .. faces.Person(500, faces.Anyone(), 1)];
        var set = faces.Set([.. old, .. added]);
        var found = ClassifierComparison.Compare(set, ClassifierTrainer.Train(set, Options, before), before, face => face.PersonId > 100, Options);
        Assert.Equal((ComparedFaces.NamedSince, 30), (found.On, found.Faces));
    }

}
