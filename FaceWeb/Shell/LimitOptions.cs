namespace FaceWeb.Shell;

/// <summary>How much one caller may ask for at once (configuration section <c>FaceWeb:Limits</c>).</summary>
public sealed class LimitOptions
{
    /// <summary>Requests a second that a signed-in user may go on making (default 300).</summary>
    public int UserRequests { get; set; } = 300;

    /// <summary>Requests that a signed-in user may make at once (default 5,000: a page of small pictures).</summary>
    public int UserBurst { get; set; } = 5_000;

    /// <summary>Requests a second from an address where nobody is signed in (default 10).</summary>
    public int VisitorRequests { get; set; } = 10;

    /// <summary>Requests at once from an address where nobody is signed in (default 300).</summary>
    public int VisitorBurst { get; set; } = 300;

    /// <summary>Uploads of one user at once (default 12); a page sends up to four.</summary>
    public int UserUploads { get; set; } = 12;

    /// <summary>Uploads of all users at once (default 60).</summary>
    public int Uploads { get; set; } = 60;
}
