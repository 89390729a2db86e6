using FaceWeb.Pipeline.Alignment;
using FaceWeb.Pipeline.Embedding;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.Landmarks;
using FaceWeb.Pipeline.ModelPacks;
using OpenCvSharp;

namespace FaceWeb.Pipeline.Detection;

/// <summary>Finds and measures the faces of a photo as it is held: what the detector gives, less what a second look or a second opinion rejects.</summary>
internal sealed class FaceFinder
{
    private readonly ModelPack _pack;
    private readonly FaceDetector _detector;
    private readonly LandmarkFinder _landmarks;
    private readonly FaceAligner _aligner;
    private readonly FaceEmbedder _embedder;
    private readonly FalseFaceCheck _check;
    private readonly SecondOpinion? _opinion;
    private readonly bool _measures;
    private readonly MeasureFace _measure;

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
        (_pack, _detector, _landmarks, _aligner, _embedder, _measure) = (pack, detector, landmarks, aligner, embedder, measure);
        _check = new(pack, detector);
        Networks = hashes;
        if (opinion?.DetectSha256 == hashes["detect"] && opinion.LandmarksSha256 == hashes["landmarks"])
            (_opinion, _measures) = (opinion, opinion.EmbedSha256 == hashes["embed"]);
    }

    /// <summary>Measures a box of the photo from its landmarks, its aligned chip and the recognition network's own output for it.</summary>
    public delegate MeasuredFace MeasureFace(PhotoPixels photo, FaceBox box, float score, Landmarks68 landmarks, Mat chip, float[] raw);

    /// <summary>SHA-256 of the networks in use by role.</summary>
    public IReadOnlyDictionary<string, string> Networks { get; }

    /// <summary>The faces, surest detection first, and what they were chosen from.</summary>
    public FoundFaces Find(PhotoPixels photo, CancellationToken cancel)
    {
        var candidates = _detector.Detect(photo, _opinion?.WholeScore ?? _pack.Detect.ScoreThreshold, _opinion?.TileScore ?? _pack.Detect.TileScoreThreshold, cancel);
        var faces = new List<MeasuredFace>();
        foreach (var candidate in candidates)
        {
            cancel.ThrowIfCancellationRequested();
            if ((_opinion is null ? Checked(photo, candidate) : Judged(_opinion, photo, candidate)) is { } face)
                faces.Add(face);
        }
        return new(FalseFaceCheck.WithoutPartsOfFaces(faces), candidates, _opinion is not null);
    }

    /// <summary>The features of what may be a face, for learning to tell which are.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="least">The smallest score of the detector.</param>
    public IEnumerable<(Candidate Candidate, float[] Seen, float[] Raw)> Features(PhotoPixels photo, float least)
    {
        foreach (var candidate in _detector.Detect(photo, least, least, CancellationToken.None))
        {
            var landmarks = _landmarks.Find(photo, candidate.Box);
            using var chip = _aligner.Align(photo, landmarks);
            yield return (candidate, FaceFeatures.Seen(photo, candidate, landmarks), _embedder.Raw(chip));
        }
    }

    private MeasuredFace? Judged(SecondOpinion opinion, PhotoPixels photo, Candidate candidate)
    {
        var landmarks = _landmarks.Find(photo, candidate.Box);
        var seen = FaceFeatures.Seen(photo, candidate, landmarks);
        var likeness = opinion.Seen.Margin(seen);
        if (likeness < (_measures ? opinion.LeastSeen : opinion.LeastSeenAlone))
            return null;
        using var chip = _aligner.Align(photo, landmarks);
        var raw = _embedder.Raw(chip);
        if (_measures)
        {
            likeness = opinion.Measured.Margin(FaceFeatures.Measured(seen, raw));
            if (likeness < opinion.LeastMeasured)
                return null;
        }
        return _measure(photo, candidate.Box, candidate.Score, landmarks, chip, raw) with { Likeness = likeness };
    }

    private MeasuredFace? Checked(PhotoPixels photo, Candidate candidate)
    {
        if (!_check.LooksLikeFace(photo, candidate))
            return null;
        var landmarks = _landmarks.Find(photo, candidate.Box);
        using var chip = _aligner.Align(photo, landmarks);
        var face = _measure(photo, candidate.Box, candidate.Score, landmarks, chip, _embedder.Raw(chip));
        return _check.MeasuresLikeFace(face) ? face : null;
    }
}
