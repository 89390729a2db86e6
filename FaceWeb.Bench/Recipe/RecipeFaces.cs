using System.Diagnostics;
using FaceWeb.Bench.Detection;
using FaceWeb.Bench.Speed;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Imaging;

namespace FaceWeb.Bench.Recipe;

/// <summary>What a pack finds on photos whose faces are known, and where its time goes.</summary>
/// <param name="Photos">Photos looked at.</param>
/// <param name="Wanted">Valid faces of 20 pixels and more.</param>
/// <param name="Found">Those of them found.</param>
/// <param name="LargeWanted">Valid faces of 80 pixels and more, which the classic detectors are made for.</param>
/// <param name="LargeFound">Those of them found.</param>
/// <param name="FalseBoxes">Boxes that lie on no face, valid or not.</param>
/// <param name="PhotosWithFalseBoxes">Photos that have one.</param>
/// <param name="MedianMilliseconds">By the clock for a photo, decoding left out; one photo at a time.</param>
/// <param name="MillisecondsOfSteps">Mean for a photo, of each step and each model.</param>
internal sealed record RecipeFaces(
    int Photos, int Wanted, int Found, int LargeWanted, int LargeFound, int FalseBoxes, int PhotosWithFalseBoxes, double MedianMilliseconds,
    IReadOnlyDictionary<string, double> MillisecondsOfSteps)
{
    private const double Small = 20;
    private const double Large = 80;

    /// <summary>Looks at the photos.</summary>
    /// <param name="pipeline">The pack.</param>
    /// <param name="folder">The photos' folder.</param>
    /// <param name="names">The photos.</param>
    /// <param name="marked">The faces of each; null where none has any.</param>
    public static RecipeFaces Of(
        FacePipeline pipeline, string folder, IReadOnlyList<string> names, IReadOnlyDictionary<string, IReadOnlyList<ReferenceFace>>? marked)
    {
        int wanted = 0, found = 0, largeWanted = 0, largeFound = 0, extra = 0, photosWithExtra = 0;
        var milliseconds = new List<double>();
        var models = pipeline.ModelTimes.ToDictionary(t => t.Role, t => t.Total.TotalMilliseconds);
        using var steps = new StepListener();
        foreach (var name in names)
        {
            using var photo = PhotoPixels.Decode(Path.Combine(folder, name), new PhotoLimits());
            var start = Stopwatch.GetTimestamp();
            var boxes = pipeline.Measure(photo).Faces.Select(f => f.Box).ToList();
            milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            var (all, large) = (BoxComparison.Of(boxes, marked?[name] ?? [], Small), BoxComparison.Of(boxes, marked?[name] ?? [], Large));
            (wanted, found) = (wanted + all.Wanted.Count, found + all.Wanted.Count - all.Missed.Count);
            (largeWanted, largeFound) = (largeWanted + large.Wanted.Count, largeFound + large.Wanted.Count - large.Missed.Count);
            extra += all.Extra.Count;
            photosWithExtra += all.Extra.Count > 0 ? 1 : 0;
        }
        var times = steps.Seconds.Where(s => s.Key != "decode").ToDictionary(s => s.Key, s => Math.Round(1000 * s.Value / names.Count, 2));
        foreach (var time in pipeline.ModelTimes)
            times[$"model {time.Role}"] = Math.Round((time.Total.TotalMilliseconds - models[time.Role]) / names.Count, 2);
        return new(names.Count, wanted, found, largeWanted, largeFound, extra, photosWithExtra, Math.Round(Ranks.Median(milliseconds), 1), times);
    }
}
