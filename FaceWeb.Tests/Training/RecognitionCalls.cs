using System.Net.Http.Json;
using System.Text.Json;

namespace FaceWeb.Tests.Training;

/// <summary>The calls that the tests of this room make again and again.</summary>
internal static class RecognitionCalls
{
    public static Task<JsonElement> ReadAsync(this HttpClient client, string path) => client.GetFromJsonAsync<JsonElement>($"/api/v1/{path}");

    public static async Task<JsonElement> PostAsync(this HttpClient client, string path, object? body = null)
    {
        var answer = await client.PostAsJsonAsync($"/api/v1/{path}", body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    public static async Task<long> NewAlbumAsync(this HttpClient client, string name) =>
        (await client.PostAsync("albums", new { name })).GetProperty("id").GetInt64();

    /// <summary>Uploads files; returns the photos' keys in their order.</summary>
    public static async Task<List<long>> UploadAsync(this HttpClient client, long album, IEnumerable<(string Name, byte[] Content)> files)
    {
        var ids = new List<long>();
        foreach (var part in files.Chunk(50))
        {
            using var form = new MultipartFormDataContent();
            foreach (var (name, content) in part)
                form.Add(new ByteArrayContent(content), "files", name);
            var answer = await client.PostAsync($"/api/v1/albums/{album}/photos", form);
            answer.EnsureSuccessStatusCode();
            var result = await answer.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal(0, result.GetProperty("rejected").GetArrayLength());
            ids.AddRange(result.GetProperty("accepted").EnumerateArray().Select(a => a.GetProperty("photoId").GetInt64()));
        }
        return ids;
    }

    /// <summary>Waits until nothing is queued or running any more.</summary>
    public static async Task<JsonElement> AllDoneAsync(this HttpClient client, int minutes = 5)
    {
        JsonElement summary = default;
        for (var end = DateTime.UtcNow.AddMinutes(minutes); DateTime.UtcNow < end; await Task.Delay(200))
        {
            summary = await client.ReadAsync("jobs/summary");
            if (summary.GetProperty("queued").GetInt32() + summary.GetProperty("running").GetInt32() == 0)
                return summary;
        }
        var jobs = await client.ReadAsync("jobs");
        throw new TimeoutException($"The jobs did not end in time: {summary.GetRawText()}, {jobs.GetRawText()}");
    }

    /// <summary>Starts a training and waits until it has ended, however it ended.</summary>
    /// <returns>The job.</returns>
    public static async Task<JsonElement> TrainAsync(this HttpClient client)
    {
        var job = (await client.PostAsync("classifier/train")).GetProperty("jobId").GetInt64();
        return await client.EndedAsync(job);
    }

    /// <summary>Waits until a job has ended, however it ended.</summary>
    public static async Task<JsonElement> EndedAsync(this HttpClient client, long job)
    {
        for (var end = DateTime.UtcNow.AddMinutes(5); DateTime.UtcNow < end; await Task.Delay(100))
        {
            var view = await client.ReadAsync($"jobs/{job}");
            if (view.GetProperty("endedAt").ValueKind != JsonValueKind.Null)
                return view;
        }
        throw new TimeoutException("The job did not end.");
    }
}
