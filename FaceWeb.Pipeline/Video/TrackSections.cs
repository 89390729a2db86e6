namespace FaceWeb.Pipeline.Video;

/// <summary>
/// The best picture of each part of a track's time, a few however long it is: wherever the track is cut later, both halves have been measured.
/// </summary>
internal sealed class TrackSections
{
    private const int MostSections = 8;

    private readonly SortedDictionary<long, TrackPicture> best = [];
    private TimeSpan width = TimeSpan.FromSeconds(0.5);

    /// <summary>Takes a picture; those of a part of the time that has a better one are let go.</summary>
    public void Add(TrackPicture picture)
    {
        Offer(picture);
        while (best.Count > MostSections)
        {
            width *= 2;
            var all = best.Values.ToList();
            best.Clear();
            all.ForEach(Offer);
        }
    }

    /// <summary>The best pictures of the parts in which none of the given ones lies, in order of time.</summary>
    public IEnumerable<TrackPicture> Beside(IReadOnlyCollection<TrackPicture> pictures)
    {
        var taken = pictures.Select(SectionOf).ToHashSet();
        return best.Where(section => !taken.Contains(section.Key)).Select(section => section.Value);
    }

    private void Offer(TrackPicture picture)
    {
        var section = SectionOf(picture);
        if (!best.TryGetValue(section, out var other) || other.Face.Quality.Overall < picture.Face.Quality.Overall)
            best[section] = picture;
    }

    private long SectionOf(TrackPicture picture) => picture.Time.Ticks / width.Ticks;
}
