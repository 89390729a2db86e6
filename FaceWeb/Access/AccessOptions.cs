namespace FaceWeb.Access;

/// <summary>How closely users are watched (configuration section <c>FaceWeb:Access</c>).</summary>
public sealed class AccessOptions
{
    /// <summary>
    /// How often an open page asks whether its user is still who he was (default 20 seconds, at most a minute). What the page changes is checked
    /// at once, whatever this says.
    /// </summary>
    public TimeSpan RecheckInterval { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Of whom a second factor is asked (default: of nobody). Until it is on they may only look, through their API keys too.</summary>
    public SecondFactorNeed SecondFactor { get; set; }
}
