using FaceWeb.Bench.Detection;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Imaging;

namespace FaceWeb.Bench.Hog;

/// <summary>A photo whose faces are all known, maybe none: everything else on it is no face.</summary>
/// <param name="Path">The file.</param>
/// <param name="Reference">What is on it.</param>
internal sealed record HogScene(string Path, IReadOnlyList<ReferenceFace> Reference)
{
    /// <summary>The boxes of all its faces, the invalid ones too.</summary>
    public IReadOnlyList<FaceBox> Faces { get; } = [.. Reference.Select(f => f.Box)];

    /// <summary>The photos of a folder for detection: animals without people, then people with their boxes.</summary>
    public static (IReadOnlyList<HogScene> Animals, IReadOnlyList<HogScene> People) Of(string detection, BenchOptions options)
    {
        var folder = System.IO.Path.Combine(detection, "photos");
        var marked = ReferenceFaces.Of(System.IO.Path.Combine(detection, "boxes.json"), folder);
        var animals = System.IO.Path.Combine(detection, "animals");
        return (
            [.. PhotoPart.Of(ReferenceFaces.Of(ReferenceFaces.None, animals).Keys, options)
                .Select(name => new HogScene(System.IO.Path.Combine(animals, name), []))],
            [.. PhotoPart.Of(marked.Keys, options).Select(name => new HogScene(System.IO.Path.Combine(folder, name), marked[name]))]);
    }

    /// <summary>Takes something from the photo at several turns: an upright face turned is no upright face.</summary>
    public List<T> At<T>(IReadOnlyList<PhotoTurn> turns, Func<PhotoPixels, IReadOnlyList<FaceBox>, bool, IEnumerable<T>> take)
    {
        using var photo = PhotoPixels.Decode(Path, new PhotoLimits());
        var taken = new List<T>();
        foreach (var turn in turns)
        {
            using var turned = photo.Turned(turn);
            taken.AddRange(take(turned, [.. Faces.Select(f => turn.Of(f, photo.OriginalWidth, photo.OriginalHeight))], turn == PhotoTurn.None));
        }
        return taken;
    }
}
