namespace FaceWeb.Bench.Detection;

/// <summary>Which photos of a set a program takes: what is chosen on one part has to be measured on the other.</summary>
public static class PhotoPart
{
    /// <summary>
    /// The photos' names in order, of <c>--part 1</c> or <c>2</c> only when asked for, and at most <c>--max-photos</c> of them, evenly drawn.
    /// A part takes every second group of photos; photos are of one group when their names agree up to the first underscore of a folder's
    /// name (<c>F0002_MID1/...</c>: family F0002), and a photo that lies in no folder is a group of its own.
    /// </summary>
    /// <exception cref="BenchOptionException">An option is wrong, or no photo is left.</exception>
    public static IReadOnlyList<string> Of(IEnumerable<string> names, BenchOptions options)
    {
        var most = options.Count("max-photos", int.MaxValue);
        var all = All(names, options);
        return all.Count <= most ? all : [.. Enumerable.Range(0, most).Select(i => all[(int)((long)i * all.Count / most)])];
    }

    /// <summary>As <see cref="Of"/>, but however many there are.</summary>
    /// <exception cref="BenchOptionException">An option is wrong, or no photo is left.</exception>
    public static IReadOnlyList<string> All(IEnumerable<string> names, BenchOptions options)
    {
        var part = options.Find("part");
        if (part is not (null or "1" or "2"))
            throw new BenchOptionException("--part is 1 or 2: the part of the photos to take.");
        var ordered = names.Order(StringComparer.Ordinal).ToList();
        if (part is not null)
        {
            var wanted = part == "1" ? 0 : 1;
            ordered = [.. ordered.GroupBy(Group).Index().Where(g => g.Index % 2 == wanted).SelectMany(g => g.Item)];
        }
        return ordered.Count > 0 ? ordered : throw new BenchOptionException("There are no photos to measure.");
    }

    /// <summary>The group of a photo.</summary>
    public static string Group(string name) => name.IndexOf('/') is var slash and >= 0 ? name[..slash].Split('_')[0] : name;
}
