using System.Net;
using System.Text.RegularExpressions;
using FaceWeb.Shell;
using FaceWeb.Tests.Running;

namespace FaceWeb.Tests.Shell;

/// <summary>What every answer says to the browser, and what is believed of proxies.</summary>
public sealed partial class WireTests
{
    [Fact]
    public async Task Every_answer_forbids_foreign_scripts_frames_and_guessed_types()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        using var nobody = faceWeb.NewClient(null);
        var nonces = new HashSet<string>();
        foreach (var (client, path, status) in new[]
        {
            (nobody, "/sign-in", 200), (nobody, "/", 302), (nobody, "/layout/keys.js", 200), (nobody, "/api/v1/albums", 401),
            (nobody, "/nothing", 404),
            (nobody, "/health/live", 200), (faceWeb.Client, "/", 200), (faceWeb.Client, "/api/v1/albums", 200),
            (faceWeb.Client, "/api/v1/albums?page=0", 400), (faceWeb.Client, "/hangfire", 200), (faceWeb.Client, "/openapi/v1.json", 200),
        })
        {
            using var answer = await client.GetAsync(path);
            Assert.Equal(status, (int)answer.StatusCode);
            var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
            var scripts = policy.Split(';', StringSplitOptions.TrimEntries).Single(p => p.StartsWith("script-src", StringComparison.Ordinal));
            Assert.DoesNotContain("unsafe", scripts, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.Contains("object-src 'none'", policy, StringComparison.Ordinal);
            Assert.True(nonces.Add(Nonce().Match(scripts).Groups[1].Value), "A nonce came twice.");
            Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
            Assert.Equal(["same-origin"], answer.Headers.GetValues("Referrer-Policy"));
            Assert.Contains("camera=()", Assert.Single(answer.Headers.GetValues("Permissions-Policy")), StringComparison.Ordinal);
            Assert.False(answer.Headers.Contains("Server"));
            Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
        }
        using var page = await faceWeb.Client.GetAsync("/");
        var html = await page.Content.ReadAsStringAsync();
        var own = Nonce().Match(Assert.Single(page.Headers.GetValues("Content-Security-Policy"))).Groups[1].Value;
        foreach (Match script in InlineScript().Matches(html))
            Assert.Contains($"nonce=\"{own}\"", WebUtility.HtmlDecode(script.Value), StringComparison.Ordinal);
        Assert.DoesNotMatch("<[^>]+ on[a-z]+=", html);
    }

    [Fact]
    public async Task Behind_a_named_proxy_with_https_cookies_are_secure_and_the_browser_stays_with_https()
    {
        await using var behind = await RunningFaceWeb.StartAsync("--FaceWeb:Proxy:Addresses=127.0.0.1", "--AllowedHosts=photos.example.org");
        await using var alone = await RunningFaceWeb.StartAsync("--AllowedHosts=photos.example.org");
        foreach (var (faceWeb, secure) in new[] { (behind, true), (alone, false) })
        {
            using var browser = faceWeb.NewClient(null, new CookieContainer());
            browser.DefaultRequestHeaders.Host = "photos.example.org";
            browser.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
            browser.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
            using var page = await browser.GetAsync("/sign-in");
            var cookie = Assert.Single(page.Headers.GetValues("Set-Cookie"), c => c.Contains("Antiforgery", StringComparison.Ordinal));
            Assert.Equal(secure, cookie.Contains("secure", StringComparison.OrdinalIgnoreCase));
            Assert.Equal(secure, cookie.StartsWith("__Host-", StringComparison.Ordinal));
            Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
            var kept = page.Headers.TryGetValues("Strict-Transport-Security", out var values) ? values.Single() : "";
            Assert.Equal(secure, kept.Contains("max-age=31536000", StringComparison.Ordinal));
        }

        // The sign-in's own cookies, over plain HTTP as at home.
        using var home = alone.NewClient(null, new CookieContainer());
        using var signedIn = await home.SubmitAsync("/sign-in", "sign-in", ("Email", RunningFaceWeb.Email), ("Password", RunningFaceWeb.Password));
        var cookies = signedIn.Headers.GetValues("Set-Cookie").ToList();
        Assert.Contains(cookies, c => c.StartsWith(".AspNetCore.Identity.Application=", StringComparison.Ordinal));
        Assert.All(cookies, c => Assert.Contains("httponly", c, StringComparison.OrdinalIgnoreCase));
        Assert.All(cookies, c => Assert.Matches("samesite=(lax|strict)", c));
    }

    [Fact]
    public async Task Behind_https_a_cookie_is_taken_only_under_a_name_that_nobody_else_can_give_it()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync("--FaceWeb:Proxy:Addresses=127.0.0.1", "--AllowedHosts=photos.example.org");
        using var browser = faceWeb.NewClient(null);
        browser.DefaultRequestHeaders.Host = "photos.example.org";
        browser.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        browser.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        using var page = await browser.GetAsync("/sign-in");
        var given = Pair(page);
        var token = Browsers.TokenIn(await page.Content.ReadAsStringAsync());
        using var wrong = await SignInAsync(given.Replace("__Host-", "", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        using var signedIn = await SignInAsync(given);
        Assert.Equal(HttpStatusCode.Found, signedIn.StatusCode);
        var own = signedIn.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0]).ToList();
        Assert.All(own, c => Assert.StartsWith("__Host-", c, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(string.Join("; ", own)));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(string.Join("; ", own.Select(c => c["__Host-".Length..]))));

        string Pair(HttpResponseMessage answer) => Assert.Single(answer.Headers.GetValues("Set-Cookie")).Split(';')[0];

        async Task<HttpResponseMessage> SignInAsync(string cookie)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in");
            request.Headers.Add("Cookie", cookie);
            request.Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["_handler"] = "sign-in",
                ["__RequestVerificationToken"] = token,
                ["Input.Email"] = RunningFaceWeb.Email,
                ["Input.Password"] = RunningFaceWeb.Password,
            });
            return await browser.SendAsync(request);
        }

        async Task<HttpStatusCode> AskAsync(string cookie)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/albums");
            request.Headers.Add("Cookie", cookie);
            using var answer = await browser.SendAsync(request);
            return answer.StatusCode;
        }
    }

    [Fact]
    public void Proxies_are_named_by_address_or_network()
    {
        Assert.Null(Proxies.Options(new ProxyOptions()));
        var options = Proxies.Options(new ProxyOptions { Addresses = "10.0.0.2; 172.16.0.0/12" })!;
        Assert.Equal([IPAddress.Parse("10.0.0.2")], options.KnownProxies);
        Assert.Equal("172.16.0.0/12", Assert.Single(options.KnownIPNetworks).ToString());
        Assert.Throws<InvalidOperationException>(() => Proxies.Options(new ProxyOptions { Addresses = "nginx" }));
    }

    [GeneratedRegex("'nonce-([^']+)'")]
    private static partial Regex Nonce();

    [GeneratedRegex("<script(?![^>]*\\ssrc=)[^>]*>")]
    private static partial Regex InlineScript();
}
