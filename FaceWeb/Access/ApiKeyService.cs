using System.Security.Cryptography;
using System.Text;
using FaceWeb.Api;
using FaceWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Access;

/// <summary>Makes, lists, finds and revokes keys for the HTTP API.</summary>
public sealed class ApiKeyService(FaceWebDb db, ApiKeyUses uses, RoleCheck roles, TimeProvider clock)
{
    /// <summary>Makes a new key with 256 random bits; the returned text is shown once and never again.</summary>
    /// <exception cref="RefusedException">The name is empty or longer than 100 characters, or who asks is somebody else (403).</exception>
    public async Task<string> CreateAsync(string userId, string name)
    {
        await roles.RequireSelfAsync(userId);
        name = name.Trim();
        if (name.Length is 0 or > 100)
            throw new RefusedException("Give the key a name of 1 to 100 characters, so that you know later what uses it.");
        var key = "fw_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        await AddAsync(userId, name, key);
        return key;
    }

    /// <summary>Adds a key whose text is given.</summary>
    /// <exception cref="InvalidOperationException">It has fewer than 20 characters.</exception>
    public async Task AddAsync(string userId, string name, string key)
    {
        if (key.Length < 20)
            throw new InvalidOperationException("An API key must have at least 20 characters: FaceWeb:Admin:ApiKey is too short.");
        db.ApiKeys.Add(new ApiKey
        {
            UserId = userId,
            Name = name,
            Hash = Hash(key),
            Prefix = key[..7],
            CreatedAt = clock.GetUtcNow().UtcDateTime,
        });
        await db.SaveChangesAsync();
    }

    /// <summary>A user's keys, newest first.</summary>
    public async Task<List<ApiKey>> ListAsync(string userId)
    {
        var keys = await db.ApiKeys.AsNoTracking().Where(k => k.UserId == userId).OrderByDescending(k => k.Id).ToListAsync();
        foreach (var key in keys)
            key.LastUsedAt = uses.LastOf(key.Id) ?? key.LastUsedAt;
        return keys;
    }

    /// <summary>Revokes a key of that user; nothing happens when it is gone already.</summary>
    /// <exception cref="RefusedException">Who asks is somebody else (403).</exception>
    public async Task RevokeAsync(string userId, long id)
    {
        await roles.RequireSelfAsync(userId);
        await db.ApiKeys.Where(k => k.UserId == userId && k.Id == id).ExecuteDeleteAsync();
    }

    /// <summary>Whose key this is; null when it is nobody's.</summary>
    public async Task<string?> FindUserAsync(string key)
    {
        var hash = Hash(key);
        var found = await db.ApiKeys.AsNoTracking().FirstOrDefaultAsync(k => k.Hash == hash);
        if (found is null)
            return null;
        uses.Note(found.Id);
        return found.UserId;
    }

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
