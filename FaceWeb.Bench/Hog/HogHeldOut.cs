using FaceWeb.Bench.Detection;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Detection;
using FaceWeb.Pipeline.Detection.Hog;
using FaceWeb.Pipeline.Imaging;

namespace FaceWeb.Bench.Hog;

/// <summary>What the detector does on photos that it has not learnt on: from this its least margin and its scores are chosen.</summary>
/// <param name="lfw">LFW's folder.</param>
/// <param name="portraits">Some of its faces.</param>
/// <param name="animals">Photos without faces.</param>
/// <param name="people">Photos whose faces are known.</param>
/// <param name="parallel">Photos at once.</param>
internal sealed class HogHeldOut(
    string lfw, IReadOnlyList<HogPortrait> portraits, IReadOnlyList<HogScene> animals, IReadOnlyList<HogScene> people, int parallel)
{
    // The smallest margin looked at.
    private const double Least = -0.8;

    // The shortest side of a face that counts as missed, in pixels: what the networks are measured by, and what a window shows without enlarging.
    private const double Small = 20;
    private const double Large = 50;

    private static readonly double[] Margins = [-0.6, -0.4, -0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 1];

    /// <summary>Looks at all photos.</summary>
    /// <param name="model">The templates.</param>
    /// <param name="settings">The smallest face.</param>
    /// <param name="falseBoxes">How many boxes beside all faces there may be for each photo without faces and of people.</param>
    /// <returns>The model with its least margin at score 0.5 and the median face of LFW at 0.95; and what was seen at several margins.</returns>
    public (HogModel Model, object Figures) Measure(HogModel model, PipelineOptions settings, double falseBoxes)
    {
        var plain = model with { Slope = 1, Offset = 0 };
        var detector = new HogDetector(plain, settings);
        var onPortraits = Boxes(detector, plain, portraits, portrait => Path.Combine(lfw, portrait.Name));
        var onPeople = Boxes(detector, plain, people, scene => scene.Path);
        var onAnimals = Boxes(detector, plain, animals, scene => scene.Path).SelectMany(seen => seen.Boxes.Select(b => b.Margin)).ToList();
        var faces = onPortraits.ConvertAll(seen => Best(seen.Boxes, seen.Of.Face));
        var small = onPeople.SelectMany(seen => Wanted(seen.Of, Small).Select(face => Best(seen.Boxes, face))).ToList();
        var large = onPeople.SelectMany(seen => Wanted(seen.Of, Large).Select(face => Best(seen.Boxes, face))).ToList();
        var besidePortraits = onPortraits.SelectMany(seen => Beside(seen.Boxes, seen.Of.Others)).ToList();
        var besidePeople = onPeople.SelectMany(seen => Beside(seen.Boxes, seen.Of.Faces)).ToList();
        var wrong = onAnimals.Concat(besidePeople).OrderDescending().ToList();
        var allowed = (int)(falseBoxes * (animals.Count + people.Count));
        var least = allowed < wrong.Count ? wrong[allowed] + 0.01 : Least;
        var median = faces.Order().ElementAt(faces.Count / 2);
        var slope = Math.Log(0.95 / 0.05) / Math.Max(0.1, median - least);
        return (model with { Slope = Math.Round(slope, 3), Offset = Math.Round(-slope * least, 3) }, new
        {
            portraits = portraits.Count,
            animals = animals.Count,
            photosOfPeople = people.Count,
            facesOfPeople = small.Count,
            largeFacesOfPeople = large.Count,
            least,
            margins = Margins.Append(least).Order().Select(margin => new
            {
                margin,
                portraitsFound = faces.Count(m => m >= margin),
                besidePortraits = besidePortraits.Count(m => m >= margin),
                facesFound = small.Count(m => m >= margin),
                largeFacesFound = large.Count(m => m >= margin),
                besideFaces = besidePeople.Count(m => m >= margin),
                onAnimals = onAnimals.Count(m => m >= margin),
            }),
        });
    }

    private List<(T Of, List<(FaceBox Box, double Margin)> Boxes)> Boxes<T>(
        HogDetector detector, HogModel plain, IReadOnlyList<T> photos, Func<T, string> path) =>
        [.. photos.AsParallel().AsOrdered().WithDegreeOfParallelism(parallel).Select(of =>
        {
            using var photo = PhotoPixels.Decode(path(of), new PhotoLimits());
            var seen = detector.Detect(photo, plain.Score(Least), 0, CancellationToken.None);
            return (of, seen.ConvertAll(c => (c.Box, plain.MarginOf(c.Score))));
        })];

    private static IEnumerable<FaceBox> Wanted(HogScene scene, double side) =>
        scene.Reference.Where(f => f.Valid && f.Side >= side).Select(f => f.Box);

    private static double Best(List<(FaceBox Box, double Margin)> boxes, FaceBox face) =>
        boxes.Where(b => b.Box.IntersectionOverUnion(face) >= BoxComparison.SameFace).Select(b => b.Margin)
            .DefaultIfEmpty(double.NegativeInfinity).Max();

    private static IEnumerable<double> Beside(List<(FaceBox Box, double Margin)> boxes, IReadOnlyList<FaceBox> faces) =>
        boxes.Where(b => faces.All(f => f.IntersectionOverUnion(b.Box) < BoxComparison.SameFace)).Select(b => b.Margin);
}
