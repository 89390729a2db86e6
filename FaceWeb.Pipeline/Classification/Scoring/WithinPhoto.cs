namespace FaceWeb.Pipeline.Classification.Scoring;

/// <summary>What follows from two faces of one photo not being the same person.</summary>
public static class WithinPhoto
{
    /// <summary>
    /// Gives each person to at most one face of a photo: the face with the surest claim keeps the name, all others lose it and fall
    /// back on their next candidate. Claims are settled from the surest down.
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
        var remaining = faces.Select((face, i) => confirmed(i) is var named && named.Count == 0
            ? face.ToList()
            : face.Where(s => !named.Contains(s.PersonId)).ToList()).ToArray();
        var open = Enumerable.Range(0, remaining.Length).ToHashSet();
        while (true)
        {
            open.RemoveWhere(face => remaining[face].Count == 0);
            if (open.Count == 0)
                return remaining;
            var winner = open.OrderByDescending(face => remaining[face][0].Probability).ThenBy(face => face).First();
            var person = remaining[winner][0].PersonId;
            open.Remove(winner);
            for (var face = 0; face < remaining.Length; face++)
            {
                if (face != winner && together(face, winner))
                    remaining[face].RemoveAll(s => s.PersonId == person);
            }
        }
    }
}
