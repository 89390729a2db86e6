using FaceWeb.Pipeline.Alignment;
using FaceWeb.Pipeline.Embedding;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.Landmarks;
using FaceWeb.Pipeline.ModelPacks;
using OpenCvSharp;

namespace FaceWeb.Pipeline.Detection;

/// <summary>
/// Finds and measures the faces of a photo as it is held: what the detector gives, less what a second look or a second opinion rejects.
/// </summary>
internal sealed class FaceFinder
{
    private readonly ModelPack pack;
    private readonly FaceDetector detector;
    private readonly LandmarkFinder landmarks;
    private readonly FaceAligner aligner;
    private readonly FaceEmbedder embedder;
    private readonly FalseFaceCheck check;
    private readonly SecondOpinion? opinion;
    private readonly bool measures;
    private readonly MeasureFace measure;

    /// <param name="pack">The pack.</param>
    /// <param name="detector">Its detector.</param>
    /// <param name="landmarks">Its landmark finder.</param>
    /// <param name="aligner">Its aligner.</param>
    /// <param name="embedder">Its recognition model.</param>
    /// <param name="opinion">The second opinion that lies beside it, or null.</param>
    /// <param name="hashes">SHA-256 of the networks in use by role: an opinion learnt on others does not count.</param>
    /// <param name="measure">Measures what is kept.</param>
    public FaceFinder(ModelPack pack, FaceDetector detector, LandmarkFinder landmarks, FaceAligner aligner, FaceEmbedder embedder,
        SecondOpinion? opinion, IReadOnlyDictionary<string, string> hashes, MeasureFace measure)
    {
        (this.pack, this.detector, this.landmarks, this.aligner, this.embedder, this.measure) = (
            pack, detector, landmarks, aligner, embedder, measure);
        check = new(pack, detector);
        Networks = hashes;
        if (opinion?.DetectSha256 == hashes["detect"] && opinion.LandmarksSha256 == hashes["landmarks"])
            (this.opinion, measures) = (opinion, opinion.EmbedSha256 == hashes["embed"]);
    }

    /// <summary>Measures a box of the photo from its landmarks, its aligned chip and the recognition network's own output for it.</summary>
    public delegate MeasuredFace MeasureFace(PhotoPixels photo, FaceBox box, float score, Landmarks68 landmarks, Mat chip, float[] raw);

    /// <summary>SHA-256 of the networks in use by role.</summary>
    public IReadOnlyDictionary<string, string> Networks { get; }

    /// <summary>The faces, surest detection first, and what they were chosen from.</summary>
    public FoundFaces Find(PhotoPixels photo, CancellationToken cancel)
    {
        var candidates = this.detector.Detect(photo, this.opinion?.WholeScore ?? this.pack.Detect.ScoreThreshold, this.opinion?.TileScore
            ?? this.pack.Detect.TileScoreThreshold, cancel);
        var faces = new List<MeasuredFace>();
        foreach (var candidate in candidates)
        {
            cancel.ThrowIfCancellationRequested();
            if ((this.opinion is null ? Checked(photo, candidate) : Judged(this.opinion, photo, candidate)) is { } face)
                faces.Add(face);
        }
        return new(FalseFaceCheck.WithoutPartsOfFaces(faces), candidates, this.opinion is not null);
    }

    /// <summary>The features of what may be a face, for learning to tell which are.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="least">The smallest score of the detector.</param>
    public IEnumerable<(Candidate Candidate, float[] Seen, float[] Raw)> Features(PhotoPixels photo, float least)
    {
        foreach (var candidate in this.detector.Detect(photo, least, least, CancellationToken.None))
        {
            var landmarks = this.landmarks.Find(photo, candidate.Box);
            using var chip = this.aligner.Align(photo, landmarks);
            yield return (candidate, FaceFeatures.Seen(photo, candidate, landmarks), this.embedder.Raw(chip));
        }
    }

    private MeasuredFace? Judged(SecondOpinion opinion, PhotoPixels photo, Candidate candidate)
    {
        var landmarks = this.landmarks.Find(photo, candidate.Box);
        var seen = FaceFeatures.Seen(photo, candidate, landmarks);
        var likeness = opinion.Seen.Margin(seen);
        if (likeness < (measures ? opinion.LeastSeen : opinion.LeastSeenAlone))
            return null;
        using var chip = this.aligner.Align(photo, landmarks);
        var raw = this.embedder.Raw(chip);
        if (measures)
        {
            likeness = opinion.Measured.Margin(FaceFeatures.Measured(seen, raw));
            if (likeness < opinion.LeastMeasured)
                return null;
        }
        return this.measure(photo, candidate.Box, candidate.Score, landmarks, chip, raw) with { Likeness = likeness };
    }

    private MeasuredFace? Checked(PhotoPixels photo, Candidate candidate)
    {
        if (!check.LooksLikeFace(photo, candidate))
            return null;
        var landmarks = this.landmarks.Find(photo, candidate.Box);
        using var chip = this.aligner.Align(photo, landmarks);
        var face = this.measure(photo, candidate.Box, candidate.Score, landmarks, chip, this.embedder.Raw(chip));
        return check.MeasuresLikeFace(face) ? face : null;
    }
}
