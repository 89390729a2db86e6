namespace FaceWeb.Data;

/// <summary>A browser in which a user is signed in.</summary>
public sealed class UserSession
{
    /// <summary>The row's key, which the browser's cookie carries: 32 hexadecimal digits.</summary>
    public required string Id { get; set; }

    /// <summary>Who is signed in.</summary>
    public required string UserId { get; set; }

    /// <summary>When the user signed in, UTC.</summary>
    public DateTime StartedAt { get; set; }

    /// <summary>When it was last used, UTC, to about five minutes.</summary>
    public DateTime LastUsedAt { get; set; }

    /// <summary>The network address from which the user signed in; null when it is not known.</summary>
    public string? Address { get; set; }

    /// <summary>What the browser says it is, cut to <see cref="MaxBrowserLength"/> characters.</summary>
    public required string Browser { get; set; }

    /// <summary>The longest name of a browser that is kept.</summary>
    public const int MaxBrowserLength = 200;
}
