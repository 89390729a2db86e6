using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Faces;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Groups;

/// <summary>The faces of a group, for an action that is being written.</summary>
internal static class GroupFaces
{
    /// <summary>The group's undecided faces, or those of them that are asked for.</summary>
    /// <exception cref="RefusedException">
    /// There is no such group (404), or a face asked for is not in it (409), is named twice or none is named (400).
    /// </exception>
    public static async Task<List<(long Id, long PhotoId, int Version)>> ReadAsync(FaceWebDb db, long groupId, IReadOnlyList<long>? wanted)
    {
        var rows = await db.Faces.GroupedUnknown().Where(f => f.GroupId == groupId).OrderBy(f => f.Id)
            .Select(f => new { f.Id, f.PhotoId, f.Version }).ToListAsync();
        if (rows.Count == 0)
            throw RefusedException.NotFound($"group {groupId}");
        var faces = rows.ConvertAll(f => (f.Id, f.PhotoId, f.Version));
        if (wanted is null)
            return faces;
        if (wanted.Count == 0)
            throw new RefusedException("No face is named: give the faces of the group that are meant.");
        if (wanted.Distinct().Count() < wanted.Count)
            throw new RefusedException("A face is named twice: name each face once.");
        var byId = faces.ToDictionary(f => f.Id);
        return [.. wanted.Select(id => byId.TryGetValue(id, out var face) ? face : throw new RefusedException(
            $"Face {id} is not in group {groupId} any more, so nothing was done: look at the group again.", StatusCodes.Status409Conflict))];
    }
}
