using FaceWeb.Pipeline.Classification.Training;

namespace FaceWeb.Bench.Families;

/// <summary>
/// Naming within a family: two photos of each member are confirmed, and every other photo is named among the family's members alone.
/// </summary>
internal static class WithinFamily
{
    private const int Confirmed = 2;

    /// <summary>
    /// The share of photos that get the right name, over all families with two members or more who have a third photo or at least two.
    /// </summary>
    /// <param name="faces">The faces.</param>
    /// <param name="seeds">How often the confirmed photos are drawn.</param>
    /// <param name="named">Names each of some faces among the people of a gallery.</param>
    public static double? Share(
        IReadOnlyList<FamilyFace> faces, int seeds, Func<IReadOnlyList<LabelledFace>, IReadOnlyList<FamilyFace>, IReadOnlyList<long>> named)
    {
        int right = 0, all = 0;
        for (var seed = 1; seed <= seeds; seed++)
        {
            var random = new Random(seed);
            foreach (var family in faces.GroupBy(face => face.Family).OrderBy(family => family.Key, StringComparer.Ordinal))
            {
                var gallery = new List<LabelledFace>();
                var probes = new List<(long Person, FamilyFace Face)>();
                var members = family.GroupBy(face => face.Face.Person).Where(person => person.Count() >= Confirmed)
                    .OrderBy(person => person.Key, StringComparer.Ordinal).Select(person => person.ToArray()).ToArray();
                if (members.Length < 2)
                    continue;
                foreach (var (person, own) in members.Index())
                {
                    random.Shuffle(own);
                    foreach (var face in own[..Confirmed])
                        gallery.Add(new LabelledFace(gallery.Count + 1, person + 1, gallery.Count + 1, face.Face.Embedding, face.Face.Quality));
                    probes.AddRange(own[Confirmed..].Select(face => (person + 1L, face)));
                }
                if (probes.Count == 0)
                    continue;
                var names = named(gallery, [.. probes.Select(probe => probe.Face)]);
                right += probes.Index().Count(probe => names[probe.Index] == probe.Item.Person);
                all += probes.Count;
            }
        }
        return all == 0 ? null : right / (double)all;
    }
}
