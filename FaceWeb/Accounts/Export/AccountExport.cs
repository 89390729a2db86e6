using System.Runtime.CompilerServices;
using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Accounts.Export;

/// <summary>
/// Everything that is kept about one's own account, as a ZIP of readable files: neither the password nor keys, which nobody can read.
/// </summary>
public sealed class AccountExport(IDbContextFactory<FaceWebDb> databases, RoleCheck roles)
{
    private static readonly Dictionary<string, string> Files = new()
    {
        ["sessions.csv"] = "The browsers in which you are signed in, with their addresses.",
        ["keys.csv"] = "Your API keys by name; the keys themselves are kept as fingerprints only.",
        ["actions.csv"] = "What you have done: decisions, merges, deletions.",
        ["photos.csv"] = "The photos that you uploaded, with their albums.",
        ["trash.csv"] = "What you deleted that can still be brought back.",
    };

    /// <summary>The answer that sends it.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="cancel">Stops before it is begun.</param>
    /// <exception cref="RefusedException">It is another's account (403).</exception>
    public async Task<ZipAnswer> AnswerAsync(string userId, CancellationToken cancel)
    {
        await roles.RequireSelfAsync(userId);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var user = await db.Users.AsNoTracking().FirstOrDefaultAsync(u => u.Id == userId, cancel) ?? throw RefusedException.NotFound("account");
        var role = await db.UserRoles.Where(l => l.UserId == userId)
            .Join(db.Roles, l => l.RoleId, r => r.Id, (_, r) => r.Name).FirstOrDefaultAsync(cancel);
        var about = new ExportedAccount(user.Email, role, user.TwoFactorEnabled, user.LockoutEnd, Files);
        return new ZipAnswer("account", (zip, stop) => FillAsync(zip, userId, about, stop));
    }

    private async Task FillAsync(ZipAnswer zip, string userId, ExportedAccount about, CancellationToken cancel)
    {
        await zip.AddJsonAsync("account.json", about, cancel);
        await using var db = await databases.CreateDbContextAsync(cancel);
        await zip.AddTableAsync(
            "sessions.csv", ["startedAt", "lastUsedAt", "address", "browser"],
            Rows(db.UserSessions.Where(s => s.UserId == userId).OrderBy(s => s.StartedAt)
                .Select(s => new object?[] { s.StartedAt, s.LastUsedAt, s.Address, s.Browser }), cancel), cancel);
        await zip.AddTableAsync(
            "keys.csv", ["name", "begins", "scope", "createdAt", "expiresAt", "lastUsedAt"],
            Rows(db.ApiKeys.Where(k => k.UserId == userId).OrderBy(k => k.Id)
                .Select(k => new object?[] { k.Name, k.Prefix, k.Scope, k.CreatedAt, k.ExpiresAt, k.LastUsedAt }), cancel), cancel);
        await zip.AddTableAsync(
            "actions.csv", ["at", "what", "from", "undone"],
            Rows(db.ReviewActions.Where(a => a.UserId == userId).OrderBy(a => a.Id)
                .Select(a => new object?[] { a.At, a.Description, a.Source, a.UndoneById == null ? "" : "yes" }), cancel), cancel);
        await zip.AddTableAsync(
            "photos.csv", ["uploadedAt", "album", "fileName", "bytes"],
            Rows(db.Photos.Where(p => p.UploaderId == userId).OrderBy(p => p.Id)
                .Select(p => new object?[] { p.UploadedAt, p.Album!.Name, p.FileName, p.Bytes + p.ClipBytes }), cancel), cancel);
        await zip.AddTableAsync(
            "trash.csv", ["deletedAt", "name", "photos", "faces"],
            Rows(db.TrashItems.Where(i => i.UserId == userId).OrderBy(i => i.Id)
                .Select(i => new object?[] { i.DeletedAt, i.Name, i.Photos, i.Faces }), cancel),
            cancel);
    }

    private static async IAsyncEnumerable<IReadOnlyList<object?>> Rows(IQueryable<object?[]> rows, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancel))
            yield return row;
    }
}
