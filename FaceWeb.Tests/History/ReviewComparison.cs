using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Tests.History;

/// <summary>Compares what is stored with what should be true.</summary>
internal static class ReviewComparison
{
    /// <summary>Decisions, rejections, boxes, people and merges are those of the model. Closes the database.</summary>
    public static async Task CompareAsync(FaceWebDb opened, ReviewModel model, long[] faces, string where)
    {
        await using var db = opened;
        var stored = await db.Faces.Where(f => faces.Contains(f.Id)).ToDictionaryAsync(f => f.Id);
        var rejected = (await db.Rejections.Where(r => faces.Contains(r.FaceId)).ToListAsync()).Select(r => (r.FaceId, r.PersonId)).ToHashSet();
        foreach (var face in faces)
        {
            if (!stored.TryGetValue(face, out var row))
            {
                // Only a face of which nobody has ever said anything may go, when it is not found again.
                Assert.False(model.WasTouched(face), $"{where}: face {face} is lost");
                continue;
            }
            Assert.True(model.Now.Faces[face] == (row.Decision, row.PersonId),
                $"{where}: face {face} should be {model.Now.Faces[face]}, is {(row.Decision, row.PersonId)}");
            if (model.Now.Boxes.TryGetValue(face, out var box))
                Assert.True(row.ByHand && (box.X, box.Y, box.Width, box.Height) == (row.X, row.Y, row.Width, row.Height),
                    $"{where}: the box of face {face} should be {box}");
        }
        Assert.True(
            rejected.SetEquals(model.Now.Rejected),
            $"{where}: rejections should be {string.Join(' ', model.Now.Rejected)}, are {string.Join(' ', rejected)}");
        var people = model.Now.People.ToList();
        var merged = await db.People.Where(p => people.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.MergedIntoId);
        foreach (var person in people)
        {
            Assert.True(merged.ContainsKey(person), $"{where}: person {person} is lost");
            var into = model.Now.MergedInto.TryGetValue(person, out var other) ? other : (long?)null;
            Assert.True(merged[person] == into, $"{where}: person {person} should be merged into {into}, is into {merged[person]}");
        }
        Assert.False(await db.People.AnyAsync(p => model.Gone.Contains(p.Id)), $"{where}: a person nobody speaks of is still there");
        Assert.False(
            await db.Suggestions.AnyAsync(
                s => faces.Contains(s.FaceId) && db.Faces.Any(f => f.Id == s.FaceId && f.Decision != FaceDecision.Undecided)),
            $"{where}: a decided face has suggestions");
    }

    /// <summary>Every face's events join without a gap, from undecided to what is stored; so do its rejections. Closes the database.</summary>
    public static async Task CompareEventsAsync(FaceWebDb opened, long[] faces, string where)
    {
        await using var db = opened;
        var events = await db.FaceEvents.Where(e => faces.Contains(e.FaceId)).OrderBy(e => e.Id).ToListAsync();
        var states = faces.ToDictionary(f => f, _ => (FaceDecision.Undecided, (long?)null));
        var rejected = new HashSet<(long, long)>();
        foreach (var e in events)
        {
            Assert.True(states[e.FaceId] == (e.BeforeDecision, e.BeforePersonId), $"{where}: a gap before event {e.Id} of face {e.FaceId}");
            states[e.FaceId] = (e.AfterDecision, e.AfterPersonId);
            if (e.RejectedPersonId is { } person)
                Assert.True(e.RejectionRemoved ? rejected.Remove((e.FaceId, person))
                    : rejected.Add((e.FaceId, person)), $"{where}: rejection of event {e.Id}");
        }
        foreach (var face in await db.Faces.Where(f => faces.Contains(f.Id)).ToListAsync())
            Assert.True(states[face.Id] == (face.Decision, face.PersonId), $"{where}: face {face.Id}");
        Assert.True(rejected.SetEquals(
            (await db.Rejections.Where(r => faces.Contains(r.FaceId)).ToListAsync()).Select(r => (r.FaceId, r.PersonId))), where);
    }
}
