using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using FaceWeb.Pipeline.Video;

namespace FaceWeb.Tests.Video;

/// <summary>When and where a Matroska file was taken, also of a file that lies about itself.</summary>
public sealed class MatroskaOriginTests
{
    private static readonly byte[] Head = Element(0x1A45DFA3, Element(0x4282, "matroska"u8.ToArray()));

    // 2024-05-06T07:08:09Z as nanoseconds since the millennium.
    private static readonly byte[] Info = Element(0x1549A966, Element(0x4461, BigEndian((ulong)(
        new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero) - new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero)).Ticks * 100)));

    private static readonly byte[] Cluster = Element(0x1F43B675, new byte[3000]);

    [Fact]
    public void The_date_of_the_segment_and_a_tag_behind_the_pictures_are_found()
    {
        var origin = Of(Segment([.. Info, .. Cluster, .. Cluster, .. Tags(("LOCATION", "+47.3769+008.5417/"))]));
        Assert.Equal((new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero), 47.3769, 8.5417), (origin.TakenAt, origin.Latitude, origin.Longitude));
    }

    [Fact]
    public void The_day_of_recording_goes_before_that_of_writing_and_keeps_its_offset()
    {
        var tags = Tags(("date_recorded", "2023-02-01T10:11:12+02:00"), ("COM.APPLE.QUICKTIME.LOCATION.ISO6709", "-33.8-151.2/"));
        var origin = Of(Segment([.. Info, .. tags]));
        Assert.Equal(new DateTimeOffset(2023, 2, 1, 10, 11, 12, TimeSpan.FromHours(2)), origin.TakenAt);
        Assert.Equal((-33.8, -151.2), (origin.Latitude, origin.Longitude));
        Assert.Equal(VideoOrigin.Unknown, Of(Segment([.. Tags(("DATE_RECORDED", "soon"), ("LOCATION", "Zurich"))])));
    }

    [Fact]
    public void Tags_behind_pictures_of_unknown_length_are_found_by_the_table_of_contents()
    {
        var tags = Tags(("LOCATION", "+47.3769+008.5417/"));
        byte[] endless = [0x1F, 0x43, 0xB6, 0x75, 0xff, .. new byte[5000]];
        Assert.Equal(VideoOrigin.Unknown, Of(Segment([.. endless, .. tags])));
        var contents = Contents(0);
        Assert.Equal(47.3769, Of(Segment([.. Contents(contents.Length + endless.Length), .. endless, .. tags])).Latitude);
    }

    [Fact]
    public void A_table_of_contents_that_leads_in_a_circle_or_nowhere_ends()
    {
        foreach (var place in new[] { 0, 1, 40, 3000, 1 << 30, int.MaxValue })
            Of(Segment([.. Contents(place), .. Cluster, .. Contents(place), .. Cluster, .. Tags(("LOCATION", "+47.3769+008.5417/"))]));
    }

    [Fact]
    public void A_damaged_file_is_read_quickly_and_without_an_error()
    {
        var whole = Segment([.. Contents(3000), .. Info, .. Cluster, .. Tags(("LOCATION", "+47.3769+008.5417/"))]);
        var random = new Random(5);
        var watch = Stopwatch.StartNew();
        for (var round = 0; round < 400; round++)
        {
            var damaged = whole[..random.Next(1, whole.Length + 1)];
            for (var i = 0; i < 8; i++)
                damaged[random.Next(Math.Min(damaged.Length, 200))] = (byte)random.Next(256);
            Of(damaged);
        }
        // As many empty elements as fit: only so many are looked at.
        Assert.Equal(VideoOrigin.Unknown, Of(Segment([.. Enumerable.Repeat<byte[]>([0xEC, 0x80], 100_000).SelectMany(e => e), .. Info])));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    private static VideoOrigin Of(byte[] content)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, content);
            return VideoOrigin.Read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    // Of unknown length, as a camera writes it that does not know how long it will film.
    private static byte[] Segment(byte[] content) => [.. Head, 0x18, 0x53, 0x80, 0x67, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, .. content];

    private static byte[] Contents(int tagsAt) => Element(0x114D9B74,
        Element(0x4DBB, [.. Element(0x53AB, [0x12, 0x54, 0xC3, 0x67]), .. Element(0x53AC, BigEndian((ulong)tagsAt))]));

    private static byte[] Tags(params (string Name, string Text)[] tags) => Element(0x1254C367, Element(0x7373,
        [.. tags.SelectMany(t => Element(0x67C8, [.. Element(0x45A3, Utf8(t.Name)), .. Element(0x4487, Utf8(t.Text))]))]));

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Element(uint id, byte[] content)
    {
        byte[] name = [.. BigEndian(id).SkipWhile(b => b == 0)];
        return [.. name, 0x10, .. BigEndian((ulong)content.Length)[5..], .. content];
    }

    private static byte[] BigEndian(ulong number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, number);
        return bytes;
    }
}
