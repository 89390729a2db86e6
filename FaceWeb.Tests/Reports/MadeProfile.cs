using System.Buffers.Binary;
using ImageMagick;

namespace FaceWeb.Tests.Reports;

/// <summary>Colour profiles of a matrix and a curve (ICC.1:2022, version 4), as cameras, phones and picture programs embed them.</summary>
internal static class MadeProfile
{
    // EIZO's and others' tables of primaries, brought to D50 by Bradford's method: X, Y, Z of red, green and blue.
    private static readonly double[] P3 = [0.51512, 0.24120, -0.00105, 0.29198, 0.69225, 0.04189, 0.15710, 0.06657, 0.78407];
    private static readonly double[] Romm = [0.79767, 0.28804, 0, 0.13519, 0.71188, 0, 0.03134, 0.00009, 0.82491];

    /// <summary>Display P3, of Apple's phones: P3's primaries with sRGB's curve.</summary>
    public static ColorProfile DisplayP3 { get; } = new(Write(P3, [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045]));

    /// <summary>ProPhoto (ROMM RGB): gamma 1.8, its primaries outside of what an eye sees.</summary>
    public static ColorProfile ProPhoto { get; } = new(Write(Romm, [1.8]));

    /// <summary>Gray of gamma 1, which hardly anybody writes and which is seen at once where it is overlooked.</summary>
    public static byte[] LinearGray { get; } = Profile("GRAY", [("kTRC", Curve([1.0])), ("wtpt", Xyz(0.9642, 1, 0.8249))]);

    private static byte[] Write(double[] primaries, double[] curve) => Profile("RGB ",
    [
        ("wtpt", Xyz(0.9642, 1, 0.8249)),
        ("rXYZ", Xyz(primaries[0], primaries[1], primaries[2])),
        ("gXYZ", Xyz(primaries[3], primaries[4], primaries[5])),
        ("bXYZ", Xyz(primaries[6], primaries[7], primaries[8])),
        ("rTRC", Curve(curve)), ("gTRC", Curve(curve)), ("bTRC", Curve(curve)),
    ]);

    private static byte[] Profile(string space, (string Name, byte[] Content)[] tags)
    {
        tags = [("desc", Text("made for a test")), ("cprt", Text("none")), .. tags];
        var head = 128 + 4 + (12 * tags.Length);
        var profile = new byte[head + tags.Sum(t => t.Content.Length)];
        Number(profile, 0, (uint)profile.Length);
        Number(profile, 8, 0x04000000);
        Letters(profile, 12, "mntr");
        Letters(profile, 16, space);
        Letters(profile, 20, "XYZ ");
        Letters(profile, 36, "acsp");
        Xyz(0.9642, 1, 0.8249).AsSpan(8).CopyTo(profile.AsSpan(68));
        Number(profile, 128, (uint)tags.Length);
        var at = head;
        foreach (var (i, (name, content)) in tags.Index())
        {
            Letters(profile, 132 + (12 * i), name);
            Number(profile, 136 + (12 * i), (uint)at);
            Number(profile, 140 + (12 * i), (uint)content.Length);
            content.CopyTo(profile, at);
            at += content.Length;
        }
        return profile;
    }

    private static byte[] Xyz(double x, double y, double z)
    {
        var tag = new byte[20];
        Letters(tag, 0, "XYZ ");
        foreach (var (i, value) in new[] { x, y, z }.Index())
            Number(tag, 8 + (4 * i), Fixed(value));
        return tag;
    }

    // One number is a gamma, five are those of sRGB's kind of curve.
    private static byte[] Curve(double[] numbers)
    {
        var tag = new byte[12 + (4 * numbers.Length)];
        Letters(tag, 0, "para");
        tag[9] = (byte)(numbers.Length == 1 ? 0 : 3);
        foreach (var (i, value) in numbers.Index())
            Number(tag, 12 + (4 * i), Fixed(value));
        return tag;
    }

    private static byte[] Text(string text)
    {
        var tag = new byte[28 + (2 * text.Length) + (2 * text.Length % 4)];
        Letters(tag, 0, "mluc");
        Number(tag, 8, 1);
        Number(tag, 12, 12);
        Letters(tag, 16, "enUS");
        Number(tag, 20, (uint)(2 * text.Length));
        Number(tag, 24, 28);
        System.Text.Encoding.BigEndianUnicode.GetBytes(text).CopyTo(tag, 28);
        return tag;
    }

    private static uint Fixed(double value) => unchecked((uint)(int)Math.Round(value * 65_536));

    private static void Number(byte[] to, int at, uint value) => BinaryPrimitives.WriteUInt32BigEndian(to.AsSpan(at), value);

    private static void Letters(byte[] to, int at, string text) => System.Text.Encoding.ASCII.GetBytes(text).CopyTo(to, at);
}
