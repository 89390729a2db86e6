using System.Net;
using FaceWeb.Accounts;
using FaceWeb.Data;
using FaceWeb.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace FaceWeb.Tests.Accounts;

/// <summary>The first admin is made by whoever started the server, and by nobody else.</summary>
public sealed class SetUpTests
{
    private const string Password = "a sentence nobody guesses";

    private static readonly string[] NoAdmin = ["--FaceWeb:Admin:Email=", "--FaceWeb:Admin:Password=", "--FaceWeb:Admin:ApiKey="];

    [Fact]
    public async Task The_first_admin_is_made_with_the_code_and_only_once()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync(NoAdmin);
        var code = faceWeb.App.Services.GetRequiredService<SetUpCode>();
        Assert.Matches("^([A-Z2-9]{4}-){3}[A-Z2-9]{4}$", code.Text);
        var text = code.Text!;
        using var stranger = faceWeb.NewClient(null, new CookieContainer());
        foreach (var wrong in new[] { "", "AAAA-AAAA-AAAA-AAAA" })
            Assert.Contains(
                "code is wrong", await AnswerAsync(stranger, wrong, "stranger@example.org", Password), StringComparison.Ordinal);

        using var owner = faceWeb.NewClient(null, new CookieContainer());
        Assert.Contains("repeats itself", await AnswerAsync(owner, text, "owner@example.org", "aaaaaaaaaa"), StringComparison.Ordinal);
        var typed = text.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal);
        using var made = await SubmitAsync(owner, typed, "owner@example.org", Password);
        Assert.Equal(HttpStatusCode.Found, made.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await owner.GetAsync("/api/v1/albums")).StatusCode);
        Assert.Null(code.Text);
        Assert.False(code.Is(text));
        Assert.Equal(HttpStatusCode.Found, (await stranger.GetAsync("/set-up")).StatusCode);
    }

    [Fact]
    public async Task A_configured_admin_needs_no_code()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        Assert.Null(faceWeb.App.Services.GetRequiredService<SetUpCode>().Text);
        Assert.False(faceWeb.App.Services.GetRequiredService<SetUpCode>().Is(""));
    }

    [Theory]
    [InlineData(false, "--http_ports=8099", "http://localhost:8099")]
    [InlineData(true, "--http_ports=8099", "")]
    [InlineData(false, "--urls=http://0.0.0.0:8099", "")]
    [InlineData(false, "--Logging:LogLevel:Default=Warning", "")]
    public async Task Until_there_is_an_admin_only_this_machine_is_listened_to(bool admin, string setting, string listens)
    {
        using var folder = new DataFolder();
        var app = Program.Build(
        [
            $"--FaceWeb:DataDir={folder.Path}", setting, "--Logging:LogLevel:FaceWeb=None",
            .. admin ? new[] { $"--FaceWeb:Admin:Email={RunningFaceWeb.Email}", $"--FaceWeb:Admin:Password={RunningFaceWeb.Password}" } : NoAdmin,
        ]);
        await app.PrepareDataAsync();
        await app.PrepareAccountsAsync();
        Assert.Equal(listens, string.Join(' ', app.Urls));
        await Hosts.DisposeAsync(app);
    }

    private static async Task<string> AnswerAsync(HttpClient browser, string code, string email, string password)
    {
        using var answer = await SubmitAsync(browser, code, email, password);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private static Task<HttpResponseMessage> SubmitAsync(HttpClient browser, string code, string email, string password) =>
        browser.SubmitAsync("/set-up", "set-up", ("Code", code), ("Email", email), ("Password", password), ("Repeat", password));
}
