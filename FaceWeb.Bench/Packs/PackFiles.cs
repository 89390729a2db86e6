using System.Globalization;
using System.Security.Cryptography;
using FaceWeb.Pipeline.ModelPacks;

namespace FaceWeb.Bench.Packs;

/// <summary>Looks at the files that a pack's manifest lists.</summary>
internal static class PackFiles
{
    // git's large files are stood for by a text of three lines, which people download by mistake.
    private static readonly byte[] Pointer = "version https://git-lfs"u8.ToArray();

    /// <summary>Checks each file, and prints size and hash of each.</summary>
    /// <exception cref="ModelPackException">One is missing or another one; the message says which, and what to do.</exception>
    public static IReadOnlyList<CheckedFile> Check(string folder, ModelPack pack, TextWriter log)
    {
        var result = new List<CheckedFile>();
        foreach (var file in pack.Files)
        {
            var path = Path.Combine(folder, file.Name);
            if (!File.Exists(path))
                throw new ModelPackException($"{file.Name} is missing: put it into {Path.GetFullPath(folder)} (from {pack.Source}).");
            var content = File.ReadAllBytes(path);
            if (content.AsSpan().StartsWith(Pointer))
                throw new ModelPackException(
                    $"{file.Name} is not the model but git's pointer to it, a text of three lines: download the file itself from its page.");
            var hash = Convert.ToHexStringLower(SHA256.HashData(content));
            if (file.Sha256.Length > 0 && hash != file.Sha256)
            {
                throw new ModelPackException(string.Create(CultureInfo.InvariantCulture,
                    $"{file.Name} is another file than the manifest's: it has {content.Length:N0} bytes and the SHA-256 {hash}, not {file.Size:N0} "
                    + $"and {file.Sha256}. Get it again from {pack.Source}; or, if you trust this one, write its SHA-256 into pack.json under "
                    + $"another pack name, because its measurements may differ."));
            }
            var known = file.Sha256.Length > 0;
            log.WriteLine(known ? $"{file.Name}: SHA-256 as in the manifest."
                : $"{file.Name}: SHA-256 {hash}, not known to us: compare it with the one that its project publishes.");
            result.Add(new(file.Name, content.Length, hash, known));
        }
        return result;
    }

    /// <summary>A file of the pack that is there.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Bytes">Its size.</param>
    /// <param name="Sha256">The SHA-256 that it has.</param>
    /// <param name="Known">Whether the manifest says that it must have it; otherwise nobody has told which it should be.</param>
    internal sealed record CheckedFile(string Name, long Bytes, string Sha256, bool Known);
}
