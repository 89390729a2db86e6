using System.Net;
using System.Net.WebSockets;
using System.Text.RegularExpressions;

namespace FaceWeb.Bench.Load;

/// <summary>Somebody who is signed in and opens pages: the page's HTML, its circuit, and what the circuit shows first.</summary>
internal sealed partial class Visitor : IDisposable
{
    // A page that has not shown anything by then has failed.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly CookieContainer cookies = new();
    private readonly HttpClient browser;

    /// <summary>Nobody yet: sign in first.</summary>
    public Visitor(Uri address)
    {
        browser = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = false, UseCookies = true })
        {
            BaseAddress = address,
            Timeout = Longest,
        };
    }

    /// <summary>Fills in the form of the sign-in page.</summary>
    /// <exception cref="InvalidOperationException">It did not take the password.</exception>
    public async Task SignInAsync(string email, string password)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "sign-in",
            ["__RequestVerificationToken"] = Token().Match(await browser.GetStringAsync(new Uri("/sign-in", UriKind.Relative))).Groups[1].Value,
            ["Input.Email"] = email,
            ["Input.Password"] = password,
        });
        using var answer = await browser.PostAsync(new Uri("/sign-in", UriKind.Relative), form);
        if (answer.StatusCode != HttpStatusCode.Found)
            throw new InvalidOperationException($"The sign-in was answered with {(int)answer.StatusCode}.");
    }

    /// <summary>Fetches something, a picture for example.</summary>
    /// <returns>How many bytes it has.</returns>
    /// <exception cref="HttpRequestException">It was refused.</exception>
    public async Task<int> FetchAsync(string path)
    {
        using var answer = await browser.GetAsync(new Uri(path, UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadAsByteArrayAsync()).Length;
    }

    /// <summary>Opens a page and stays a while.</summary>
    /// <param name="path">The page.</param>
    /// <param name="stay">How long its circuit stays open afterwards.</param>
    /// <param name="shown">Called when its circuit has shown the page for the first time.</param>
    /// <param name="cancel">Leaves it.</param>
    /// <exception cref="InvalidOperationException">The page or its circuit failed.</exception>
    public async Task VisitAsync(string path, TimeSpan stay, Action shown, CancellationToken cancel)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        time.CancelAfter(Longest);
        using var answer = await browser.GetAsync(new Uri(path, UriKind.Relative), time.Token);
        if (answer.StatusCode != HttpStatusCode.OK)
            throw new InvalidOperationException($"{path} was answered with {(int)answer.StatusCode}.");
        var html = await answer.Content.ReadAsStringAsync(time.Token);
        // Of the islands of a page each is one component; FaceWeb's pages are one or two.
        var markers = Marker().Matches(html).Select(m => m.Groups[1].Value).Where(m => m.Contains("\"type\":\"server\"", StringComparison.Ordinal)).ToList();
        if (markers.Count == 0)
            throw new InvalidOperationException($"{path} has no circuit: is somebody signed in?");
        var state = State().Match(html) is { Success: true } found ? found.Groups[1].Value : "";

        using var socket = new ClientWebSocket();
        socket.Options.Cookies = cookies;
        socket.Options.SetRequestHeader("Origin", browser.BaseAddress!.GetLeftPart(UriPartial.Authority));
        await socket.ConnectAsync(new UriBuilder(new Uri(browser.BaseAddress!, "/_blazor")) { Scheme = "ws" }.Uri, time.Token);
        await socket.SendAsync(BlazorPack.Handshake.ToArray(), WebSocketMessageType.Text, true, time.Token);
        var circuit = new CircuitTalk(socket);
        await circuit.HandshakeAsync(time.Token);
        var at = new Uri(browser.BaseAddress!, path).ToString();
        await circuit.SendAsync(BlazorPack.Call("0", "StartCircuit", browser.BaseAddress!.ToString(), at, "[]", state), time.Token);
        var key = await circuit.UntilAnswerAsync("0", time.Token);
        var operations = markers.Select((marker, i) => $$"""{"type":"add","ssrComponentId":{{i + 1}},"marker":{{marker}}}""");
        await circuit.SendAsync(
            BlazorPack.Call(null, "UpdateRootComponents", $$"""{"batchId":1,"operations":[{{string.Join(',', operations)}}]}""", state), time.Token);
        await circuit.UntilShownAsync(time.Token);
        shown();
        await circuit.StayAsync(stay, time.Token);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        // As a browser does when its page is left; without it the server keeps the circuit for somebody who comes back.
        using var left = new FormUrlEncodedContent([new("circuitId", key)]);
        using var gone = await browser.PostAsync(new Uri("/_blazor/disconnect/", UriKind.Relative), left, CancellationToken.None);
        gone.EnsureSuccessStatusCode();
    }

    /// <inheritdoc />
    public void Dispose() => browser.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("<!--Blazor:(\\{.*?\\})-->")]
    private static partial Regex Marker();

    [GeneratedRegex("<!--Blazor-Server-Component-State:([^-]+?)-->")]
    private static partial Regex State();
}
