namespace FaceWeb.Pipeline.Video;

/// <summary>
/// Joins the faces of frames that follow each other into tracks. As ByteTrack (Zhang et al., 2022) it first gives faces to the tracks whose
/// expected box they lie on, then looks again among the rest; unlike it, it knows the embeddings, so the second look asks who it is, and two
/// people who pass each other are not exchanged. Faces of one frame never share a track.
/// </summary>
internal sealed class FaceTracker
{
    // Where boxes overlap, another person is seen by a cosine that two pictures of one person nearly never have.
    private const double LeastOverlap = 0.3;
    private const double LeastCosineOfOverlapping = 0.1;

    // Without overlap it must be the same person by the embedding, and not too far away.
    private const double LeastCosineOfMoved = 0.4;
    private const double FarthestInWidths = 5;

    // A face that is seen once or only shortly is believed only where it is a good one.
    private const double LeastQualityOfSingle = 0.5;
    private const double LeastQualityOfShort = 0.1;
    private const int ShortSightings = 4;
    private const double LeastQuality = 0.03;

    private static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(1.2);

    private readonly List<OpenTrack> open = [];

    /// <summary>How many tracks may still go on.</summary>
    public int Open => open.Count;

    /// <summary>Takes the faces of the next frame that was looked at.</summary>
    /// <param name="time">When it is shown.</param>
    /// <param name="faces">Its faces with their crops.</param>
    /// <param name="ended">Gets the tracks that have ended meanwhile.</param>
    public void Add(TimeSpan time, IReadOnlyList<(MeasuredFace Face, byte[] Crop)> faces, List<FaceTrack> ended)
    {
        End(open.FindAll(track => time - track.Last.Time > LongestGap), ended);
        var pairs = new List<(double Score, OpenTrack Track, int Face)>();
        foreach (var track in open)
        {
            var expected = track.Expected(time);
            for (var i = 0; i < faces.Count; i++)
            {
                if (Score(track, expected, faces[i].Face, time) is { } score)
                    pairs.Add((score, track, i));
            }
        }
        var (takenTracks, takenFaces) = (new HashSet<OpenTrack>(), new HashSet<int>());
        foreach (var (_, track, i) in pairs.OrderByDescending(pair => pair.Score))
        {
            if (takenTracks.Contains(track) || !takenFaces.Add(i))
                continue;
            takenTracks.Add(track);
            track.Add(time, faces[i].Face, faces[i].Crop);
            if (track.Part() is { } other)
            {
                End([track], ended);
                open.Add(other);
            }
        }
        for (var i = 0; i < faces.Count; i++)
        {
            if (!takenFaces.Contains(i) && faces[i].Face.Quality.Overall >= LeastQuality)
                open.Add(new OpenTrack(time, faces[i].Face, faces[i].Crop));
        }
    }

    /// <summary>Ends all tracks: a cut, or the video's end.</summary>
    public void EndAll(List<FaceTrack> ended) => End([.. open], ended);

    private void End(List<OpenTrack> tracks, List<FaceTrack> ended)
    {
        foreach (var track in tracks)
        {
            open.Remove(track);
            var least = track.Count == 1 ? LeastQualityOfSingle : track.Count < ShortSightings ? LeastQualityOfShort : 0;
            if (track.BestQuality >= least)
                ended.Add(track.End());
        }
    }

    private static double? Score(OpenTrack track, FaceBox expected, MeasuredFace face, TimeSpan time)
    {
        var cosine = track.CosineTo(face);
        var overlap = expected.IntersectionOverUnion(face.Box);
        if (overlap >= LeastOverlap && cosine >= LeastCosineOfOverlapping)
            return 1 + overlap + cosine;
        if (cosine < LeastCosineOfMoved)
            return null;
        var width = Math.Max(expected.Width, face.Box.Width);
        var away = Math.Sqrt(Math.Pow(expected.CenterX - face.Box.CenterX, 2) + Math.Pow(expected.CenterY - face.Box.CenterY, 2)) / width;
        // In widths of the face a second, and as far as a nodding head moves between two looks.
        var allowed = Math.Max(1.5, FarthestInWidths * (time - track.Last.Time).TotalSeconds);
        return away <= allowed ? cosine : null;
    }
}
