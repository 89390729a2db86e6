using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Imaging;

namespace FaceWeb.Bench.Detection;

/// <summary>A set of photos that boxes to learn from are taken of.</summary>
/// <param name="Name">For people.</param>
/// <param name="Folder">The photos' folder.</param>
/// <param name="Faces">What is on each photo; null where every box of a photo is false.</param>
/// <param name="Turns">The turns that the photos are looked at; what is seen on a turned photo is no upright face.</param>
/// <param name="Photos">At most so many photos, evenly drawn.</param>
/// <param name="Boxes">At most so many boxes of each, the strongest.</param>
/// <param name="Weight">What each box counts.</param>
internal sealed record OpinionSource(string Name, string Folder, Func<string, IReadOnlyList<ReferenceFace>>? Faces, IReadOnlyList<PhotoTurn> Turns,
    int Photos, int Boxes, float Weight)
{
    // At least this much intersection over union with a marked face: a face; less than Other with every one: something else.
    private const double Same = 0.5;
    private const double Other = 0.2;

    /// <summary>The boxes with at least the detector's score, in the order of the photos; of one part of them when asked for.</summary>
    public IReadOnlyList<OpinionSample> Take(FacePipeline pipeline, BenchOptions options, float least, int folds, int parallel)
    {
        var names = PhotoPart.All(PhotoFolder.Paths(Folder).Select(path => Path.GetRelativePath(Folder, path).Replace('\\', '/')), options);
        var groups = names.Select(PhotoPart.Group).Distinct().Index().ToDictionary(g => g.Item, g => g.Index % folds);
        if (names.Count > Photos)
            names = [.. Enumerable.Range(0, Photos).Select(i => names[(int)((long)i * names.Count / Photos)])];
        return [.. names.AsParallel().AsOrdered().WithDegreeOfParallelism(parallel)
            .SelectMany(name => Take(pipeline, name, least, groups[PhotoPart.Group(name)]))];
    }

    private List<OpinionSample> Take(FacePipeline pipeline, string name, float least, int fold)
    {
        using var photo = PhotoPixels.Decode(Path.Combine(Folder, name), new PhotoLimits());
        var samples = new List<OpinionSample>();
        foreach (var turn in Turns)
        {
            using var turned = photo.Turned(turn);
            var faces = turn == PhotoTurn.None ? Faces?.Invoke(name) ?? [] : [];
            foreach (var (candidate, seen, raw) in pipeline.Finder.Features(turned, least).Take(Boxes))
                samples.Add(new(Name, name, fold, candidate.Box, candidate.Score, Label(candidate.Box, faces), Weight, seen, raw));
        }
        return samples;
    }

    private static bool? Label(FaceBox box, IReadOnlyList<ReferenceFace> faces)
    {
        var most = faces.Count == 0 ? 0 : faces.Max(f => f.Box.IntersectionOverUnion(box));
        return most >= Same ? true : most < Other ? false : null;
    }
}
