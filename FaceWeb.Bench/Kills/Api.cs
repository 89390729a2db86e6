using System.Net.Http.Json;
using System.Text.Json;

namespace FaceWeb.Bench.Kills;

/// <summary>Calls the API of a FaceWeb that may die at any moment.</summary>
internal sealed class Api(HttpClient client)
{
    /// <summary>Asks for something.</summary>
    /// <returns>The answer; null when none came.</returns>
    public Task<Answer?> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    /// <summary>Sends something.</summary>
    /// <returns>The answer; null when none came.</returns>
    public Task<Answer?> PostAsync(string path, object? body = null) => SendAsync(HttpMethod.Post, path, Json(body));

    /// <summary>Changes something.</summary>
    /// <returns>The answer; null when none came.</returns>
    public Task<Answer?> PatchAsync(string path, object body) => SendAsync(HttpMethod.Patch, path, Json(body));

    /// <summary>Deletes something.</summary>
    /// <returns>The answer; null when none came.</returns>
    public Task<Answer?> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    /// <summary>Sends any content.</summary>
    /// <returns>The answer; null when none came.</returns>
    public async Task<Answer?> SendAsync(HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        try
        {
            using var answer = await client.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            return new Answer((int)answer.StatusCode, Read(text));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            return null;
        }
    }

    private static JsonContent? Json(object? body) => body is null ? null : JsonContent.Create(body);

    private static JsonElement Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
