using System.Buffers.Binary;

namespace FaceWeb.Tests.Imaging;

/// <summary>
/// The picture of <see cref="TestPictures"/> as HEIC (64x48, encoded once with libheif's heif-enc), because no library here writes HEIC.
/// </summary>
internal static class HeicPicture
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

    /// <summary>The file, turned as phones do it: by the container's property <c>irot</c>, in steps of 90 degrees anticlockwise.</summary>
    public static byte[] File(int quarterTurns)
    {
        var bytes = Convert.FromBase64String(Encoded).ToList();
        if (quarterTurns == 0)
            return [.. bytes];
        // One property more in ipco, and its number (5, essential) in the second item's list in ipma; five sizes and one offset grow.
        var (meta, iloc, iprp, ipco, ipma) = (At("meta"), At("iloc"), At("iprp"), At("ipco"), At("ipma"));
        Grow(meta, 10);
        Grow(iprp, 10);
        Grow(ipco, 9);
        Grow(ipma, 1);
        // iloc: the first item's base offset lies in mdat, behind the added bytes.
        AddTo(iloc + 4 + 4 + 2 + 2 + 2 + 2 + 2, 10);
        var list = ipma + 4 + 4 + 4 + 2 + 1 + 2 + 2;
        bytes[list]++;
        bytes.Insert(list + 1 + 2, 0x85);
        bytes.InsertRange(ipma - 4, [0, 0, 0, 9, .. "irot"u8, (byte)quarterTurns]);
        return [.. bytes];

        int At(string name) => new string([.. bytes.Select(b => (char)b)]).IndexOf(name, StringComparison.Ordinal);

        void Grow(int box, int by) => AddTo(box - 4, by);

        void AddTo(int offset, int by)
        {
            var number = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(number, BinaryPrimitives.ReadInt32BigEndian([.. bytes.GetRange(offset, 4)]) + by);
            for (var i = 0; i < 4; i++)
                bytes[offset + i] = number[i];
        }
    }
}
