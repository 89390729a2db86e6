using FaceWeb.Bench.Identification;
using FaceWeb.Pipeline.Classification.Training;

namespace FaceWeb.Bench.Families;

/// <summary>
/// Naming within a family: two photos of each member are confirmed, and every other photo is named among the family's members alone.
/// </summary>
internal static class WithinFamily
{
    private const int Confirmed = 2;

    /// <summary>
    /// Names the photos of all families with two members or more who have at least two.
    /// </summary>
    /// <param name="faces">The faces.</param>
    /// <param name="seeds">How often the confirmed photos are drawn.</param>
    /// <param name="named">Names each of some faces among the people of a gallery.</param>
    /// <returns>Each photo that was named, once a draw, with the confirmed photos that it was named by.</returns>
    public static IReadOnlyList<FamilyName> Of(
        IReadOnlyList<FamilyFace> faces, int seeds, Func<IReadOnlyList<LabelledFace>, IReadOnlyList<FamilyFace>, IReadOnlyList<long>> named)
    {
        var all = new List<FamilyName>();
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
                all.AddRange(probes.Zip(names, (probe, name) => new FamilyName(probe.Face, ConfirmedOf(probe.Person), ConfirmedOf(name))));

                BenchFace[] ConfirmedOf(long person) =>
                    person == 0 ? [] : [.. members[(int)person - 1][..Confirmed].Select(face => face.Face)];
            }
        }
        return all;
    }

    /// <summary>The share of photos that got the right name; null where there was none to name.</summary>
    public static double? Share(IReadOnlyList<FamilyName> names) =>
        names.Count == 0 ? null : names.Count(name => name.IsRight) / (double)names.Count;
}

/// <summary>A photo that was named within its family.</summary>
/// <param name="Face">The face.</param>
/// <param name="Right">The confirmed faces of the person that its label says.</param>
/// <param name="First">The confirmed faces of the first name; empty where that is nobody.</param>
internal sealed record FamilyName(FamilyFace Face, IReadOnlyList<BenchFace> Right, IReadOnlyList<BenchFace> First)
{
    /// <summary>Whether the first name is the label.</summary>
    public bool IsRight => First.Count > 0 && First[0].Person == Face.Face.Person;
}
