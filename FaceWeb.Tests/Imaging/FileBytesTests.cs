using FaceWeb.Pipeline.Imaging;

namespace FaceWeb.Tests.Imaging;

/// <summary>Small files are read and large ones mapped, and nobody who looks at the bytes sees a difference.</summary>
public sealed class FileBytesTests : IDisposable
{
    private readonly TestPictures pictures = new();

    public void Dispose() => pictures.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(15_000)]
    [InlineData(1 << 20)]
    [InlineData((1 << 20) + 1)]
    [InlineData(5_000_000)]
    public void They_are_the_file_from_its_first_to_its_last(int length)
    {
        var expected = new byte[length];
        new Random(length).NextBytes(expected);
        var path = pictures.WriteBytes("bytes", expected);

        using var file = new FileBytes(path);

        Assert.True(file.Bytes.SequenceEqual(expected));
    }

    [Fact]
    public void Two_files_that_are_open_at_once_do_not_share_memory()
    {
        byte[] one = [.. Enumerable.Repeat((byte)1, 10_000)], two = [.. Enumerable.Repeat((byte)2, 9_000)];
        using var first = new FileBytes(pictures.WriteBytes("one", one));
        using var second = new FileBytes(pictures.WriteBytes("two", two));

        Assert.True(first.Bytes.SequenceEqual(one));
        Assert.True(second.Bytes.SequenceEqual(two));
    }

    [Fact]
    public void A_file_can_be_deleted_while_it_is_looked_at()
    {
        var path = pictures.WriteBytes("gone", [.. Enumerable.Repeat((byte)7, 3_000_000)]);
        using var file = new FileBytes(path);

        File.Delete(path);

        Assert.Equal(7, file.Bytes[^1]);
    }
}
