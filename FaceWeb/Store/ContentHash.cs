using System.Security.Cryptography;

namespace FaceWeb.Store;

/// <summary>The SHA-256 by which the store and the backups name a content.</summary>
public static class ContentHash
{
    /// <summary>Reads a whole file.</summary>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static async Task<string> OfAsync(string path, CancellationToken cancel)
    {
        await using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancel));
    }
}
