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
    /// <param name="gallery">The confirmed faces.</param>
    /// <param name="faceOf">See <see cref="ByEmbedding"/>.</param>
    public static ILookup<string, long> Confirmed(IEnumerable<LabelledFace> gallery, IReadOnlyDictionary<float[], BenchFace> faceOf) =>
        gallery.ToLookup(face => FamilyFace.Of(faceOf[face.Embedding]).Photo, face => face.PersonId);

    /// <summary>Confirmed faces carry a number only: they are found again by the embedding's array.</summary>
    public static IReadOnlyDictionary<float[], BenchFace> ByEmbedding(IEnumerable<BenchFace> faces) => faces.ToDictionary(face => face.Embedding);
}
