namespace FaceWeb.Pipeline.Classification.Training;

/// <summary>
/// The part of a large training set that is cross-validated: calibration and thresholds are a few numbers, which some thousand faces
/// settle, and every fold costs a training.
/// </summary>
internal static class CrossValidationSample
{
    private const int MostFaces = 6000;
    private const int FewestFacesOfPerson = 3;
    private const int MostPeople = MostFaces / FewestFacesOfPerson;
    private const int MostStrangers = 3000;

    /// <summary>
    /// The set itself where it is small enough. Else fewer faces of each person, because all people have to stay in the competition for
    /// the first place; only beyond 2,000 people are some left out, drawn by chance.
    /// </summary>
    public static TrainingSet Take(TrainingSet set, int seed)
    {
        var random = new Random(seed);
        set = set with { Strangers = AtMost(MostStrangers, set.Strangers, random), Ignored = AtMost(MostStrangers, set.Ignored, random) };
        if (set.Faces.Count <= MostFaces)
            return set;
        var people = set.Faces.GroupBy(face => face.PersonId).OrderBy(group => group.Key).Select(group => group.ToArray()).ToArray();
        random.Shuffle(people);
        people = people[..Math.Min(people.Length, MostPeople)];
        var most = Math.Max(FewestFacesOfPerson, people.Max(person => person.Length));
        while (most > FewestFacesOfPerson && people.Sum(person => Math.Min(most, person.Length)) > MostFaces)
            most--;
        var faces = new List<LabelledFace>();
        foreach (var person in people)
        {
            random.Shuffle(person);
            faces.AddRange(person.Take(most));
        }
        var drawn = faces.Select(face => face.PersonId).ToHashSet();
        return set with { Faces = faces, Rejections = [.. set.Rejections.Where(rejection => drawn.Contains(rejection.PersonId))] };
    }

    private static IReadOnlyList<float[]> AtMost(int most, IReadOnlyList<float[]> strangers, Random random)
    {
        if (strangers.Count <= most)
            return strangers;
        var drawn = strangers.ToArray();
        random.Shuffle(drawn);
        return drawn[..most];
    }
}
