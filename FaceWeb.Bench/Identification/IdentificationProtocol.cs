using FaceWeb.Bench.Families;
using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Training;

namespace FaceWeb.Bench.Identification;

/// <summary>
/// The open-set protocol: so many photos each of the people with enough photos are confirmed, all their other photos are probes, and
/// one photo each of other people are strangers. Nothing of probes and strangers is used for training.
/// </summary>
public sealed record IdentificationProtocol(int PerPerson, int MinPhotos, int Strangers, int Seed)
{
    /// <summary>At most so many people take part, drawn by the seed; null for all with enough photos.</summary>
    public int? People { get; init; }

    /// <summary>
    /// Whether strangers are all faces of whole families, drawn until there are so many; nobody of such a family is known. Else one photo each
    /// of people with too few photos.
    /// </summary>
    public bool StrangersByFamily { get; init; }

    /// <summary>Cuts a set by the protocol.</summary>
    public IdentificationSplit Split(IReadOnlyList<BenchFace> faces)
    {
        var random = new Random(Seed);
        var unknown = StrangersByFamily ? UnknownFamilies(faces, random) : [];
        faces = [.. faces.Where(face => !unknown.Contains(face))];
        var people = faces.GroupBy(face => face.Person).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.OrderBy(face => face.File, StringComparer.Ordinal).ToArray()).ToArray();
        var enough = people.Where(person => person.Length >= MinPhotos).ToArray();
        random.Shuffle(enough);
        var known = enough.Take(People ?? enough.Length).OrderBy(person => person[0].Person, StringComparer.Ordinal).ToArray();
        // Strangers come from people with too few photos to be known, so that they are the same whatever people were drawn.
        var others = people.Where(person => person.Length < MinPhotos).Select(person => person[random.Next(person.Length)]).ToArray();
        random.Shuffle(others);
        var gallery = new List<LabelledFace>();
        var probes = new List<(long Person, BenchFace Face)>();
        for (var p = 0; p < known.Length; p++)
        {
            random.Shuffle(known[p]);
            foreach (var face in known[p][..PerPerson])
                gallery.Add(new LabelledFace(gallery.Count + 1, p + 1, gallery.Count + 1, face.Embedding, face.Quality));
            probes.AddRange(known[p][PerPerson..].Select(face => (p + 1L, face)));
        }
        return new IdentificationSplit(
            known.Select(person => person[0].Person).ToArray(), gallery, probes, StrangersByFamily ? [.. unknown] : others.Take(Strangers).ToArray());
    }

    private HashSet<BenchFace> UnknownFamilies(IReadOnlyList<BenchFace> faces, Random random)
    {
        var families = faces.Select(FamilyFace.Of).GroupBy(face => face.Family).OrderBy(family => family.Key, StringComparer.Ordinal).ToArray();
        random.Shuffle(families);
        var unknown = new HashSet<BenchFace>();
        foreach (var family in families)
        {
            if (unknown.Count >= Strangers)
                break;
            unknown.UnionWith(family.Select(face => face.Face));
        }
        return unknown;
    }
}
