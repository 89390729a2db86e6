using System.Net;
using System.Text.RegularExpressions;

namespace FaceWeb.Tests.Running;

/// <summary>What a browser does before it may do anything: it fetches a page with a form and posts the form with its cookie and token.</summary>
internal static partial class Browsers
{
    /// <summary>A client that has signed in with the form, with the cookie that it got.</summary>
    public static async Task<HttpClient> SignedInAsync(this RunningFaceWeb faceWeb, string email, string password)
    {
        var browser = faceWeb.NewClient(null, new CookieContainer());
        using var answer = await browser.SubmitAsync("/sign-in", "sign-in", ("Email", email), ("Password", password));
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return browser;
    }

    /// <summary>Fills in the form of a page without a circuit and sends it.</summary>
    /// <param name="browser">The client, with a container for cookies.</param>
    /// <param name="page">The page's path.</param>
    /// <param name="form">The form's name.</param>
    /// <param name="fields">What is typed, by the names of the form's fields.</param>
    public static async Task<HttpResponseMessage> SubmitAsync(
        this HttpClient browser, string page, string form, params (string Name, string Value)[] fields)
    {
        var all = fields.ToDictionary(f => $"Input.{f.Name}", f => f.Value);
        all["_handler"] = form;
        all["__RequestVerificationToken"] = await browser.TokenAsync(page);
        using var content = new FormUrlEncodedContent(all);
        return await browser.PostAsync(page, content);
    }

    /// <summary>The token that a page's form carries.</summary>
    public static async Task<string> TokenAsync(this HttpClient browser, string page) =>
        TokenIn(await browser.GetStringAsync(page));

    /// <summary>The same of a page that was fetched already.</summary>
    public static string TokenIn(string page) => TokenField().Match(page).Groups[1].Value;

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();
}
