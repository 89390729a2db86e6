namespace FaceWeb.Pipeline.Classification.Scoring;

/// <summary>What follows from two faces of one photo not being the same person.</summary>
public static class WithinPhoto
{
    /// <summary>
    /// Gives each person to at most one face of a photo: the face with the surest claim keeps the name, all others lose it and fall
    /// back on their next candidate, which is the likelier the surer it is that the lost one was not theirs (<see cref="Without"/>). Claims are
    /// settled from the surest down.
    /// </summary>
    /// <param name="facesOfPhoto">The suggestions of each undecided face of the photo.</param>
    /// <param name="confirmed">People already confirmed on other faces of the photo: nobody else there can be them.</param>
    /// <returns>For each face, in the same order, the suggestions that remain, surest first.</returns>
    public static IReadOnlyList<IReadOnlyList<PersonSuggestion>> Assign(
        IReadOnlyList<IReadOnlyList<PersonSuggestion>> facesOfPhoto,
        IReadOnlyCollection<long>? confirmed = null) =>
        Assign(facesOfPhoto, _ => confirmed ?? [], (_, _) => true);

    /// <summary>The same where not all faces are seen at once, as in a video: each person to at most one of those that are.</summary>
    /// <param name="faces">The suggestions of each undecided face.</param>
    /// <param name="confirmed">People already confirmed on others that are seen together with a face (by its index): it cannot be them.</param>
    /// <param name="together">Whether two faces (by their indices) are seen at once, so that they are two people.</param>
    /// <returns>For each face, in the same order, the suggestions that remain, surest first.</returns>
    public static IReadOnlyList<IReadOnlyList<PersonSuggestion>> Assign(
        IReadOnlyList<IReadOnlyList<PersonSuggestion>> faces, Func<int, IReadOnlyCollection<long>> confirmed, Func<int, int, bool> together)
    {
        ArgumentNullException.ThrowIfNull(faces);
        ArgumentNullException.ThrowIfNull(confirmed);
        ArgumentNullException.ThrowIfNull(together);
        var remaining = faces.Select((face, i) => confirmed(i).Aggregate(face, (names, person) => Without(names, person, 1))).ToArray();
        var open = Enumerable.Range(0, remaining.Length).ToHashSet();
        while (true)
        {
            open.RemoveWhere(face => remaining[face].Count == 0);
            if (open.Count == 0)
                return remaining;
            var winner = open.OrderByDescending(face => remaining[face][0].Probability).ThenBy(face => face).First();
            var (person, sure) = (remaining[winner][0].PersonId, remaining[winner][0].Probability);
            open.Remove(winner);
            for (var face = 0; face < remaining.Length; face++)
            {
                if (face != winner && together(face, winner))
                    // What a settled face said of its own name has already counted for this one: it is not counted back.
                    remaining[face] = Without(remaining[face], person, open.Contains(face) ? sure : 0);
            }
        }
    }

    /// <summary>
    /// The names that remain for a face when one of them is someone else on the photo. The others are then likelier: 1 / (1 - p) times where that is
    /// certain (Bayes' rule; the odds among those who are left, and nobody known, stay as they are), between that and once where it is only
    /// probable.
    /// </summary>
    /// <param name="names">Surest first; together at most 1.</param>
    /// <param name="person">Who is someone else; where they are not among the names nothing changes.</param>
    /// <param name="sure">How sure that is, 0 to 1.</param>
    public static IReadOnlyList<PersonSuggestion> Without(IReadOnlyList<PersonSuggestion> names, long person, double sure)
    {
        ArgumentNullException.ThrowIfNull(names);
        foreach (var lost in names)
        {
            if (lost.PersonId != person)
                continue;
            var gained = (sure / Math.Max(1 - lost.Probability, 1e-6)) + 1 - sure;
            return [.. names.Where(name => name.PersonId != person)
                .Select(name => name with { Probability = Math.Min(1, name.Probability * gained) })];
        }
        return names;
    }
}
