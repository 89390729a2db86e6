using FaceWeb.Pipeline.Alignment;
using FaceWeb.Pipeline.Embedding;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.Landmarks;
using FaceWeb.Pipeline.ModelPacks;

namespace FaceWeb.Pipeline.Detection;

/// <summary>
/// Finds and measures the faces of a photo as it is held: what the detector gives, less what a second look or a second opinion rejects.
/// </summary>
internal sealed class FaceFinder
{
    private readonly ModelPack pack;
    private readonly IFaceDetector detector;
    private readonly LandmarkFinder landmarks;
    private readonly FaceAligner aligner;
    private readonly FaceEmbedder embedder;
    private readonly FalseFaceCheck check;
    private readonly SecondOpinion? opinion;
    private readonly bool measures;
    private readonly MeasureFaces measure;

    /// <param name="pack">The pack.</param>
    /// <param name="detector">Its detector.</param>
    /// <param name="landmarks">Its landmark finder.</param>
    /// <param name="aligner">Its aligner.</param>
    /// <param name="embedder">Its recognition model.</param>
    /// <param name="opinion">The second opinion that lies beside it, or null.</param>
    /// <param name="hashes">SHA-256 of the networks in use by role: an opinion learnt on others does not count.</param>
    /// <param name="measure">Measures what is kept.</param>
    public FaceFinder(ModelPack pack, IFaceDetector detector, LandmarkFinder landmarks, FaceAligner aligner, FaceEmbedder embedder,
        SecondOpinion? opinion, IReadOnlyDictionary<string, string> hashes, MeasureFaces measure)
    {
        (this.pack, this.detector, this.landmarks, this.aligner, this.embedder, this.measure) = (
            pack, detector, landmarks, aligner, embedder, measure);
        check = new(pack, detector);
        Networks = hashes;
        if (opinion?.DetectSha256 == hashes["detect"] && opinion.LandmarksSha256 == hashes["landmarks"])
            (this.opinion, measures) = (opinion, opinion.EmbedSha256 == hashes["embed"]);
    }

    /// <summary>Measures faces of the photo whose <see cref="AlignedFace.Raw"/> is known.</summary>
    public delegate MeasuredFace[] MeasureFaces(PhotoPixels photo, IReadOnlyList<AlignedFace> faces);

    /// <summary>SHA-256 of the networks in use by role.</summary>
    public IReadOnlyDictionary<string, string> Networks { get; }

    /// <summary>The faces, surest detection first, and what they were chosen from.</summary>
    public FoundFaces Find(PhotoPixels photo, CancellationToken cancel)
    {
        var candidates = this.detector.Detect(photo, this.opinion?.WholeScore ?? this.pack.Detect.ScoreThreshold, this.opinion?.TileScore
            ?? this.pack.Detect.TileScoreThreshold, cancel);
        cancel.ThrowIfCancellationRequested();
        var faces = this.opinion is null ? Checked(photo, candidates, cancel) : Judged(this.opinion, photo, candidates, cancel);
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
            using var chip = this.aligner.Align(photo, landmarks, candidate.KeyPoints);
            yield return (candidate, FaceFeatures.Seen(photo, candidate, landmarks), this.embedder.Raw([chip])[0]);
        }
    }

    /// <summary>All boxes go through one step before any goes through the next: on a GPU each step is one run.</summary>
    private MeasuredFace[] Judged(SecondOpinion opinion, PhotoPixels photo, List<Candidate> candidates, CancellationToken cancel)
    {
        var landmarks = this.landmarks.Find(photo, [.. candidates.Select(c => c.Box)]);
        var aligned = new List<AlignedFace>();
        var seen = new List<float[]>();
        try
        {
            foreach (var (candidate, points) in candidates.Zip(landmarks))
            {
                cancel.ThrowIfCancellationRequested();
                var features = FaceFeatures.Seen(photo, candidate, points);
                var likeness = opinion.Seen.Margin(features);
                if (likeness < (measures ? opinion.LeastSeen : opinion.LeastSeenAlone))
                    continue;
                aligned.Add(Align(photo, candidate, points));
                aligned[^1].Likeness = likeness;
                seen.Add(features);
            }
            MeasureRaw(aligned);
            if (!measures)
                return this.measure(photo, aligned);
            foreach (var (face, features) in aligned.Zip(seen))
                face.Likeness = opinion.Measured.Margin(FaceFeatures.Measured(features, face.Raw));
            cancel.ThrowIfCancellationRequested();
            return this.measure(photo, [.. aligned.Where(face => face.Likeness >= opinion.LeastMeasured)]);
        }
        finally
        {
            aligned.ForEach(face => face.Dispose());
        }
    }

    private MeasuredFace[] Checked(PhotoPixels photo, List<Candidate> candidates, CancellationToken cancel)
    {
        var aligned = new List<AlignedFace>();
        try
        {
            var believed = candidates.FindAll(candidate =>
            {
                cancel.ThrowIfCancellationRequested();
                return check.LooksLikeFace(photo, candidate);
            });
            var landmarks = this.landmarks.Find(photo, [.. believed.Select(c => c.Box)]);
            foreach (var (candidate, points) in believed.Zip(landmarks))
                aligned.Add(Align(photo, candidate, points));
            MeasureRaw(aligned);
            cancel.ThrowIfCancellationRequested();
            return [.. this.measure(photo, aligned).Where(check.MeasuresLikeFace)];
        }
        finally
        {
            aligned.ForEach(face => face.Dispose());
        }
    }

    private AlignedFace Align(PhotoPixels photo, Candidate candidate, Landmarks68 points) =>
        new(candidate.Box, candidate.Score, points, this.aligner.Align(photo, points, candidate.KeyPoints)) { KeyPoints = candidate.KeyPoints };

    private void MeasureRaw(List<AlignedFace> faces)
    {
        foreach (var (face, raw) in faces.Zip(this.embedder.Raw([.. faces.Select(f => f.Chip)])))
            face.Raw = raw;
    }
}
