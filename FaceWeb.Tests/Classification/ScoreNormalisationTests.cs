using System.Numerics.Tensors;
using FaceWeb.Pipeline.Classification.Normalisation;
using FaceWeb.Pipeline.Classification.Scoring;
using FaceWeb.Pipeline.Clustering;

namespace FaceWeb.Tests.Classification;

/// <summary>Cosines that mean the same for everybody: the cohort drawn from a library, the levels, and who uses them.</summary>
public sealed class ScoreNormalisationTests
{
    private const int Dimension = 64;

    [Fact]
    public void The_cohort_has_each_person_once_whatever_the_order_of_the_faces()
    {
        var faces = new SyntheticFaces(Dimension, 1).People(40, 6, spread: 0.4f).Select(face => (face.FaceId, face.Embedding)).ToArray();
        var cohort = LibraryCohort.Of(faces, Dimension, "synthetic", CosineSpread.Compact);
        Assert.InRange(cohort.Count, 30, 60);
        var backwards = LibraryCohort.Of(faces.Reverse(), Dimension, "synthetic", CosineSpread.Compact);
        Assert.Equal(cohort.Normalisation().Level(faces[0].Embedding), backwards.Normalisation().Level(faces[0].Embedding), 1e-6);
    }

    [Fact]
    public void Faces_that_come_later_change_the_cohort_as_if_they_had_been_there()
    {
        var faces = new SyntheticFaces(Dimension, 2).People(60, 1).Select(face => (face.FaceId, face.Embedding))
            .OrderBy(face => LibraryCohort.OrderOf(face.FaceId)).ToArray();
        var all = LibraryCohort.Of(faces, Dimension, "synthetic", CosineSpread.Compact);
        var grown = LibraryCohort.Of(faces.Take(30), Dimension, "synthetic", CosineSpread.Compact);
        foreach (var (faceId, embedding) in faces.Skip(30))
            grown.Add(faceId, embedding);
        Assert.Equal(all.Normalisation().Level(faces[0].Embedding), grown.Normalisation().Level(faces[0].Embedding), 1e-6);
        grown.Remove(faces[5].FaceId);
        Assert.Equal(all.Count - 1, grown.Count);
    }

    [Fact]
    public void Strangers_who_share_a_direction_are_brought_back_to_where_strangers_lie()
    {
        // A library of people who all look alike to the network: half of each face is the same.
        var synthetic = new SyntheticFaces(Dimension, 3);
        var common = synthetic.Anyone();
        var faces = Enumerable.Range(0, 200).Select(i => ((long)i, Embedding: Half(common, synthetic.Anyone()))).ToArray();
        var spread = new CosineSpread(0, 1 / Math.Sqrt(Dimension));
        var normalisation = LibraryCohort.Of(faces, Dimension, "synthetic", spread).Normalisation();
        var levels = normalisation.Levels([.. faces.Select(face => face.Embedding)]);
        double plain = 0, corrected = 0;
        for (var i = 1; i < faces.Length; i++)
        {
            var cosine = TensorPrimitives.Dot<float>(faces[i].Embedding, faces[i - 1].Embedding);
            plain += cosine / (faces.Length - 1);
            corrected += normalisation.Correct(cosine, levels[i], levels[i - 1]) / (faces.Length - 1);
        }
        Assert.InRange(plain, 0.4, 0.6);
        Assert.InRange(corrected, -0.05, 0.15);
    }

    [Fact]
    public void Two_people_leave_cosines_as_they_are_and_few_nearly()
    {
        Assert.Equal(0, Shift(2), 0.001);
        foreach (var people in new[] { 5, 10, 20 })
            Assert.InRange(Shift(people), -0.02, 0.02);

        // Ten faces of each: those that look too different to be taken for one person must not count as other people.
        static double Shift(int people) => Enumerable.Range(1, 10).Average(seed =>
        {
            var faces = new SyntheticFaces(512, seed).People(people, 10).Select(face => (face.FaceId, face.Embedding)).ToArray();
            var normalisation = LibraryCohort.Of(faces, 512, "synthetic", CosineSpread.Compact).Normalisation();
            var level = normalisation.Levels([.. faces.Select(face => face.Embedding)]).Average();
            return normalisation.Correct(0.4, level, level) - 0.4;
        });
    }

    [Fact]
    public void Without_a_library_a_face_of_the_compact_pack_has_the_level_that_its_prior_expects()
    {
        var nobody = ScoreNormalisation.WithoutLibrary(512, "compact", CosineSpread.Compact);
        var faces = new SyntheticFaces(512, 6);
        for (var i = 0; i < 20; i++)
            Assert.InRange(nobody.Level(faces.Anyone()) - nobody.ReferenceLevel, -0.05, 0.06);
        var own = ScoreNormalisation.WithoutLibrary(512, "somebody's own", CosineSpread.Compact);
        Assert.Equal(own.ReferenceLevel, own.Level(faces.Anyone()), 1e-6);
    }

    [Fact]
    public void A_classifier_takes_its_library_along_and_a_new_one_on()
    {
        var synthetic = new SyntheticFaces(512, 7);
        var faces = synthetic.People(40, 3);
        var classifier = TrainedClassifier.Untrained(512, "synthetic", faces);
        var loaded = TrainedClassifier.Load(classifier.Save());
        Assert.Equal(classifier.Normalisation!.Level(faces[0].Embedding), loaded.Normalisation!.Level(faces[0].Embedding), 1e-3);
        var library = ScoreNormalisation.WithoutLibrary(512, "synthetic", CosineSpread.Compact);
        Assert.Same(library, loaded.WithLibrary(library).Normalisation);
    }

    [Fact]
    public void Groups_take_new_levels_on_and_stay_as_they_are()
    {
        var synthetic = new SyntheticFaces(512, 8);
        var faces = synthetic.People(30, 4);
        var cohort = LibraryCohort.Of(faces.Select(face => (face.FaceId, face.Embedding)), 512, "synthetic", CosineSpread.Compact);
        var (grown, made) = (new FaceGroups(512), new FaceGroups(512, null, cohort.Normalisation()));
        foreach (var face in faces.Take(60))
        {
            grown.Add(face.FaceId, face.PhotoId, face.Embedding);
            made.Restore(grown.GroupOf(face.FaceId)!.Value, face.FaceId, face.PhotoId, face.Embedding);
        }
        var before = grown.Groups.Select(group => string.Join(' ', group.FaceIds)).Order().ToArray();
        grown.Renormalise(cohort.Normalisation());
        Assert.Equal(before, grown.Groups.Select(group => string.Join(' ', group.FaceIds)).Order());
        foreach (var face in faces.Skip(60))
        {
            grown.Add(face.FaceId, face.PhotoId, face.Embedding);
            made.Add(face.FaceId, face.PhotoId, face.Embedding);
        }
        Assert.Equal(Describe(made), Describe(grown));

        static IEnumerable<string> Describe(FaceGroups groups) => groups.Groups.Select(group => string.Join(' ', group.FaceIds.Order())).Order();
    }

    [Fact]
    public void The_compact_pack_and_the_careful_setting_have_a_prior_that_says_where_it_comes_from()
    {
        Assert.Contains("Families in the Wild", LevelPrior.For("compact", 512)!.Source, StringComparison.Ordinal);
        Assert.Contains("Families in the Wild", LevelPrior.For("compact+classic128", 640)!.Source, StringComparison.Ordinal);
        Assert.Null(LevelPrior.For("somebody's own", 512));
    }

    [Fact]
    public void Thresholds_follow_from_false_accept_rates()
    {
        Assert.Equal(0.335, FalseAcceptRates.CosineAt(1e-3), 1e-9);
        Assert.Equal(0.45, new FaceGroupsOptions().JoinCosine, 0.005);
        Assert.True(FalseAcceptRates.CosineAt(1e-6) > FalseAcceptRates.CosineAt(1e-5));
        Assert.Throws<ArgumentOutOfRangeException>(() => FalseAcceptRates.CosineAt(0));
    }

    [Fact]
    public void Groups_with_levels_join_by_the_mean_of_corrected_cosines()
    {
        var synthetic = new SyntheticFaces(Dimension, 5);
        var faces = synthetic.People(30, 4, spread: 0.5f).ToArray();
        var normalisation = LibraryCohort.Of(faces.Select(face => (face.FaceId, face.Embedding)), Dimension, "synthetic", CosineSpread.Compact)
            .Normalisation();
        var one = normalisation.Correct(TensorPrimitives.Dot(faces[0].Embedding, faces[1].Embedding), normalisation.Level(faces[0].Embedding),
            normalisation.Level(faces[1].Embedding));
        Assert.Equal(1, GroupsOf(one - 0.001));
        Assert.Equal(2, GroupsOf(one + 0.001));

        int GroupsOf(double join)
        {
            var groups = new FaceGroups(Dimension, new FaceGroupsOptions { JoinCosine = join }, normalisation);
            groups.Add(1, 1, faces[0].Embedding);
            groups.Add(2, 2, faces[1].Embedding);
            return groups.GroupCount;
        }
    }

    [Fact]
    public void The_greatest_come_first()
    {
        float[] values = [3, -1, 7, 7, 0, 2, 9, -4];
        Assert.Equal([9, 7, 7], GreatestFirst.Take(values, 3).ToArray().OrderDescending());
    }

    private static float[] Half(float[] common, float[] own)
    {
        var face = new float[own.Length];
        TensorPrimitives.Add(common, own, face);
        TensorPrimitives.Divide(face, TensorPrimitives.Norm<float>(face), face);
        return face;
    }
}
