using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Scoring;

namespace FaceWeb.Tests.Classification;

public class WithinPhotoTests
{
    [Fact]
    public void The_surest_claim_keeps_the_name_and_the_other_face_falls_back_on_its_next()
    {
        var assigned = WithinPhoto.Assign([[Of(1, 0.8), Of(2, 0.5)], [Of(1, 0.95), Of(3, 0.4)]]);
        Assert.Equal([2], assigned[0].Select(s => s.PersonId));
        Assert.Equal([1, 3], assigned[1].Select(s => s.PersonId));
    }

    [Fact]
    public void Who_is_confirmed_in_the_photo_is_nobody_else_there()
    {
        var assigned = WithinPhoto.Assign([[Of(1, 0.8)], [Of(2, 0.7)]], [1]);
        Assert.Empty(assigned[0]);
        Assert.Equal(2, Assert.Single(assigned[1]).PersonId);
    }

    [Fact]
    public void No_person_stands_first_twice_in_any_photo()
    {
        var random = new Random(1);
        for (var photo = 0; photo < 200; photo++)
        {
            var faces = Enumerable.Range(0, random.Next(1, 8)).Select(_ => (IReadOnlyList<PersonSuggestion>)Enumerable.Range(0, 3)
                .Select(_ => Of(random.Next(5), random.NextDouble())).DistinctBy(s => s.PersonId).OrderByDescending(s => s.Probability).ToArray())
                    .ToArray();
            var firsts = WithinPhoto.Assign(faces).Where(face => face.Count > 0).Select(face => face[0].PersonId).ToArray();
            Assert.Equal(firsts.Distinct().Count(), firsts.Length);
        }
    }

    [Fact]
    public void Who_is_left_is_likelier_the_surer_the_other_is_someone_else()
    {
        // Odds of 0.5 to 0.4 to 0.1 (nobody known): without the first 0.4 to 0.1.
        PersonSuggestion[] names = [Of(1, 0.5), Of(2, 0.4)];
        Assert.Equal(0.8, Assert.Single(WithinPhoto.Without(names, 1, 1)).Probability, 12);
        Assert.Equal(0.4, Assert.Single(WithinPhoto.Without(names, 1, 0)).Probability, 12);
        Assert.Equal(0.6, Assert.Single(WithinPhoto.Without(names, 1, 0.5)).Probability, 12);
        Assert.Same(names, WithinPhoto.Without(names, 3, 1));

        // Two brothers, one confirmed on another face of the photo: this one is the other.
        Assert.Equal((2, 0.8), WithinPhoto.Assign([names], [1])[0].Select(name => (name.PersonId, Math.Round(name.Probability, 12))).Single());

        // And where one face is surely the first, the other is likely the second.
        var assigned = WithinPhoto.Assign([names, [Of(1, 0.9), Of(2, 0.05)]]);
        Assert.Equal(2, assigned[0].Single().PersonId);
        Assert.Equal((0.4 * 0.9 / 0.5) + (0.4 * 0.1), assigned[0].Single().Probability, 12);
        Assert.Equal(0.9, assigned[1][0].Probability);
    }

    private static PersonSuggestion Of(long person, double probability) => new(person, probability, 0, 0);
}
