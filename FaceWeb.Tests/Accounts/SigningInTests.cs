using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using FaceWeb.Access;
using FaceWeb.Accounts;
using FaceWeb.Accounts.SigningIn;
using FaceWeb.Data;
using FaceWeb.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FaceWeb.Tests.Accounts;

/// <summary>Signing in over HTTP, as browsers do it: what is told to strangers, the second factor, sessions, links for new passwords, keys.</summary>
public sealed class SigningInTests(SigningInTests.House house) : IClassFixture<SigningInTests.House>
{
    private const string Password = "a sentence nobody guesses";

    private static int users;

    private RunningFaceWeb FaceWeb => house.FaceWeb;

    [Fact]
    public async Task A_stranger_learns_nothing_of_accounts_from_answer_or_time()
    {
        await using var own = await RunningFaceWeb.StartAsync();
        var (known, unknown) = (new List<double>(), new List<double>());
        for (var i = 0; i < 4; i++)
        {
            foreach (var (email, times) in new[] { (RunningFaceWeb.Email, known), ("nobody@example.org", unknown) })
            {
                using var browser = own.NewClient(null, new CookieContainer());
                var token = await browser.TokenAsync("/sign-in");
                using var content = new FormUrlEncodedContent(new Dictionary<string, string>
                {
                    ["_handler"] = "sign-in",
                    ["__RequestVerificationToken"] = token,
                    ["Input.Email"] = email,
                    ["Input.Password"] = "wrong",
                });
                var watch = Stopwatch.StartNew();
                using var answer = await browser.PostAsync("/sign-in", content);
                times.Add(watch.Elapsed.TotalMilliseconds);
                Assert.Contains(
                    "The e-mail address or the password is wrong", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }
        }
        // Hashing takes most of the time. Without it the fastest answer to an unknown address would take a tenth.
        Assert.InRange(unknown.Min() / known.Min(), 0.4, 2.5);

        // From the ninth wrong password on there are waits, longer each time; sooner or later one is longer than this machine is slow.
        using var last = own.NewClient(null, new CookieContainer());
        for (var i = 0; ; i++)
        {
            Assert.True(i < 12, "Nobody was slowed down.");
            using var answer = await last.SubmitAsync("/sign-in", "sign-in", ("Email", RunningFaceWeb.Email), ("Password", "wrong"));
            if ((await answer.Content.ReadAsStringAsync()).Contains("too many wrong tries", StringComparison.Ordinal))
                break;
        }
    }

    [Fact]
    public async Task The_second_factor_takes_each_code_once()
    {
        var (id, email) = await NewUserAsync(Roles.Editor);
        SecondFactorSecret secret = null!;
        await FaceWeb.WithAsync<SecondFactorService>(async service => secret = await service.PrepareAsync(id));
        using (var still = await FaceWeb.SignedInAsync(email, Password))
            Assert.Equal(HttpStatusCode.OK, (await still.GetAsync("/api/v1/albums")).StatusCode);
        await FaceWeb.WithAsync<SecondFactorService>(service => service.TurnOnAsync(id, Totp.Now(secret.Secret)));

        using var browser = await HalfSignedInAsync(email);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/v1/albums")).StatusCode);
        using var wrong = await browser.SubmitAsync("/sign-in/code", "sign-in-code", ("Code", "not a code"));
        Assert.Contains("This code is wrong", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var code = Totp.Now(secret.Secret);
        using var right = await browser.SubmitAsync("/sign-in/code", "sign-in-code", ("Code", $"{code[..3]} {code[3..]}"));
        Assert.Equal(HttpStatusCode.Found, right.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/v1/albums")).StatusCode);

        using var thief = await HalfSignedInAsync(email);
        using var again = await thief.SubmitAsync("/sign-in/code", "sign-in-code", ("Code", code));
        Assert.Contains("was used before", await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var withoutPhone = await HalfSignedInAsync(email);
        using var recovered = await withoutPhone.SubmitAsync("/sign-in/code", "sign-in-code", ("Code", secret.RecoveryCodes[3]));
        Assert.Equal(HttpStatusCode.Found, recovered.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await withoutPhone.GetAsync("/api/v1/albums")).StatusCode);
        using var twice = await HalfSignedInAsync(email);
        using var spent = await twice.SubmitAsync("/sign-in/code", "sign-in-code", ("Code", secret.RecoveryCodes[3]));
        Assert.Contains("This code is wrong", await spent.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recovery_codes_are_kept_as_hashes()
    {
        var (id, email) = await NewUserAsync(Roles.Editor);
        SecondFactorSecret secret = null!;
        await FaceWeb.WithAsync<SecondFactorService>(async service => secret = await service.PrepareAsync(id));
        await FaceWeb.WithAsync<SecondFactorService>(service => service.TurnOnAsync(id, Totp.Now(secret.Secret)));
        Assert.Equal(10, (await KeptCodesAsync(id)).Except(secret.RecoveryCodes).Count());
        await SignInAsync(secret.RecoveryCodes[0]);
        Assert.Equal(9, (await KeptCodesAsync(id)).Length);

        // As a version before kept them.
        await FaceWeb.WithAsync<FaceWebDb>(async db =>
        {
            (await db.UserTokens.SingleAsync(t => t.UserId == id && t.Name == "RecoveryCodes")).Value = "AAAAA-BBBBB;CCCCC-DDDDD";
            await db.SaveChangesAsync();
        });
        await FaceWeb.WithAsync<RecoveryCodes>(codes => codes.HashOldAsync());
        var kept = await KeptCodesAsync(id);
        Assert.All(kept, code => Assert.InRange(code.Length, 60, 200));
        await FaceWeb.WithAsync<RecoveryCodes>(codes => codes.HashOldAsync());
        Assert.Equal(kept, await KeptCodesAsync(id));
        await SignInAsync("CCCCC-DDDDD");
        Assert.Single(await KeptCodesAsync(id));

        async Task SignInAsync(string code)
        {
            using var browser = await HalfSignedInAsync(email);
            using var answer = await browser.SubmitAsync("/sign-in/code", "sign-in-code", ("Code", code));
            Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        }
    }

    private async Task<string[]> KeptCodesAsync(string user)
    {
        string[] kept = [];
        await FaceWeb.WithAsync<FaceWebDb>(async db => kept =
            (await db.UserTokens.AsNoTracking().SingleAsync(t => t.UserId == user && t.Name == "RecoveryCodes")).Value!.Split(';'));
        return kept;
    }

    [Fact]
    public async Task A_stolen_cookie_ends_with_its_session_and_the_others_stay()
    {
        var (id, email) = await NewUserAsync(Roles.Viewer);
        using var laptop = await FaceWeb.SignedInAsync(email, Password);
        var jar = new CookieContainer();
        using var phone = FaceWeb.NewClient(null, jar);
        using var signedIn = await phone.SubmitAsync("/sign-in", "sign-in", ("Email", email), ("Password", Password));
        using var thief = FaceWeb.NewClient(null);
        thief.DefaultRequestHeaders.Add("Cookie", jar.GetCookieHeader(FaceWeb.Address));
        Assert.Equal(HttpStatusCode.OK, (await thief.GetAsync("/api/v1/albums")).StatusCode);

        var sessions = FaceWeb.App.Services.GetRequiredService<Sessions>();
        Assert.Equal(2, (await sessions.ListAsync(id)).Count);
        using var signedOut = await phone.SubmitAsync("/sign-out", "sign-out");
        Assert.Equal(HttpStatusCode.Unauthorized, (await thief.GetAsync("/api/v1/albums")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await laptop.GetAsync("/api/v1/albums")).StatusCode);

        await sessions.EndAsync(id, (await sessions.ListAsync(id)).Single().Id);
        Assert.Equal(HttpStatusCode.Unauthorized, (await laptop.GetAsync("/api/v1/albums")).StatusCode);
    }

    [Fact]
    public async Task A_link_for_a_new_password_works_once_and_ends_the_sessions()
    {
        var (id, email) = await NewUserAsync(Roles.Viewer);
        using var before = await FaceWeb.SignedInAsync(email, Password);
        var link = "";
        await FaceWeb.WithAsync<UserService>(async service => link = await service.MakeResetLinkAsync(id));
        using var browser = FaceWeb.NewClient(null, new CookieContainer());
        Assert.Contains("most common", await ResetAsync(browser, link, "Password2026"), StringComparison.Ordinal);
        Assert.Equal("", await ResetAsync(browser, link, "another sentence, as long"));
        Assert.Contains("does not hold", await ResetAsync(browser, link, "a third sentence, as long"), StringComparison.Ordinal);
        Assert.Contains("does not hold", await ResetAsync(browser, link[..^6] + "AAAAAA", "a third sentence, as long"), StringComparison.Ordinal);

        await Task.Delay(UsersNow.Repeated + TimeSpan.FromSeconds(0.5));
        Assert.Equal(HttpStatusCode.Unauthorized, (await before.GetAsync("/api/v1/albums")).StatusCode);
        using var after = await FaceWeb.SignedInAsync(email, "another sentence, as long");
        Assert.Equal(HttpStatusCode.OK, (await after.GetAsync("/api/v1/albums")).StatusCode);
    }

    [Fact]
    public async Task A_key_does_no_more_than_its_scope_and_ends_on_its_day()
    {
        var (id, _) = await NewUserAsync(Roles.Admin);
        var keys = new Dictionary<string, string>();
        await FaceWeb.WithAsync<ApiKeyService>(async service =>
        {
            foreach (var scope in KeyScope.All)
                keys[scope] = await service.CreateAsync(id, $"{scope} things", scope, 30);
            await service.AddAsync(id, "over", "fw_a-key-that-is-over", KeyScope.Admin, -1);
        });
        foreach (var (scope, rank) in new[] { (KeyScope.Read, 1), (KeyScope.Edit, 2), (KeyScope.Admin, 3) })
        {
            using var client = FaceWeb.NewClient(keys[scope]);
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/albums")).StatusCode);
            using var made = await client.PostAsJsonAsync("/api/v1/albums", new { name = scope });
            Assert.Equal(rank >= 2 ? HttpStatusCode.Created : HttpStatusCode.Forbidden, made.StatusCode);
            using var settings = await client.GetAsync("/api/v1/classifier/settings");
            Assert.Equal(rank >= 3 ? HttpStatusCode.OK : HttpStatusCode.Forbidden, settings.StatusCode);
        }
        using var over = FaceWeb.NewClient("fw_a-key-that-is-over");
        Assert.Equal(HttpStatusCode.Unauthorized, (await over.GetAsync("/api/v1/albums")).StatusCode);
        await FaceWeb.WithAsync<ApiKeyService>(async service =>
        {
            var all = await service.ListAllAsync(new(1, 100));
            Assert.Equal(4, all.Count(k => k.Key.UserId == id));
            Assert.All(all.Where(k => k.Key.UserId == id && k.Key.Name != "over"), k => Assert.NotNull(k.Key.LastUsedAt));
        });
    }

    [Fact]
    public async Task The_log_has_a_line_for_each_door_with_the_address_and_no_secret()
    {
        var (id, email) = await NewUserAsync(Roles.Viewer);
        using var browser = await FaceWeb.SignedInAsync(email, Password);
        using var wrong = await browser.SubmitAsync("/sign-in", "sign-in", ("Email", email + "\nforged line"), ("Password", "a wrong password 123"));
        using var refused = await browser.PostAsync("/api/v1/backups", null);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        var key = "";
        await FaceWeb.WithAsync<ApiKeyService>(async service => key = await service.CreateAsync(id, "a program", KeyScope.Read, 1));
        await FaceWeb.WithAsync<UserService>(async service =>
        {
            await service.SetRoleAsync(id, Roles.Editor);
            await service.SetLockedAsync(id, true);
            await service.DeleteAsync(id);
        });
        var log = house.Lines.Text;
        Assert.Contains($"{email} signed in (from 127.0.0.1", log, StringComparison.Ordinal);
        Assert.Contains("was not signed in (from 127.0.0.1", log, StringComparison.Ordinal);
        Assert.DoesNotContain("\nforged", log, StringComparison.Ordinal);
        Assert.Contains($"{email} got an API key “a program” {key[..7]}…, scope read", log, StringComparison.Ordinal);
        Assert.Contains($"{email} was refused POST /api/v1/backups (from 127.0.0.1, by {email})", log, StringComparison.Ordinal);
        Assert.Contains($"{email} has another role Editor", log, StringComparison.Ordinal);
        Assert.Contains($"{email} was locked", log, StringComparison.Ordinal);
        Assert.Contains($"{email} was deleted", log, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, log, StringComparison.Ordinal);
        Assert.DoesNotContain("a wrong password", log, StringComparison.Ordinal);
        Assert.DoesNotContain(key, log, StringComparison.Ordinal);
    }

    /// <summary>What was read of a user before the session began must not end it.</summary>
    [Fact]
    public async Task A_browser_stays_signed_in_though_others_are_asked_about_while_its_session_begins()
    {
        var (id, email) = await NewUserAsync(Roles.Editor);
        var users = FaceWeb.App.Services.GetRequiredService<UsersNow>();
        using var end = new CancellationTokenSource();
        var asking = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
                await users.FindAsync(id);
        })).ToArray();
        try
        {
            for (var i = 0; i < 20; i++)
            {
                using var browser = await FaceWeb.SignedInAsync(email, Password);
                Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/v1/albums")).StatusCode);
            }
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(asking);
        }
    }

    private async Task<(string Id, string Email)> NewUserAsync(string role)
    {
        var email = $"user{Interlocked.Increment(ref users)}@example.org";
        return (await FaceWeb.AddUserAsync(email, Password, role), email);
    }

    // The password is right, the code is asked for.
    private async Task<HttpClient> HalfSignedInAsync(string email)
    {
        var browser = FaceWeb.NewClient(null, new CookieContainer());
        using var answer = await browser.SubmitAsync("/sign-in", "sign-in", ("Email", email), ("Password", Password));
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.StartsWith("/sign-in/code", new Uri(FaceWeb.Address, answer.Headers.Location!).AbsolutePath, StringComparison.Ordinal);
        return browser;
    }

    private static async Task<string> ResetAsync(HttpClient browser, string link, string password)
    {
        using var answer = await browser.SubmitAsync(link, "reset", ("Password", password), ("Repeat", password));
        return answer.StatusCode == HttpStatusCode.Found ? "" : await answer.Content.ReadAsStringAsync();
    }

    /// <summary>One FaceWeb for all of these tests, and its log.</summary>
    public sealed class House : IAsyncLifetime
    {
        internal RunningFaceWeb FaceWeb { get; private set; } = null!;

        internal WrittenLines Lines { get; } = new();

        public async Task InitializeAsync()
        {
            FaceWeb = await RunningFaceWeb.StartAsync("--Logging:LogLevel:FaceWeb.Access=Information");
            FaceWeb.App.Services.GetRequiredService<ILoggerFactory>().AddProvider(Lines);
        }

        public async Task DisposeAsync()
        {
            await FaceWeb.DisposeAsync();
            Lines.Dispose();
        }
    }
}
