namespace FaceWeb.Data;

/// <summary>A key for the HTTP API. Only its hash is kept.</summary>
public sealed class ApiKey
{
    /// <summary>The row's key.</summary>
    public long Id { get; set; }

    /// <summary>Whose key it is.</summary>
    public required string UserId { get; set; }

    /// <summary>What the user calls it.</summary>
    public required string Name { get; set; }

    /// <summary>SHA-256 of the key, 64 lower-case hexadecimal digits. A key holds 256 random bits, so a plain hash cannot be guessed back.</summary>
    public required string Hash { get; set; }

    /// <summary>The first characters of the key, to tell keys apart in a list.</summary>
    public required string Prefix { get; set; }

    /// <summary>When it was made, UTC.</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>What it may do at most: <c>read</c>, <c>edit</c> or <c>admin</c>.</summary>
    public string Scope { get; set; } = "admin";

    /// <summary>From when on it is refused, UTC; null for never.</summary>
    public DateTime? ExpiresAt { get; set; }

    /// <summary>When it was last used, UTC, to the minute.</summary>
    public DateTime? LastUsedAt { get; set; }
}
