namespace FaceWeb.Data;

/// <summary>A named collection of photos.</summary>
public sealed class Album
{
    /// <summary>The row's key.</summary>
    public long Id { get; set; }

    /// <summary>What the user calls it: 1 to <see cref="MaxNameLength"/> characters.</summary>
    public required string Name { get; set; }

    /// <summary>When it was made, UTC.</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>The album's photos.</summary>
    public List<Photo> Photos { get; } = [];

    /// <summary>The longest name that is taken, in characters.</summary>
    public const int MaxNameLength = 200;
}
