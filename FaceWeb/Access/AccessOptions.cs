namespace FaceWeb.Access;

/// <summary>How closely users are watched (configuration section <c>FaceWeb:Access</c>).</summary>
public sealed class AccessOptions
{
    /// <summary>
    /// How often an open page asks whether its user is still who he was (default 20 seconds, at most a minute). What the page changes is checked
    /// at once, whatever this says.
    /// </summary>
    public TimeSpan RecheckInterval { get; set; } = TimeSpan.FromSeconds(20);
}
