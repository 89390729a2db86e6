using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using FaceWeb.Albums.Uploading;

namespace FaceWeb.Tests.Albums;

/// <summary>A sender of files in pieces, as the tus protocol wants it.</summary>
internal static class PieceCalls
{
    public static async Task<string> BeginAsync(this HttpClient client, long album, string name, long length)
    {
        using var request = Asking(HttpMethod.Post, $"/api/v1/albums/{album}/uploads");
        request.Headers.Add("Upload-Length", length.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("Upload-Metadata", $"filetype aW1hZ2U=,filename {Convert.ToBase64String(Encoding.UTF8.GetBytes(name))}");
        using var answer = await client.SendAsync(request);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        Assert.True(answer.Headers.Contains("Upload-Expires"));
        return answer.Headers.Location!.ToString();
    }

    public static async Task RefusesToBeginAsync(this HttpClient client, long album, string name, long length, string sentence)
    {
        using var request = Asking(HttpMethod.Post, $"/api/v1/albums/{album}/uploads");
        request.Headers.Add("Upload-Length", length.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("Upload-Metadata", $"filename {Convert.ToBase64String(Encoding.UTF8.GetBytes(name))}");
        using var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.InsufficientStorage, answer.StatusCode);
        Assert.Contains(sentence, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    public static async Task<long> OffsetAsync(this HttpClient client, string address)
    {
        using var answer = await client.SendAsync(Asking(HttpMethod.Head, address));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return long.Parse(Assert.Single(answer.Headers.GetValues("Upload-Offset")), CultureInfo.InvariantCulture);
    }

    public static Task<HttpResponseMessage> AppendAsync(this HttpClient client, string address, long offset, HttpContent piece)
    {
        var request = Asking(HttpMethod.Patch, address);
        request.Headers.Add("Upload-Offset", offset.ToString(CultureInfo.InvariantCulture));
        piece.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
        request.Content = piece;
        return client.SendAsync(request);
    }

    public static async Task<UploadProgress> ProgressAsync(this HttpClient client, string address) =>
        (await client.GetFromJsonAsync<UploadProgress>(address))!;

    public static HttpRequestMessage Asking(HttpMethod method, string address)
    {
        var request = new HttpRequestMessage(method, address);
        request.Headers.Add("Tus-Resumable", "1.0.0");
        return request;
    }
}
