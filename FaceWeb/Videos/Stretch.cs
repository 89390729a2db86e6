namespace FaceWeb.Videos;

/// <summary>
/// The part of a video that its time line shows at once. On two hours in one line an appearance of a second would be a tenth of a pixel wide, and
/// thousands of them would have to be drawn.
/// </summary>
/// <param name="Start">Milliseconds from the video's start.</param>
/// <param name="End">Where the next one begins.</param>
public sealed record Stretch(long Start, long End)
{
    /// <summary>How long one is, in milliseconds: ten minutes.</summary>
    public const long Usual = 600_000;

    /// <summary>What is no longer than this is shown in one.</summary>
    public const long Whole = 900_000;

    // The player has faces a little before and behind: it crosses from one stretch to the next while it plays.
    private const long Margin = 5000;
    private const int Cells = 240;

    /// <summary>The stretch that holds a time.</summary>
    /// <param name="time">Milliseconds; beyond the video, its nearest stretch.</param>
    /// <param name="length">The video's length in milliseconds, 1 or more.</param>
    public static Stretch At(long time, long length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        if (length <= Whole)
            return new Stretch(0, length);
        var start = Math.Clamp(time, 0, length - 1) / Usual * Usual;
        return new Stretch(start, Math.Min(start + Usual, length));
    }

    /// <summary>Whether an appearance lies in it, or reaches into it.</summary>
    public bool Shows(TrackView track)
    {
        ArgumentNullException.ThrowIfNull(track);
        return track.Start <= End && track.End >= Start;
    }

    /// <summary>Where the player wants to know faces: from there, to there.</summary>
    public (long From, long To) Around => (Math.Max(0, Start - Margin), End + Margin);

    /// <summary>Where on a whole video somebody appears, coarsely.</summary>
    /// <param name="tracks">The appearances.</param>
    /// <param name="length">The video's length in milliseconds, 1 or more.</param>
    /// <returns>Runs, in order, as shares of the whole: their begin and their length.</returns>
    public static IReadOnlyList<(double Start, double Length)> Overview(IEnumerable<TrackView> tracks, long length)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        var filled = new bool[Cells];
        foreach (var track in tracks)
        {
            var (first, last) = (CellOf(track.Start), CellOf(track.End));
            Array.Fill(filled, true, first, last - first + 1);
        }
        var runs = new List<(double, double)>();
        for (var cell = 0; cell < Cells; cell++)
        {
            var first = cell;
            while (cell < Cells && filled[cell])
                cell++;
            if (cell > first)
                runs.Add((first / (double)Cells, (cell - first) / (double)Cells));
        }
        return runs;

        int CellOf(long time) => (int)Math.Clamp(time * Cells / length, 0, Cells - 1);
    }
}
