using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.History.Decisions;

/// <summary>
/// The only writer of decisions. It reads what is said of some faces, takes changes in memory, and then writes the faces, their
/// rejections, the events and what follows for their suggestions. The caller holds the transaction, so that reading and writing are one.
/// </summary>
internal sealed class DecisionLedger
{
    private readonly FaceWebDb db;
    private readonly Dictionary<long, Entry> entries = [];

    private DecisionLedger(FaceWebDb db) => this.db = db;

    /// <summary>Reads these faces; those that do not exist are left out (see <see cref="Contains"/>).</summary>
    public static async Task<DecisionLedger> OpenAsync(FaceWebDb db, IEnumerable<long> faceIds)
    {
        var ledger = new DecisionLedger(db);
        foreach (var chunk in faceIds.Distinct().Chunk(Batch.Size))
        {
            var faces = await db.Faces.Where(f => chunk.Contains(f.Id))
                .Select(f => new { f.Id, f.PhotoId, f.Decision, f.PersonId, f.Version }).ToDictionaryAsync(f => f.Id);
            foreach (var id in chunk)
            {
                if (faces.TryGetValue(id, out var face))
                    ledger.entries.Add(id, new Entry(id, face.PhotoId, face.Version, new FaceState(face.Decision, face.PersonId)));
            }
            var rejections = await db.Rejections.AsNoTracking().Where(r => chunk.Contains(r.FaceId)).ToListAsync();
            foreach (var rejection in rejections)
                ledger.entries[rejection.FaceId].HadRejected.Add(rejection.PersonId);
        }
        foreach (var entry in ledger.entries.Values)
            entry.Rejected.UnionWith(entry.HadRejected);
        return ledger;
    }

    /// <summary>The faces that were read, in the order in which they were asked for.</summary>
    public IReadOnlyCollection<long> FaceIds => entries.Keys;

    /// <summary>The faces whose decision or rejections differ from what was read, and those said once more.</summary>
    public IReadOnlyList<long> Changed => [.. entries.Values.Where(e => e.IsChanged).Select(e => e.Id)];

    /// <summary>Whether the face exists.</summary>
    public bool Contains(long faceId) => entries.ContainsKey(faceId);

    /// <summary>The version that was read.</summary>
    public int Version(long faceId) => entries[faceId].Version;

    /// <summary>The photo that the face is on.</summary>
    public long PhotoId(long faceId) => entries[faceId].PhotoId;

    /// <summary>What is said of the face, changes made here included.</summary>
    public FaceState State(long faceId) => entries[faceId].Now;

    /// <summary>What was said of the face when it was read.</summary>
    public FaceState StateBefore(long faceId) => entries[faceId].Before;

    /// <summary>Whether the face rejects the person, changes made here included.</summary>
    public bool IsRejected(long faceId, long personId) => entries[faceId].Rejected.Contains(personId);

    /// <summary>Says something of the face.</summary>
    public void Decide(long faceId, FaceState state) => entries[faceId].Now = state;

    /// <summary>Says that the face is not the person.</summary>
    public void Reject(long faceId, long personId) => entries[faceId].Rejected.Add(personId);

    /// <summary>Says once more what is said of the face already: an event that changes nothing else.</summary>
    public void Reaffirm(long faceId) => entries[faceId].IsReaffirmed = true;

    /// <summary>Takes back that the face is not the person.</summary>
    public void Unreject(long faceId, long personId) => entries[faceId].Rejected.Remove(personId);

    /// <summary>Writes all changes as events of the action: a new one, or one already stored that gets more events.</summary>
    /// <exception cref="DbUpdateException">A person named is gone.</exception>
    public async Task WriteAsync(ReviewAction action, DateTime now)
    {
        var changed = entries.Values.Where(e => e.IsChanged).ToList();
        await WriteFacesAsync(changed, now);
        await WriteRejectionsAsync(changed, now);
        if (action.Id == 0)
            db.ReviewActions.Add(action);
        await db.SaveChangesAsync();
        db.FaceEvents.AddRange(changed.SelectMany(e => e.Events(action.Id)));
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
        await SuggestionRows.RemoveAsync(db, changed.Where(e => e.Now.Decision != FaceDecision.Undecided).Select(e => e.Id));
        await SuggestionRows.RewriteAsync(
            db, changed.Where(e => e.Now.Decision == FaceDecision.Undecided && e.Added.Any()).Select(e => e.Id).ToList(), person => person);
    }

    private async Task WriteFacesAsync(List<Entry> changed, DateTime now)
    {
        // A bulk names few different outcomes: one statement for each writes thousands of faces at once.
        foreach (var same in changed.GroupBy(e => (e.Now, Kept: e.Now == e.Before)))
        {
            var ((decision, personId), kept) = same.Key;
            foreach (var chunk in same.Select(e => e.Id).Chunk(Batch.Size))
            {
                var faces = db.Faces.Where(f => chunk.Contains(f.Id));
                if (kept)
                {
                    await faces.ExecuteUpdateAsync(set => set.SetProperty(f => f.Version, f => f.Version + 1));
                    continue;
                }
                var open = decision == FaceDecision.Undecided;
                DateTime? decidedAt = open ? null : now;
                // A decided face keeps the number of the group that it was in, for the suggesting job to bring it back there after an undo.
                await faces.ExecuteUpdateAsync(set => set
                    .SetProperty(f => f.Decision, decision)
                    .SetProperty(f => f.PersonId, personId)
                    .SetProperty(f => f.DecidedAt, decidedAt)
                    .SetProperty(f => f.GroupId, f => open ? null : f.GroupId)
                    .SetProperty(f => f.BestPersonId, (long?)null)
                    .SetProperty(f => f.BestProbability, (float?)null)
                    .SetProperty(f => f.Version, f => f.Version + 1));
            }
        }
    }

    private async Task WriteRejectionsAsync(List<Entry> changed, DateTime now)
    {
        foreach (var person in changed.SelectMany(e => e.Removed.Select(p => (e.Id, Person: p))).GroupBy(r => r.Person, r => r.Id))
        {
            foreach (var chunk in person.Chunk(Batch.Size))
                await db.Rejections.Where(r => r.PersonId == person.Key && chunk.Contains(r.FaceId)).ExecuteDeleteAsync();
        }
        db.Rejections.AddRange(changed.SelectMany(e => e.Added.Select(p => new Rejection { FaceId = e.Id, PersonId = p, At = now })));
    }

    private sealed class Entry(long id, long photoId, int version, FaceState state)
    {
        public long Id => id;

        public long PhotoId => photoId;

        public int Version => version;

        public FaceState Before { get; } = state;

        public FaceState Now { get; set; } = state;

        public HashSet<long> HadRejected { get; } = [];

        public HashSet<long> Rejected { get; } = [];

        public IEnumerable<long> Added => Rejected.Except(HadRejected).Order();

        public IEnumerable<long> Removed => HadRejected.Except(Rejected).Order();

        public bool IsReaffirmed { get; set; }

        public bool IsChanged => IsReaffirmed || Now != Before || !Rejected.SetEquals(HadRejected);

        // An event has room for one rejection: the first carries the change of the decision, each further one only its rejection.
        public IEnumerable<FaceEvent> Events(long actionId)
        {
            var rejections = Added.Select(p => (Person: (long?)p, Removed: false)).Concat(Removed.Select(p => (Person: (long?)p, Removed: true)))
                .ToList();
            if (rejections.Count == 0)
                rejections.Add((null, false));
            var from = Before;
            foreach (var (person, removed) in rejections)
            {
                yield return new FaceEvent
                {
                    ActionId = actionId,
                    FaceId = Id,
                    BeforeDecision = from.Decision,
                    BeforePersonId = from.PersonId,
                    AfterDecision = Now.Decision,
                    AfterPersonId = Now.PersonId,
                    RejectedPersonId = person,
                    RejectionRemoved = removed,
                };
                from = Now;
            }
        }
    }
}
