namespace FaceWeb.Bench.Library;

/// <summary>How large a made library is.</summary>
/// <param name="Photos">Photos.</param>
/// <param name="Faces">Faces on them.</param>
/// <param name="People">People with confirmed faces.</param>
/// <param name="Largest">Confirmed faces of the person who has most; not more than photos, for nobody is twice on one.</param>
/// <param name="Albums">Albums that the photos are spread over.</param>
internal sealed record LibrarySize(int Photos, int Faces, int People, int Largest, int Albums)
{
    // Two thirds are confirmed; of the others half are of people who are known.
    private const double ConfirmedShare = 2 / 3d;

    /// <summary>A library of so many photos in which everything else grows with them, as 300,000 faces of 2,000 people in 100,000 photos.</summary>
    /// <param name="photos">Photos.</param>
    /// <param name="people">People, 2 or more, whatever the number of photos; null: they grow with them.</param>
    public static LibrarySize Like(int photos, int? people = null) =>
        new(photos, 3 * photos, people ?? Math.Max(2, photos / 50), photos / 5, Math.Max(1, photos / 500));

    /// <summary>Confirmed faces.</summary>
    public int Confirmed => Math.Max(People, (int)(Faces * ConfirmedShare));

    /// <summary>How many confirmed faces each person has: one has <see cref="Largest"/>, the others fewer and fewer, each two or more.</summary>
    public int[] FacesOfEach()
    {
        var rest = Confirmed - Largest;
        var weights = Enumerable.Range(1, People - 1).Select(rank => Math.Pow(rank, -0.7)).ToArray();
        var sum = weights.Sum();
        return [Largest, .. weights.Select(weight => Math.Clamp((int)(rest * weight / sum), 2, Photos))];
    }
}
