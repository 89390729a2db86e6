namespace FaceWeb.Trash;

/// <summary>How long what was deleted can be brought back (configuration section <c>FaceWeb:Trash</c>).</summary>
public sealed class TrashOptions
{
    /// <summary>For how many days (default 30). With 0, what is deleted is gone within the hour.</summary>
    public int Days { get; set; } = 30;

    /// <summary>The same as a span of time.</summary>
    public TimeSpan Kept => TimeSpan.FromDays(Math.Max(0, Days));
}
