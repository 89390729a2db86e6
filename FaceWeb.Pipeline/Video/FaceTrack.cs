namespace FaceWeb.Pipeline.Video;

/// <summary>One face of one person, followed over a part of a video without a cut.</summary>
/// <param name="Sightings">Where it was seen, in order of time; between two of them it moves evenly.</param>
/// <param name="Pictures">
/// Its best and most different faces, the best first, at least one; then the best of each part of its time from which there is none.
/// </param>
/// <param name="Embeddings">For each pack in use the mean of its best faces, weighted by their quality, of unit length.</param>
public sealed record FaceTrack(
    IReadOnlyList<TrackSighting> Sightings, IReadOnlyList<TrackPicture> Pictures, IReadOnlyList<FaceEmbedding> Embeddings)
{
    /// <summary>When it is first seen.</summary>
    public TimeSpan Start => Sightings[0].Time;

    /// <summary>When it is last seen.</summary>
    public TimeSpan End => Sightings[^1].Time;

    /// <summary>Where it is at a time, between two sightings by even motion; null before the first and after the last.</summary>
    public FaceBox? BoxAt(TimeSpan time)
    {
        if (time < Start || time > End)
            return null;
        var (low, high) = (0, Sightings.Count - 1);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (Sightings[middle].Time <= time)
                low = middle;
            else
                high = middle;
        }
        var (before, after) = (Sightings[low], Sightings[high]);
        if (after.Time <= before.Time)
            return before.Box;
        var share = (time - before.Time) / (after.Time - before.Time);
        double Between(double from, double to) => from + (share * (to - from));
        return new FaceBox(
            Between(before.Box.X, after.Box.X), Between(before.Box.Y, after.Box.Y), Between(before.Box.Width, after.Box.Width),
            Between(before.Box.Height, after.Box.Height));
    }
}
