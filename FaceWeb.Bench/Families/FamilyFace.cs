using FaceWeb.Bench.Identification;

namespace FaceWeb.Bench.Families;

/// <summary>A face of a set of families.</summary>
/// <param name="Face">The face, its folder as person.</param>
/// <param name="Family">The family; the person where the folder's name holds none.</param>
/// <param name="Photo">The photo that the face was cut from: faces of one photo are never a pair.</param>
internal sealed record FamilyFace(BenchFace Face, string Family, string Photo)
{
    /// <summary>
    /// Reads family and photo from folder and file: <c>FAMILY_MIDn/PHOTO_face.jpg</c>. Any other folder is a person without relatives.
    /// </summary>
    public static FamilyFace Of(BenchFace face)
    {
        var cut = face.Person.LastIndexOf("_MID", StringComparison.Ordinal);
        var family = cut > 0 ? face.Person[..cut] : face.Person;
        var file = Path.GetFileNameWithoutExtension(face.File);
        var photo = cut > 0 && file.IndexOf('_', StringComparison.Ordinal) is > 0 and var end ? file[..end] : face.File;
        return new FamilyFace(face, family, $"{family}/{photo}");
    }

    /// <summary>One half of the families, always the same: 1 is the half to tune on, 2 the half to measure on.</summary>
    public static IReadOnlyList<FamilyFace> Half(IReadOnlyList<FamilyFace> faces, int half)
    {
        var families = faces.Select(face => face.Family).Distinct().Order(StringComparer.Ordinal).ToArray();
        new Random(77).Shuffle(families);
        var taken = families.Where((_, i) => i % 2 == half - 1).ToHashSet();
        return [.. faces.Where(face => taken.Contains(face.Family))];
    }
}
