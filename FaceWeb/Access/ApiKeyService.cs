using System.Security.Cryptography;
using System.Text;
using FaceWeb.Api;
using FaceWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Access;

/// <summary>Makes, lists, finds and revokes keys for the HTTP API.</summary>
public sealed class ApiKeyService(FaceWebDb db, ApiKeyUses uses, RoleCheck roles, AccessLog said, TimeProvider clock)
{
    /// <summary>Makes a new key with 256 random bits; the returned text is shown once and never again.</summary>
    /// <param name="userId">Whose key.</param>
    /// <param name="name">What will use it.</param>
    /// <param name="scope">What it may do at most, one of <see cref="KeyScope.All"/>.</param>
    /// <param name="days">For how many days it holds, 1 to 3,650; null for ever.</param>
    /// <exception cref="RefusedException">
    /// The name is empty or longer than 100 characters, the scope or the days are none, or who asks is somebody else (403).
    /// </exception>
    public async Task<string> CreateAsync(string userId, string name, string scope = KeyScope.Admin, int? days = null)
    {
        await roles.RequireSelfAsync(userId);
        name = name.Trim();
        if (name.Length is 0 or > 100)
            throw new RefusedException("Give the key a name of 1 to 100 characters, so that you know later what uses it.");
        if (!KeyScope.All.Contains(scope))
            throw new RefusedException($"A key may {string.Join(", ", KeyScope.All)}: choose one.");
        if (days is < 1 or > 3650)
            throw new RefusedException("A key holds for 1 to 3650 days, or for ever.");
        var key = "fw_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        await AddAsync(userId, name, key, scope, days);
        return key;
    }

    /// <summary>Adds a key whose text is given.</summary>
    /// <exception cref="InvalidOperationException">It has fewer than 20 characters.</exception>
    public async Task AddAsync(string userId, string name, string key, string scope = KeyScope.Admin, int? days = null)
    {
        if (key.Length < 20)
            throw new InvalidOperationException("An API key must have at least 20 characters: FaceWeb:Admin:ApiKey is too short.");
        var now = clock.GetUtcNow().UtcDateTime;
        db.ApiKeys.Add(new ApiKey
        {
            UserId = userId,
            Name = name,
            Hash = Hash(key),
            Prefix = key[..7],
            CreatedAt = now,
            Scope = scope,
            ExpiresAt = days is { } d ? now.AddDays(d) : null,
        });
        await db.SaveChangesAsync();
        said.Note("got an API key", await EmailAsync(userId), $"“{name}” {key[..7]}…, scope {scope}");
    }

    /// <summary>A user's keys, newest first.</summary>
    public async Task<List<ApiKey>> ListAsync(string userId) =>
        WithUses(await db.ApiKeys.AsNoTracking().Where(k => k.UserId == userId).OrderByDescending(k => k.Id).ToListAsync());

    /// <summary>All users' keys with their owners' e-mail addresses, for admins, newest first.</summary>
    /// <exception cref="RefusedException">Who asks is no admin (403).</exception>
    public async Task<IReadOnlyList<(ApiKey Key, string Owner)>> ListAllAsync(Paging paging)
    {
        await roles.RequireAsync(Policies.Admin);
        var keys = WithUses(await db.ApiKeys.AsNoTracking().OrderByDescending(k => k.Id).Skip(paging.Skip).Take(paging.PageSize).ToListAsync());
        var owners = keys.ConvertAll(k => k.UserId);
        var emails = await db.Users.AsNoTracking().Where(u => owners.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.Email!);
        return keys.ConvertAll(k => (k, emails.GetValueOrDefault(k.UserId, "")));
    }

    /// <summary>Revokes a key of that user; nothing happens when it is gone already.</summary>
    /// <exception cref="RefusedException">Who asks is somebody else, and no admin (403).</exception>
    public async Task RevokeAsync(string userId, long id)
    {
        await roles.RequireSelfOrAdminAsync(userId);
        if (await db.ApiKeys.Where(k => k.UserId == userId && k.Id == id).ExecuteDeleteAsync() > 0)
            said.Note("lost an API key", await EmailAsync(userId), $"number {id}");
    }

    /// <summary>The key with this text; null when there is none, or it has expired.</summary>
    public async Task<ApiKey?> FindAsync(string key)
    {
        var hash = Hash(key);
        var found = await db.ApiKeys.AsNoTracking().FirstOrDefaultAsync(k => k.Hash == hash);
        if (found is null || found.ExpiresAt <= clock.GetUtcNow().UtcDateTime)
            return null;
        uses.Note(found.Id);
        return found;
    }

    private List<ApiKey> WithUses(List<ApiKey> keys)
    {
        foreach (var key in keys)
            key.LastUsedAt = uses.LastOf(key.Id) ?? key.LastUsedAt;
        return keys;
    }

    private async Task<string?> EmailAsync(string userId) => (await db.Users.AsNoTracking().FirstOrDefaultAsync(u => u.Id == userId))?.Email;

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
