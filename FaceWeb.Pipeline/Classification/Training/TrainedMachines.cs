using FaceWeb.Pipeline.Classification.Svm;

namespace FaceWeb.Pipeline.Classification.Training;

/// <summary>Hyperplanes with the people whom they belong to.</summary>
/// <param name="People">The person of each hyperplane.</param>
/// <param name="Machines">The hyperplanes.</param>
internal sealed record TrainedMachines(long[] People, LinearMachines Machines)
{
    /// <summary>The fewest faces of a person that get a hyperplane; below it the nearest faces say more.</summary>
    public const int FewestFaces = 3;

    /// <summary>
    /// Trains a hyperplane for each person with <see cref="FewestFaces"/> or more; all other faces, strangers and rejections are
    /// negatives. Further sights of the faces teach as they do, but make nobody have enough. Fewer are enough where <paramref name="fewestFaces"/> says so. Null where no person has enough, or where there is nothing
    /// to tell the only person from.
    /// </summary>
    public static TrainedMachines? Train(
        IReadOnlyList<LabelledFace> faces,
        IReadOnlyList<float[]> strangers,
        IReadOnlyList<(long FaceId, long PersonId, float[] Embedding)> rejections,
        int dimension,
        SvmOptions options,
        TrainedMachines? warmStart,
        CancellationToken cancel,
        Action<double>? progress = null,
        bool keepSupport = false,
        int fewestFaces = FewestFaces,
        IReadOnlyList<LabelledFace>? furtherSights = null)
    {
        var people = faces.GroupBy(face => face.PersonId).Where(group => group.Count() >= fewestFaces).Select(group => group.Key).Order().ToArray();
        if (people.Length == 0)
            return null;
        var classOfPerson = people.Index().ToDictionary(p => p.Item, p => p.Index);
        var counted = rejections.Where(rejection => classOfPerson.ContainsKey(rejection.PersonId)).ToArray();
        if (people.Length == 1 && strangers.Count + counted.Length == 0 && faces.All(face => face.PersonId == people[0]))
            return null;
        var vectors = new List<float[]>(faces.Count + strangers.Count + counted.Length);
        var classes = new List<int>(vectors.Capacity);
        foreach (var face in faces.Concat(furtherSights ?? []))
        {
            vectors.Add(face.Embedding);
            classes.Add(classOfPerson.GetValueOrDefault(face.PersonId, OneAgainstRest.Stranger));
        }
        foreach (var stranger in strangers)
        {
            vectors.Add(stranger);
            classes.Add(OneAgainstRest.Stranger);
        }
        foreach (var rejection in counted)
        {
            vectors.Add(rejection.Embedding);
            classes.Add(OneAgainstRest.OnlyAgainst(classOfPerson[rejection.PersonId]));
        }
        WarmStart? start = null;
        if (warmStart?.Machines.Support is { } support)
        {
            var rowOf = warmStart.People.Index().ToDictionary(p => p.Item, p => p.Index);
            start = new WarmStart([.. people.Select(person => rowOf.TryGetValue(person, out var row) ? support[row] : null)]);
        }
        var training = new OneAgainstRest(EmbeddingMatrix.From(vectors, dimension), classes.ToArray(), people.Length, options);
        return new TrainedMachines(people, training.Train(start, cancel, progress, keepSupport));
    }
}
