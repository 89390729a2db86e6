using System.Buffers.Binary;

namespace FaceWeb.Bench.Fuzzing;

/// <summary>
/// A picture of red, green, blue and white quarters as HEIC (64x48, encoded once with libheif's heif-enc), because no library here writes
/// HEIC.
/// </summary>
public static class HeicPicture
{
    private const string Encoded =
        "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAa1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAAAAAAACAAAA"
        + "EGlkYXQAAAAAAEAAMAAAADhpbG9jAQAAAERAAAIAAQAAAAAAAAHRAAEAAAAAAAABLgACAAEAAAAAAAAAAQAAAAAAAAAIAAAAOGlpbmYAAAAAAAIAAAAVaW5m"
        + "ZQIAAAEAAQAAaHZjMQAAAAAVaW5mZQIAAAAAAgAAZ3JpZAAAAADYaXBycAAAALZpcGNvAAAAdmh2Y0MBA3AAAAAAAAAAAAAe8AD8/fj4AAAPAyAAAQAYQAEM"
        + "Af//A3AAAAMAkAAAAwAAAwAeugJAIQABACpCAQEDcAAAAwCQAAADAAADAB6gIIEFlurkprm4EBAwIAAAAwAgAAADACEiAAEABkQBwXPAiQAAABRpc3BlAAAA"
        + "AAAAAEAAAABAAAAAFGlzcGUAAAAAAAAAQAAAADAAAAAQcGl4aQAAAAADCAgIAAAAGmlwbWEAAAAAAAAAAgABAoECAAICA4QAAAAaaXJlZgAAAAAAAAAOZGlt"
        + "ZwACAAEAAQAAATZtZGF0AAABKigBrwT42/Lolrf9Gdf//yt/v/49ty33LILwH4yRpfw55//oO6nhHFL1PSV2Gf+sFVlGDK0G5K87+K4lPcbMVS5SndrctasE"
        + "kWQXz2mnCyMBFaDz0y4UoHfvH9m4TE73Tpbyc0oDybcyP85P//33r//viL+tc3AxLv1Q1Inf+N15+D0Y+U1pP4dpX9y3YW92+pmGf+hLO560cIa4tyeTNqA/"
        + "GfgUyzEUa22lI6HuPDBP2Bpty6QWiNUPKL5mCMm96XeOjp2PxVi0Due2q66L6zAgjBOreIXBj3dZtjIt0HsNEXidobnJS1krcLubNAdslppCEggVvoMzI1cz"
        + "v3awEksKlLf7x15jVcVt4RnYJtPs2UTs9sj5KZJBA+iTwZuYZK3IL4WAAvd6kKU=";

    /// <summary>
    /// The file, turned as phones do it: by the container's property <c>irot</c>, in steps of 90 degrees anticlockwise (0: no such
    /// property), and with EXIF's orientation (0: no EXIF).
    /// </summary>
    public static byte[] File(int quarterTurns, int exifOrientation = 0)
    {
        var bytes = Convert.FromBase64String(Encoded).ToList();
        if (quarterTurns > 0)
            AddRotation(bytes, quarterTurns);
        if (exifOrientation > 0)
            AddExif(bytes, exifOrientation);
        return [.. bytes];
    }

    /// <summary>One property more in ipco, and its number (5, essential) in the second item's list in ipma; five sizes and one offset grow.</summary>
    private static void AddRotation(List<byte> bytes, int quarterTurns)
    {
        var ipma = At(bytes, "ipma");
        Grow(bytes, "meta", 10);
        Grow(bytes, "iprp", 10);
        Grow(bytes, "ipco", 9);
        Grow(bytes, "ipma", 1);
        MovePicture(bytes, 10);
        var list = ipma + 4 + 4 + 4 + 2 + 1 + 2 + 2;
        bytes[list]++;
        bytes.Insert(list + 1 + 2, 0x85);
        bytes.InsertRange(ipma - 4, [0, 0, 0, 9, .. "irot"u8, (byte)quarterTurns]);
    }

    /// <summary>A third item, named in iinf, placed by iloc, tied to the second by iref; its data in a box of their own at the end.</summary>
    private static void AddExif(List<byte> bytes, int orientation)
    {
        byte[] info = [0, 0, 0, 21, .. "infe"u8, 2, 0, 0, 1, 0, 3, 0, 0, .. "Exif"u8, 0];
        byte[] reference = [0, 0, 0, 14, .. "cdsc"u8, 0, 3, 0, 1, 0, 2];
        byte[] tiff = [.. "MM"u8, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];
        byte[] data = [0, 0, 0, 6, .. "Exif"u8, 0, 0, .. tiff];
        const int place = 20;
        var added = info.Length + reference.Length + place;
        MovePicture(bytes, added);
        var dataAt = bytes.Count + added + 8;
        byte[] location = [0, 3, 0, 0, 0, 0, .. Big(dataAt), 0, 1, 0, 0, 0, 0, .. Big(data.Length)];
        Append(bytes, "iref", reference);
        Append(bytes, "iinf", info);
        Append(bytes, "iloc", location);
        Grow(bytes, "meta", added);
        bytes[At(bytes, "iinf") + 4 + 4 + 1]++;
        bytes[At(bytes, "iloc") + 4 + 4 + 2 + 1]++;
        bytes.AddRange([.. Big(8 + data.Length), .. "mdat"u8, .. data]);
    }

    private static int At(List<byte> bytes, string name) => new string([.. bytes.Select(b => (char)b)]).IndexOf(name, StringComparison.Ordinal);

    private static void Append(List<byte> bytes, string box, byte[] more)
    {
        var start = At(bytes, box) - 4;
        bytes.InsertRange(start + BinaryPrimitives.ReadInt32BigEndian([.. bytes.GetRange(start, 4)]), more);
        Grow(bytes, box, more.Length);
    }

    private static void Grow(List<byte> bytes, string box, int by) => AddTo(bytes, At(bytes, box) - 4, by);

    /// <summary>iloc: the first item's base offset lies in mdat, behind the added bytes.</summary>
    private static void MovePicture(List<byte> bytes, int by) => AddTo(bytes, At(bytes, "iloc") + 4 + 4 + 2 + 2 + 2 + 2 + 2, by);

    private static void AddTo(List<byte> bytes, int offset, int by)
    {
        var number = Big(BinaryPrimitives.ReadInt32BigEndian([.. bytes.GetRange(offset, 4)]) + by);
        for (var i = 0; i < 4; i++)
            bytes[offset + i] = number[i];
    }

    private static byte[] Big(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];
}
