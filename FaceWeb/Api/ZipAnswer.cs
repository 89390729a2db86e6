using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace FaceWeb.Api;

/// <summary>A ZIP file that is written while it is sent, file by file: it needs no room on the disk and little memory.</summary>
public sealed class ZipAnswer : IResult
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        // Names are to be read by people.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly string name;
    private readonly Func<ZipAnswer, CancellationToken, Task> fill;
    private ZipArchive? archive;

    /// <summary>Makes one.</summary>
    /// <param name="name">The file's name, without <c>.zip</c>.</param>
    /// <param name="fill">Adds the files.</param>
    public ZipAnswer(string name, Func<ZipAnswer, CancellationToken, Task> fill) => (this.name, this.fill) = (name, fill);

    /// <inheritdoc />
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var (response, cancel) = (httpContext.Response, httpContext.RequestAborted);
        response.ContentType = "application/zip";
        response.Headers.CacheControl = "no-store";
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName($"{name}.zip");
        response.Headers.ContentDisposition = disposition.ToString();
        // The archive writes some of its own few bytes between the files synchronously.
        if (httpContext.Features.Get<IHttpBodyControlFeature>() is { } body)
            body.AllowSynchronousIO = true;
        await using (archive = await ZipArchive.CreateAsync(response.Body, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, cancel))
            await fill(this, cancel);
    }

    /// <summary>Adds an object as JSON, to be read by people.</summary>
    public async Task AddJsonAsync<T>(string path, T content, CancellationToken cancel)
    {
        await using var stream = await OpenAsync(path, CompressionLevel.Fastest, cancel);
        await JsonSerializer.SerializeAsync(stream, content, Json, cancel);
    }

    /// <summary>Adds a table as CSV (RFC 4180, UTF-8), its first line the columns' names.</summary>
    public async Task AddTableAsync(
        string path, IReadOnlyList<string> columns, IAsyncEnumerable<IReadOnlyList<object?>> rows, CancellationToken cancel)
    {
        await using var stream = await OpenAsync(path, CompressionLevel.Fastest, cancel);
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)) { NewLine = "\r\n" };
        await writer.WriteLineAsync(string.Join(',', columns));
        await foreach (var row in rows.WithCancellation(cancel))
            await writer.WriteLineAsync(string.Join(',', row.Select(Field)));
    }

    /// <summary>Adds bytes as they are, for example a JPEG.</summary>
    public async Task AddBytesAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        await using var stream = await OpenAsync(path, CompressionLevel.NoCompression, cancel);
        await stream.WriteAsync(content, cancel);
    }

    /// <summary>Adds a file as it is.</summary>
    public async Task AddFileAsync(string path, string file, CancellationToken cancel)
    {
        await using var from = File.OpenRead(file);
        await using var stream = await OpenAsync(path, CompressionLevel.NoCompression, cancel);
        await from.CopyToAsync(stream, cancel);
    }

    private Task<Stream> OpenAsync(string path, CompressionLevel level, CancellationToken cancel) =>
        (archive ?? throw new InvalidOperationException("Files are added while the answer is sent.")).CreateEntry(path, level).OpenAsync(cancel);

    private static string Field(object? value)
    {
        var text = value switch
        {
            null => "",
            DateTime moment => moment.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            string words => TableText.WithoutFormula(words),
            _ => value.ToString() ?? "",
        };
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
