using System.IO.Compression;
using System.Text;
using FaceWeb.Tests.Running;

namespace FaceWeb.Tests.Albums;

/// <summary>ZIP archives whose sender is not to be trusted.</summary>
public sealed class ZipTests(ZipTests.SmallLimits limits) : IClassFixture<ZipTests.SmallLimits>
{
    private readonly RunningFaceWeb faceWeb = limits.FaceWeb;

    [Fact]
    public async Task Photos_in_nested_folders_are_taken_and_what_systems_add_is_passed_over()
    {
        var album = await faceWeb.NewAlbumAsync();
        var result = await faceWeb.UploadAsync(album, ("trip.zip", Pictures.Zip(
            ("a.jpg", Pictures.Jpeg(101)),
            ("day 1/morning/b.jpg", Pictures.Jpeg(102)),
            ("__MACOSX/day 1/._b.jpg", [1, 2, 3]),
            (".DS_Store", [1]),
            ("day 1/Thumbs.db", [1]))));
        Assert.Equal(["a.jpg", "b.jpg"], result.Accepted.Select(a => a.FileName));
        Assert.Empty(result.Rejected);
        Assert.Equal(2, await faceWeb.PhotosOfAsync(album));
    }

    [Theory]
    [InlineData("../evil.jpg")]
    [InlineData("day/../../evil.jpg")]
    [InlineData("/etc/evil.jpg")]
    [InlineData("..\\evil.jpg")]
    [InlineData("C:\\evil.jpg")]
    public async Task An_entry_that_climbs_out_is_left_out(string path)
    {
        var album = await faceWeb.NewAlbumAsync();
        var seed = 110 + path.Length;
        var result = await faceWeb.UploadAsync(
            album, ("trip.zip", Pictures.Zip((path, Pictures.Jpeg(seed)), ("good.jpg", Pictures.Jpeg(seed + 1000)))));
        Assert.Equal("good.jpg", Assert.Single(result.Accepted).FileName);
        var rejected = Assert.Single(result.Rejected);
        Assert.Equal(path, rejected.FileName);
        Assert.Contains("leads out of the ZIP file", rejected.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2_900_000, "more than 200 times its packed size")]
    [InlineData(200_000_000, "The file is larger than 3 MB")]
    public async Task A_bomb_is_left_out_and_the_photo_beside_it_kept(int bytes, string sentence) =>
        await OneEntryIsRefused(("bomb.jpg", new byte[bytes]), sentence);

    [Fact]
    public async Task A_zip_inside_a_zip_is_not_opened() =>
        await OneEntryIsRefused(("inner.zip", Pictures.Zip(("x.jpg", Pictures.Jpeg(120)))), "ZIP file inside a ZIP file");

    [Fact]
    public async Task An_entry_that_is_no_picture_is_refused() =>
        await OneEntryIsRefused(("readme.txt", "hello"u8.ToArray()), "is not a picture that can be read here");

    [Fact]
    public async Task An_entry_above_the_photo_limit_is_refused() =>
        await OneEntryIsRefused(("large.jpg", Noise(3_500_000, 0xFF)), "The file is larger than 3 MB");

    [Fact]
    public async Task A_bomb_that_lies_about_its_size_is_refused()
    {
        var zip = Pictures.Zip(("bomb.jpg", new byte[50_000_000]), ("good.jpg", Pictures.Jpeg(121)));
        var album = await faceWeb.NewAlbumAsync();
        // The uncompressed size: in the first central header (signature PK 1 2) 24 bytes in.
        var central = zip.AsSpan().IndexOf("PK\x01\x02"u8);
        BitConverter.TryWriteBytes(zip.AsSpan(central + 24), 1000);
        var result = await faceWeb.UploadAsync(album, ("liar.zip", zip));
        Assert.Equal("good.jpg", Assert.Single(result.Accepted).FileName);
        Assert.Equal("bomb.jpg", Assert.Single(result.Rejected).FileName);
    }

    [Fact]
    public async Task A_locked_entry_is_refused()
    {
        var zip = Pictures.Zip(("locked.jpg", Pictures.Jpeg(122)), ("good.jpg", Pictures.Jpeg(123)));
        // Bit 0 of the general purpose flags: encrypted.
        zip[zip.AsSpan().IndexOf("PK\x03\x04"u8) + 6] |= 1;
        zip[zip.AsSpan().IndexOf("PK\x01\x02"u8) + 8] |= 1;
        var result = await faceWeb.UploadAsync(await faceWeb.NewAlbumAsync(), ("trip.zip", zip));
        Assert.Equal("good.jpg", Assert.Single(result.Accepted).FileName);
        Assert.Contains("locked with a password", Assert.Single(result.Rejected).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zip_that_unpacks_to_too_much_in_all_is_read_until_then()
    {
        // Four bits of noise a byte: packed to about half.
        var entries = Enumerable.Range(0, 5).Select(i => ($"{i}.bin", Noise(2_500_000, 0x0F))).Prepend(("good.jpg", Pictures.Jpeg(124)));
        var result = await faceWeb.UploadAsync(await faceWeb.NewAlbumAsync(), ("much.zip", Pictures.Zip([.. entries])));
        Assert.Equal("good.jpg", Assert.Single(result.Accepted).FileName);
        Assert.Contains(result.Rejected, r => r.Reason.Contains("unpacks to more than 9 MB", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_zip_of_too_many_entries_is_refused()
    {
        var zip = Pictures.Zip([.. Enumerable.Range(0, 51).Select(i => ($"{i}.jpg", new byte[] { 1 }))]);
        var result = await faceWeb.UploadAsync(await faceWeb.NewAlbumAsync(), ("many.zip", zip), ("good.jpg", Pictures.Jpeg(125)));
        Assert.Contains("more than 50 entries", Assert.Single(result.Rejected).Reason, StringComparison.Ordinal);
        Assert.Single(result.Accepted);
    }

    [Fact]
    public async Task A_list_of_entries_larger_than_the_entries_allowed_is_not_even_read()
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (var i = 0; i < 1000; i++)
                archive.CreateEntry($"{i:d50}.jpg");
        }
        var result = await faceWeb.UploadAsync(await faceWeb.NewAlbumAsync(), ("many.zip", zip.ToArray()));
        Assert.Contains("more than 50 entries", Assert.Single(result.Rejected).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cut_off_or_empty_zip_is_refused()
    {
        var zip = Pictures.Zip(("a.jpg", Pictures.Jpeg(126)));
        var result = await faceWeb.UploadAsync(
            await faceWeb.NewAlbumAsync(), ("cut.zip", zip[..^200]), ("empty.zip", Pictures.Zip()), ("good.jpg", Pictures.Jpeg(127)));
        Assert.Equal("good.jpg", Assert.Single(result.Accepted).FileName);
        Assert.Contains("damaged or cut off", result.Rejected[0].Reason, StringComparison.Ordinal);
        Assert.Contains("has no files in it", result.Rejected[1].Reason, StringComparison.Ordinal);
        await faceWeb.InboxGetsEmptyAsync();
    }

    private static byte[] Noise(int length, byte mask)
    {
        var noise = new byte[length];
        new Random(length + mask).NextBytes(noise);
        for (var i = 0; i < length; i++)
            noise[i] &= mask;
        return noise;
    }

    private async Task OneEntryIsRefused((string Path, byte[] Content) bad, string sentence)
    {
        var album = await faceWeb.NewAlbumAsync();
        var good = Pictures.Jpeg(Encoding.ASCII.GetBytes(bad.Path).Sum(b => b) + 2000);
        var result = await faceWeb.UploadAsync(album, ("trip.zip", Pictures.Zip(bad, ("good.jpg", good))));
        Assert.Equal("good.jpg", Assert.Single(result.Accepted).FileName);
        var rejected = Assert.Single(result.Rejected);
        Assert.Equal(bad.Path, rejected.FileName);
        Assert.Contains(sentence, rejected.Reason, StringComparison.Ordinal);
        Assert.Equal(1, await faceWeb.PhotosOfAsync(album));
    }

    /// <summary>A FaceWeb whose limits are small enough to be passed quickly.</summary>
    public sealed class SmallLimits : IAsyncLifetime
    {
        public RunningFaceWeb FaceWeb { get; private set; } = null!;

        public async Task InitializeAsync() => FaceWeb = await RunningFaceWeb.StartAsync(
            "--FaceWeb:Upload:MaxFileBytes=3000000", "--FaceWeb:Upload:MaxZipEntries=50", "--FaceWeb:Upload:MaxZipUnpackedBytes=9000000");

        public Task DisposeAsync() => FaceWeb.DisposeAsync().AsTask();
    }
}
