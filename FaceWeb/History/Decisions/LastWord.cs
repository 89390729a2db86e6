using FaceWeb.Access;
using FaceWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.History.Decisions;

/// <summary>Who was the last to say something of a face, or to move it, in the words in which another window of theirs is told so.</summary>
internal static class LastWord
{
    /// <summary>"You, in another window," when it was the same user, else "Somebody else"; a verb in the past tense follows.</summary>
    public static async Task<string> OfAsync(FaceWebDb db, long faceId, Actor asked)
    {
        var last = await db.FaceEvents.Where(e => e.FaceId == faceId).OrderByDescending(e => e.Id).Select(e => e.Action!.UserId)
            .FirstOrDefaultAsync();
        return last == asked.UserId ? "You, in another window," : "Somebody else";
    }
}
