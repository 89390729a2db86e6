namespace FaceWeb.Pipeline.ModelPacks;

/// <summary>The npm package that the build restores a pack's files from.</summary>
/// <param name="Package">The package's name.</param>
/// <param name="Version">The exact version.</param>
/// <param name="Integrity">The tarball's SHA-512 as npm writes it ("sha512-" and base64).</param>
public sealed record NpmSource(string Package, string Version, string Integrity);
