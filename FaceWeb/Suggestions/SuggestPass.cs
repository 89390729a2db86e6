namespace FaceWeb.Suggestions;

/// <summary>How far a pass that suggests names has come.</summary>
internal sealed class SuggestPass
{
    /// <summary>How many faces there are to look at; null when nobody sees the progress, so that they were not counted.</summary>
    public int? Faces { get; set; }

    /// <summary>How many of them have been looked at.</summary>
    public int Done { get; set; }

    /// <summary>How many of these have got other names, or the same in another order.</summary>
    public int Renamed { get; set; }
}
