using System.Security.Cryptography;
using System.Text;

namespace FaceWeb.Access;

/// <summary>
/// Encrypts the keys of data protection, with which cookies and links are made, by a secret that does not lie on the same disk: whoever gets a
/// backup of the data folder can make no cookies of it. AES-256 in GCM with a key from PBKDF2 (SHA-256, 600,000 rounds: OWASP's password storage
/// cheat sheet).
/// </summary>
public sealed class KeySecret(IConfiguration configuration)
{
    /// <summary>The setting; best given by the environment as <c>FaceWeb__KeySecret</c>.</summary>
    public const string Setting = "FaceWeb:KeySecret";

    private const int Rounds = 600_000;
    private const int SaltLength = 16;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    /// <summary>Whether a secret is given.</summary>
    public bool IsGiven => !string.IsNullOrEmpty(configuration[Setting]);

    /// <summary>Encrypts a text.</summary>
    /// <returns>Salt, nonce, tag and the encrypted text, in Base64.</returns>
    public string Encrypt(string text)
    {
        var (salt, nonce) = (RandomNumberGenerator.GetBytes(SaltLength), RandomNumberGenerator.GetBytes(NonceLength));
        var plain = Encoding.UTF8.GetBytes(text);
        var (tag, hidden) = (new byte[TagLength], new byte[plain.Length]);
        using var aes = new AesGcm(Key(salt), TagLength);
        aes.Encrypt(nonce, plain, hidden, tag);
        return Convert.ToBase64String([.. salt, .. nonce, .. tag, .. hidden]);
    }

    /// <summary>Decrypts what <see cref="Encrypt"/> made.</summary>
    /// <exception cref="CryptographicException">The secret is another one, or none is given, or the text was changed.</exception>
    public string Decrypt(string text)
    {
        var all = Convert.FromBase64String(text).AsSpan();
        if (all.Length < SaltLength + NonceLength + TagLength)
            throw new CryptographicException("The encrypted key is cut off.");
        var plain = new byte[all.Length - SaltLength - NonceLength - TagLength];
        using var aes = new AesGcm(Key(all[..SaltLength].ToArray()), TagLength);
        var nonce = all.Slice(SaltLength, NonceLength);
        var tag = all.Slice(SaltLength + NonceLength, TagLength);
        aes.Decrypt(nonce, all[(SaltLength + NonceLength + TagLength)..], tag, plain);
        return Encoding.UTF8.GetString(plain);
    }

    private byte[] Key(byte[] salt) => IsGiven
        ? Rfc2898DeriveBytes.Pbkdf2(configuration[Setting]!, salt, Rounds, HashAlgorithmName.SHA256, 32)
        : throw new CryptographicException($"The keys in the data folder are encrypted: give the setting {Setting} with which they were.");
}
