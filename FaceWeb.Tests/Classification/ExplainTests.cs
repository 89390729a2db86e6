using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Scoring;
using FaceWeb.Pipeline.Classification.Training;

namespace FaceWeb.Tests.Classification;

/// <summary>An explanation says what the suggestion was made of.</summary>
public sealed class ExplainTests
{
    [Fact]
    public void The_terms_add_up_to_the_probability_that_is_suggested()
    {
        var synthetic = new SyntheticFaces(64, 3);
        var centres = Enumerable.Range(0, 8).Select(_ => synthetic.Anyone()).ToList();
        var faces = centres.SelectMany((centre, i) => synthetic.Person(i + 1, centre, i < 6 ? 6 : 2)).ToList();
        var trained = ClassifierTrainer.Train(synthetic.Set(faces), new TrainingOptions());
        foreach (var classifier in new[] { trained, TrainedClassifier.Untrained(64, "synthetic", faces) })
        {
            for (var person = 0; person < centres.Count; person++)
            {
                var face = synthetic.Near(centres[person], 0.5f);
                var explained = classifier.Explain(face);
                var suggested = classifier.Suggest(face);
                Assert.Equal(person + 1, suggested[0].PersonId);
                foreach (var name in suggested)
                {
                    var why = explained.Single(e => e.PersonId == name.PersonId);
                    Assert.Equal(name.Probability, why.Probability, 12);
                    var sum = 1 + explained.Sum(e => Math.Exp(e.Logit));
                    Assert.Equal(name.Probability, classifier.Ceiling * Math.Exp(why.Logit) / sum, 9);
                    Assert.Equal(name.NearestCosine, why.NearestCosine, 6);
                    Assert.Equal(double.IsNaN(name.Margin), why.Margin is null);
                }
                Assert.Equal(explained.Select(e => e.Probability).OrderDescending(), explained.Select(e => e.Probability));
            }
        }
        Assert.Contains(trained.Explain(synthetic.Near(centres[0])), e => e.Margin is not null && e.Terms[3].Kind == EvidenceKind.Margin);
        Assert.Null(trained.Explain(synthetic.Near(centres[7])).Single(e => e.PersonId == 8).Margin);
    }

    [Fact]
    public void Who_is_asked_about_is_explained_though_far_and_who_is_rejected_is_not()
    {
        var synthetic = new SyntheticFaces(64, 5);
        var centres = Enumerable.Range(0, 20).Select(_ => synthetic.Anyone()).ToList();
        var classifier = TrainedClassifier.Untrained(64, "synthetic", centres.SelectMany((centre, i) => synthetic.Person(i + 1, centre, 3)));
        var face = synthetic.Near(centres[0], 0.5f);
        var ordinary = classifier.Explain(face);
        var far = Enumerable.Range(1, 20).Select(id => (long)id).Except(ordinary.Select(e => e.PersonId)).ToList();
        Assert.NotEmpty(far);

        Assert.Contains(classifier.Explain(face, also: far), e => e.PersonId == far[0]);
        Assert.DoesNotContain(classifier.Explain(face, [1]), e => e.PersonId == 1);
        Assert.DoesNotContain(classifier.Explain(face, [1], [1, 999]), e => e.PersonId is 1 or 999);
        Assert.Empty(TrainedClassifier.Untrained(64, "synthetic", []).Explain(face));
        Assert.Throws<ArgumentException>(() => classifier.Explain(new float[3]));
    }
}
