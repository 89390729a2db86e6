namespace FaceWeb.Shell;

/// <summary>Where the start page is found once the server listens.</summary>
internal static class StartPage
{
    /// <summary>The addresses to open in this machine's browser.</summary>
    /// <param name="listening">What the server listens on; every interface (0.0.0.0, [::], * or +) becomes <c>localhost</c>.</param>
    public static IEnumerable<string> Addresses(IEnumerable<string> listening) => listening.Select(Address).Distinct();

    private static string Address(string listening)
    {
        var address = BindingAddress.Parse(listening);
        var host = address.Host is "0.0.0.0" or "[::]" or "*" or "+" ? "localhost" : address.Host;
        var usual = (address.Scheme, address.Port) is ("http", 80) or ("https", 443);
        return $"{address.Scheme}://{host}{(usual ? "" : FormattableString.Invariant($":{address.Port}"))}{address.PathBase}";
    }
}
