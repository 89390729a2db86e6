using System.Buffers.Binary;
using System.Text;

namespace FaceWeb.Tests.Albums;

/// <summary>Both files of a Live Photo with Apple's identifier, as iPhones write it.</summary>
internal static class AppleFiles
{
    private const string Key = "com.apple.quicktime.content.identifier";

    /// <summary>A JPEG with EXIF in front, in whose maker note (tag 17) the identifier stands.</summary>
    public static byte[] Photo(byte[] jpeg, string identifier)
    {
        // Big-endian throughout. The note: name, version, order of bytes, one entry whose offset counts from the note's first byte.
        byte[] name = [.. Encoding.ASCII.GetBytes(identifier), 0];
        byte[] note =
        [
            .. "Apple iOS\0"u8, 0, 1, .. "MM"u8, .. Short(1), .. Short(0x11), .. Short(2), .. Long(name.Length), .. Long(14 + 2 + 12 + 4), .. Long(0),
            .. name,
        ];
        // The first directory points at EXIF's, and that at the note.
        byte[] tiff =
        [
            .. "MM"u8, .. Short(42), .. Long(8),
            .. Short(1), .. Short(0x8769), .. Short(4), .. Long(1), .. Long(26), .. Long(0),
            .. Short(1), .. Short(0x927c), .. Short(7), .. Long(note.Length), .. Long(44), .. Long(0),
            .. note,
        ];
        byte[] segment = [.. "Exif\0\0"u8, .. tiff];
        return [0xff, 0xd8, 0xff, 0xe1, .. Short(segment.Length + 2), .. segment, .. jpeg[2..]];
    }

    /// <summary>A MOV whose movie box comes last, with the identifier in QuickTime's metadata.</summary>
    public static byte[] Film(byte[] mov, string identifier)
    {
        var moov = mov.AsSpan().LastIndexOf("moov"u8) - 4;
        var size = BinaryPrimitives.ReadInt32BigEndian(mov.AsSpan(moov));
        Assert.Equal(mov.Length, moov + size);
        byte[] handler = Box("hdlr", [.. Long(0), .. Long(0), .. "mdta"u8, .. new byte[12], 0]);
        byte[] keys = Box("keys", [.. Long(0), .. Long(1), .. Box("mdta", Encoding.ASCII.GetBytes(Key))]);
        byte[] data = Box("data", [.. Long(1), .. Long(0), .. Encoding.ASCII.GetBytes(identifier)]);
        byte[] list = Box("ilst", [.. Long(8 + data.Length), .. Long(1), .. data]);
        byte[] meta = Box("meta", [.. handler, .. keys, .. list]);
        return [.. mov[..moov], .. Long(size + meta.Length), .. mov[(moov + 4)..], .. meta];
    }

    private static byte[] Box(string type, byte[] content) => [.. Long(8 + content.Length), .. Encoding.ASCII.GetBytes(type), .. content];

    private static byte[] Short(int value) => [(byte)(value >> 8), (byte)value];

    private static byte[] Long(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];
}
