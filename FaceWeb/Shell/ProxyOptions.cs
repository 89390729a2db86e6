namespace FaceWeb.Shell;

/// <summary>Who stands between the browsers and this server (configuration section <c>FaceWeb:Proxy</c>).</summary>
public sealed class ProxyOptions
{
    /// <summary>
    /// The addresses, or networks such as <c>172.16.0.0/12</c>, of the proxies whose headers <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are
    /// believed, divided by semicolons; empty (the default) for none: anybody can write such headers.
    /// </summary>
    public string Addresses { get; set; } = "";
}
