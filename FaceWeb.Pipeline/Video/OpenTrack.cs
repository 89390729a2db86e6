using System.Numerics.Tensors;

namespace FaceWeb.Pipeline.Video;

/// <summary>A track that may still go on.</summary>
internal sealed class OpenTrack
{
    // Enough for a mean that does not move any more; more cost memory on a film of hours.
    private const int MostPictures = 24;
    private const int MostMeasuredPictures = 10;
    private const int MostKeptPictures = 6;

    // A kept picture must tell something new of the face.
    private const float MostAlike = 0.9f;

    // The last sightings are held against all before: a face that fades into another one changes slowly, but changes.
    private const int LatestSightings = 4;
    private const double LeastCosineToLatest = 0.2;
    private const double LeastQualityToCompare = 0.15;

    private readonly List<TrackSighting> sightings = [];
    private readonly List<TrackPicture> pictures = [];
    private readonly List<TrackPicture> latest = [];
    private readonly TrackSections sections = new();
    private readonly float[] sum;

    /// <summary>Begins with a face.</summary>
    public OpenTrack(TimeSpan time, MeasuredFace face, byte[] crop)
    {
        sum = new float[face.Embedding.Length];
        Add(time, face, crop);
    }

    /// <summary>The last place where it was seen.</summary>
    public TrackSighting Last => sightings[^1];

    /// <summary>How often it was seen.</summary>
    public int Count => sightings.Count;

    /// <summary>The best quality seen.</summary>
    public double BestQuality => pictures.Concat(latest).Max(p => p.Face.Quality.Overall);

    /// <summary>The cosine of a face to the mean of the faces seen.</summary>
    public double CosineTo(MeasuredFace face) => TensorPrimitives.CosineSimilarity<float>(Mean(), face.Embedding);

    /// <summary>Where it will be at a time, if it goes on moving as it did; for at most half a second.</summary>
    public FaceBox Expected(TimeSpan time)
    {
        if (sightings.Count < 2)
            return Last.Box;
        var before = sightings[^2];
        var passed = (Last.Time - before.Time).TotalSeconds;
        if (passed <= 0)
            return Last.Box;
        var share = Math.Min(0.5, (time - Last.Time).TotalSeconds) / passed;
        return Last.Box with
        {
            X = Last.Box.X + (share * (Last.Box.CenterX - before.Box.CenterX)),
            Y = Last.Box.Y + (share * (Last.Box.CenterY - before.Box.CenterY)),
        };
    }

    /// <summary>Goes on with a face.</summary>
    public void Add(TimeSpan time, MeasuredFace face, byte[] crop)
    {
        sightings.Add(new TrackSighting(time, face.Box, (float)face.Quality.Overall));
        latest.Add(new TrackPicture(time, face, crop));
        if (latest.Count > LatestSightings)
            Settle();
    }

    /// <summary>
    /// Parts the track where another person's face has taken its place: the latest sightings differ from all before. The track keeps what was
    /// before.
    /// </summary>
    /// <returns>The other person's track, or null.</returns>
    public OpenTrack? Part()
    {
        if (latest.Count < LatestSightings || pictures.Count < LatestSightings
            || Math.Min(pictures.Max(p => p.Face.Quality.Overall), latest.Max(p => p.Face.Quality.Overall)) < LeastQualityToCompare)
            return null;
        var now = new float[sum.Length];
        foreach (var picture in latest)
            TensorPrimitives.MultiplyAdd(picture.Face.Embedding, Weight(picture), now, now);
        if (TensorPrimitives.CosineSimilarity<float>(sum, now) >= LeastCosineToLatest)
            return null;
        var other = new OpenTrack(latest[0].Time, latest[0].Face, latest[0].Crop);
        foreach (var picture in latest.Skip(1))
            other.Add(picture.Time, picture.Face, picture.Crop);
        sightings.RemoveRange(sightings.Count - latest.Count, latest.Count);
        latest.Clear();
        return other;
    }

    /// <summary>The track, ended.</summary>
    public FaceTrack End()
    {
        while (latest.Count > 0)
            Settle();
        var best = pictures.OrderByDescending(p => p.Face.Quality.Overall).ToList();
        var measured = best.Take(MostMeasuredPictures).ToList();
        var embeddings = best[0].Face.Embeddings.Select((own, pack) =>
        {
            var mean = new float[own.Values.Length];
            foreach (var picture in measured)
                TensorPrimitives.MultiplyAdd(picture.Face.Embeddings[pack].Values, Weight(picture), mean, mean);
            var length = TensorPrimitives.Norm<float>(mean);
            if (length > 0)
                TensorPrimitives.Divide(mean, length, mean);
            return new FaceEmbedding(own.Model, mean);
        }).ToList();
        var kept = new List<TrackPicture> { best[0] };
        foreach (var picture in best.Skip(1).Where(p => p.Face.Quality.Overall >= best[0].Face.Quality.Overall / 2))
        {
            if (kept.Count == MostKeptPictures)
                break;
            if (kept.TrueForAll(k => TensorPrimitives.Dot<float>(k.Face.Embedding, picture.Face.Embedding) < MostAlike))
                kept.Add(picture);
        }
        return new FaceTrack([.. sightings], [.. kept, .. sections.Beside(kept)], embeddings);
    }

    private static float Weight(TrackPicture picture) => (float)Math.Max(0.05, picture.Face.Quality.Overall);

    private float[] Mean()
    {
        float[] mean = [.. sum];
        foreach (var picture in latest)
            TensorPrimitives.MultiplyAdd(picture.Face.Embedding, Weight(picture), mean, mean);
        return mean;
    }

    private void Settle()
    {
        var picture = latest[0];
        latest.RemoveAt(0);
        TensorPrimitives.MultiplyAdd(picture.Face.Embedding, Weight(picture), sum, sum);
        pictures.Add(picture);
        sections.Add(picture);
        if (pictures.Count > MostPictures)
            pictures.Remove(pictures.MinBy(p => p.Face.Quality.Overall)!);
    }
}
