using System.Buffers.Binary;
using System.Text;

namespace FaceWeb.Tests.Albums;

/// <summary>Photos with a clip inside, as phones write them, put together from a JPEG and a film.</summary>
internal static class MotionPhoto
{
    /// <summary>What is taken for a film where nobody plays it: the box that begins one, and bytes.</summary>
    public static byte[] AlmostFilm { get; } =
        [0, 0, 0, 24, .. "ftypmp42"u8, 0, 0, 0, 0, .. "mp42isom"u8, .. Enumerable.Range(0, 500).Select(i => (byte)i)];

    /// <summary>As Google's Motion Photo 1.0 has it, with something else behind the clip.</summary>
    public static byte[] OfGoogle(byte[] jpeg, byte[] film, byte[]? behind = null)
    {
        var rest = behind is { Length: > 0 }
            ? $"""<rdf:li><Container:Item Item:Mime="image/jpeg" Item:Semantic="GainMap" Item:Length="{behind.Length}"/></rdf:li>""" : "";
        return [.. WithXmp(jpeg,
            $"""
            <rdf:Description rdf:about="" xmlns:GCamera="http://ns.google.com/photos/1.0/camera/"
              xmlns:Container="http://ns.google.com/photos/1.0/container/"
              xmlns:Item="http://ns.google.com/photos/1.0/container/item/" GCamera:MotionPhoto="1" GCamera:MotionPhotoVersion="1">
             <Container:Directory><rdf:Seq>
              <rdf:li><Container:Item Item:Mime="image/jpeg" Item:Semantic="Primary" Item:Length="0" Item:Padding="0"/></rdf:li>
              <rdf:li><Container:Item Item:Mime="video/mp4" Item:Semantic="MotionPhoto" Item:Length="{film.Length}"/></rdf:li>
              {rest}
             </rdf:Seq></Container:Directory>
            </rdf:Description>
            """), .. film, .. behind ?? []];
    }

    /// <summary>As older Pixels wrote it.</summary>
    /// <param name="jpeg">The picture.</param>
    /// <param name="film">The clip.</param>
    /// <param name="said">What the photo says of the clip's length; the truth where it is null.</param>
    public static byte[] OfMicroVideo(byte[] jpeg, byte[] film, string? said = null) =>
    [
        .. WithXmp(jpeg,
            $"""
            <rdf:Description rdf:about="" xmlns:GCamera="http://ns.google.com/photos/1.0/camera/" GCamera:MicroVideo="1">
             <GCamera:MicroVideoOffset>{said ?? $"{film.Length}"}</GCamera:MicroVideoOffset>
            </rdf:Description>
            """), .. film,
    ];

    /// <summary>As Samsung's phones write it: a directory at the end of the file.</summary>
    public static byte[] OfSamsung(byte[] jpeg, byte[] film)
    {
        byte[] name = [.. "MotionPhoto_Data"u8];
        byte[] data = [0, 0, 0x30, 0x0a, .. Little(name.Length), .. name, .. film];
        byte[] directory = [.. "SEFH"u8, .. Little(107), .. Little(1), 0, 0, 0x30, 0x0a, .. Little(data.Length), .. Little(data.Length)];
        return [.. jpeg, .. data, .. directory, .. Little(directory.Length), .. "SEFT"u8];
    }

    /// <summary>As phones write it that save HEIC: a box behind the others.</summary>
    public static byte[] OfHeic(byte[] film)
    {
        var size = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(size, film.Length + 8);
        return [0, 0, 0, 24, .. "ftypheic"u8, 0, 0, 0, 0, .. "mif1heic"u8, 0, 0, 0, 16, .. "meta"u8, .. new byte[8], .. size, .. "mpvd"u8, .. film];
    }

    private static byte[] WithXmp(byte[] jpeg, string description)
    {
        byte[] content =
        [
            .. "http://ns.adobe.com/xap/1.0/\0"u8,
            .. Encoding.UTF8.GetBytes(
                $"""
                <x:xmpmeta xmlns:x="adobe:ns:meta/">
                <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">{description}</rdf:RDF></x:xmpmeta>
                """),
        ];
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)(content.Length + 2));
        return [.. jpeg[..2], 0xff, 0xe1, .. length, .. content, .. jpeg[2..]];
    }

    private static byte[] Little(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return bytes;
    }
}
