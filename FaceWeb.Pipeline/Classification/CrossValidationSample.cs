namespace FaceWeb.Pipeline.Classification;

/// <summary>
/// The part of a large training set that is cross-validated: calibration and thresholds are a few numbers, which some thousand faces
/// settle, and every fold costs a training.
/// </summary>
internal static class CrossValidationSample
{
    private const int MostFaces = 4000;
    private const int MostFacesOfPerson = 16;
    private const int MostStrangers = 4000;

    /// <summary>The set itself, or at most so many faces of each person, of people drawn by chance, and of strangers.</summary>
    public static TrainingSet Take(TrainingSet set, int seed)
    {
        var random = new Random(seed);
        var strangers = set.Strangers.ToArray();
        if (strangers.Length > MostStrangers)
        {
            random.Shuffle(strangers);
            strangers = strangers[..MostStrangers];
        }
        if (set.Faces.Count <= MostFaces)
            return set with { Strangers = strangers };
        var people = set.Faces.GroupBy(face => face.PersonId).OrderBy(group => group.Key).Select(group => group.ToArray()).ToArray();
        random.Shuffle(people);
        var faces = new List<LabelledFace>();
        foreach (var person in people)
        {
            random.Shuffle(person);
            var taken = person.Take(MostFacesOfPerson).ToArray();
            if (faces.Count + taken.Length > MostFaces)
                break;
            faces.AddRange(taken);
        }
        var drawn = faces.Select(face => face.PersonId).ToHashSet();
        return set with { Faces = faces, Strangers = strangers, Rejections = set.Rejections.Where(r => drawn.Contains(r.PersonId)).ToArray() };
    }
}
