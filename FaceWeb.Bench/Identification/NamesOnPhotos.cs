using FaceWeb.Bench.Families;
using FaceWeb.Pipeline.Classification.Scoring;
using FaceWeb.Pipeline.Classification.Training;

namespace FaceWeb.Bench.Identification;

/// <summary>Names settled within each photo, as the application does it: nobody is twice on one photo.</summary>
internal static class NamesOnPhotos
{
    /// <summary>Settles the candidates of many faces.</summary>
    /// <param name="ranked">Each face's candidates, surest first.</param>
    /// <param name="photos">Each face's photo (<see cref="FamilyFace.Photo"/>).</param>
    /// <param name="confirmed">By photo, who is confirmed on another face of it.</param>
    /// <returns>In the same order, the candidates that remain for each face, surest first; may be empty.</returns>
    public static IReadOnlyList<PersonSuggestion>[] Settle(
        IReadOnlyList<IReadOnlyList<PersonSuggestion>> ranked, IReadOnlyList<string> photos, ILookup<string, long> confirmed)
    {
        var settled = new IReadOnlyList<PersonSuggestion>[ranked.Count];
        foreach (var photo in Enumerable.Range(0, ranked.Count).GroupBy(i => photos[i]))
        {
            var names = WithinPhoto.Assign([.. photo.Select(i => ranked[i])], [.. confirmed[photo.Key]]);
            foreach (var (i, left) in photo.Zip(names))
                settled[i] = left;
        }
        return settled;
    }

    /// <summary>By photo, who is confirmed on it.</summary>
    /// <param name="gallery">The confirmed faces; each has the embedding of one of the faces, the same array.</param>
    /// <param name="faces">All faces.</param>
    public static ILookup<string, long> Confirmed(IEnumerable<LabelledFace> gallery, IEnumerable<BenchFace> faces)
    {
        var photoOf = faces.DistinctBy(face => face.Embedding).ToDictionary(face => face.Embedding, face => FamilyFace.Of(face).Photo);
        return gallery.ToLookup(face => photoOf[face.Embedding], face => face.PersonId);
    }
}
