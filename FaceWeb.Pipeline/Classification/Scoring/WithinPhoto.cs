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
        IReadOnlyCollection<long>? confirmed = null)
    {
        var remaining = facesOfPhoto.Select(face => face.Where(s => confirmed is null || !confirmed.Contains(s.PersonId)).ToList()).ToArray();
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
                if (face != winner)
                    remaining[face].RemoveAll(s => s.PersonId == person);
            }
        }
    }
}
