using System.Security.Cryptography;
using System.Text;

namespace FaceWeb.Accounts;

/// <summary>
/// The code with which the first admin is made: whoever can read this server's console or log is the one who set it up. A new one at each start,
/// and none once there is an admin.
/// </summary>
public sealed class SetUpCode
{
    // Without letters and digits that look alike.
    private const string Signs = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

    /// <summary>Sixteen signs of 31 in groups of four (79 random bits); null when no admin has to be made.</summary>
    public string? Text { get; private set; }

    /// <summary>Makes a code.</summary>
    /// <returns>The code.</returns>
    public string Make() => Text = string.Join('-', RandomNumberGenerator.GetString(Signs, 16).Chunk(4).Select(part => new string(part)));

    /// <summary>No code holds any more.</summary>
    public void Forget() => Text = null;

    /// <summary>Whether this is the code, with or without its dashes, in capitals or not. Takes the same time however much of it is right.</summary>
    public bool Is(string? given) =>
        Text is { } text && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Bare(text)), Encoding.UTF8.GetBytes(Bare(given ?? "")));

    private static string Bare(string text) => string.Concat(text.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
}
