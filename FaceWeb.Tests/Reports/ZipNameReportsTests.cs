using System.IO.Compression;
using System.Text;
using System.Text.Json;
using FaceWeb.Tests.Albums;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;

namespace FaceWeb.Tests.Reports;

/// <summary>
/// Reported of other products: names in ZIP archives of old or foreign programs come out as rubbish, and names at the edge of what systems take
/// break an upload, a download or a page.
/// </summary>
public sealed class ZipNameReportsTests(ZipNameReportsTests.Server server) : IClassFixture<ZipNameReportsTests.Server>
{
    private static int seed = 77_000;

    [Theory]
    [InlineData(437, "Größe und Öl.jpg")]
    [InlineData(437, "Übung.jpg")]
    [InlineData(437, "Müller, schöne Äpfel.jpg")]
    [InlineData(437, "Año Café Noël.jpg")]
    [InlineData(932, "写真.jpg")]
    [InlineData(932, "東京タワー 2024.jpg")]
    [InlineData(932, "花.jpg")]
    [InlineData(932, "AKB総選挙.jpg")]
    [InlineData(932, "ﾀﾛｳ.jpg")]
    [InlineData(65001, "Größe.jpg")]
    [InlineData(65001, "写真 москва.jpg")]
    [InlineData(65001, "plain.jpg")]
    public async Task A_name_in_a_zip_is_read_in_the_code_page_that_it_was_written_in(int codePage, string name)
    {
        var encoding = codePage == 65001 ? Encoding.UTF8 : CodePagesEncodingProvider.Instance.GetEncoding(codePage)!;
        var written = encoding.GetBytes(name);
        Assert.Equal(name, encoding.GetString(written));
        // Byte by byte, and without the flag that says UTF-8.
        Assert.Equal(name, await TakenAsync(Zip(Encoding.Latin1.GetString(written), Encoding.Latin1)));
    }

    [Fact]
    public async Task A_name_in_a_zip_with_the_flag_is_utf_8() =>
        Assert.Equal("é Ω 写.jpg", await TakenAsync(Zip("é Ω 写.jpg", Encoding.UTF8)));

    [Theory]
    [InlineData("90%.jpg", "90%.jpg")]
    [InlineData("%41 100%25.jpg", "%41 100%25.jpg")]
    [InlineData("two\nlines.jpg", "twolines.jpg")]
    [InlineData("two\r\nlines.jpg", "twolines.jpg")]
    [InlineData("\"quoted\" <b>.jpg", "\"quoted\" <b>.jpg")]
    public async Task A_name_with_a_percent_sign_a_line_break_or_quotes_is_taken_shown_and_downloaded(string name, string expected)
    {
        var (photo, taken) = await UploadAsync(Zip(name, Encoding.UTF8));
        Assert.Equal(expected, taken);
        var answer = await server.FaceWeb.Client.GetAsync(new Uri($"/api/v1/photos/{photo}/image?size=original", UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        Assert.Equal(expected, answer.Content.Headers.ContentDisposition?.FileNameStar);
        Assert.NotEmpty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData('a', 251)]
    [InlineData('é', 125)]
    [InlineData('写', 83)]
    [InlineData('写', 240)]
    public async Task A_name_of_255_bytes_or_more_is_taken_shown_and_downloaded(char letter, int letters)
    {
        var name = new string(letter, letters) + ".jpg";
        var (photo, taken) = await UploadAsync(Zip(name, Encoding.UTF8));
        Assert.Equal(name, taken);
        Assert.Equal(name, (await server.FaceWeb.Client.ReadAsync($"photos/{photo}")).GetProperty("fileName").GetString());
        var answer = await server.FaceWeb.Client.GetAsync(new Uri($"/api/v1/photos/{photo}/image?size=original", UriKind.Relative));
        answer.EnsureSuccessStatusCode();
    }

    private async Task<string?> TakenAsync(byte[] zip) => (await UploadAsync(zip)).Name;

    private async Task<(long Photo, string? Name)> UploadAsync(byte[] zip)
    {
        var result = await server.FaceWeb.UploadAsync(await AlbumCalls.NewAlbumAsync(server.FaceWeb), ("names.zip", zip));
        Assert.Empty(result.Rejected);
        var accepted = Assert.Single(result.Accepted);
        var listed = await server.FaceWeb.Client.ReadAsync($"photos/{accepted.PhotoId}");
        Assert.Equal(accepted.FileName, listed.GetProperty("fileName").GetString());
        return (accepted.PhotoId, accepted.FileName);
    }

    private static byte[] Zip(string name, Encoding encoding)
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true, encoding))
        {
            using var stream = archive.CreateEntry(name).Open();
            stream.Write(Pictures.Jpeg(Interlocked.Increment(ref seed), 32, 24));
        }
        return zip.ToArray();
    }

    public sealed class Server : IAsyncLifetime
    {
        public RunningFaceWeb FaceWeb { get; private set; } = null!;

        public async Task InitializeAsync() => FaceWeb = await RunningFaceWeb.StartAsync();

        public Task DisposeAsync() => FaceWeb.DisposeAsync().AsTask();
    }
}
