using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces;
using FaceWeb.Models;
using FaceWeb.Pipeline.Classification.Normalisation;
using FaceWeb.Pipeline.Clustering;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace FaceWeb.Suggestions;

/// <summary>
/// The groups of similar undecided faces, kept in memory beside the rows (<see cref="Face.GroupId"/>) so that a new face is compared with
/// groups, not with all faces. A face is suggested names together with its group (<see cref="FaceTemplate"/>); those that get none are shown
/// as a group of unknown faces. What people have told apart (<see cref="FaceSeparation"/>) stays apart. Used by the suggesting job alone.
/// </summary>
public sealed class UndecidedGroups(ModelHost models, LibraryLevels library)
{
    // Some tenths of a second of writing.
    private const int FacesOfATransaction = 1000;

    // SQLite lets others write when they happen to look while nobody does: at most every tenth of a second.
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(100);

    private FaceGroups? groups;
    private Dictionary<long, long> written = [];
    private HashSet<long> separations = [];

    // The group that a face was in when it was decided: a decision that is taken back brings it back under that number.
    private Dictionary<long, long> left = [];
    private readonly HashSet<long> returned = [];

    private FaceGroups Read => groups ?? throw new InvalidOperationException("The groups have not been read.");

    /// <summary>Reads the rows anew the next time.</summary>
    public void Forget() => groups = null;

    /// <summary>Reads the groups from the rows the first time; with <paramref name="all"/> drops faces that were decided or deleted since.</summary>
    public async Task PrepareAsync(FaceWebDb db, bool all, CancellationToken cancel)
    {
        var levels = await library.GetAsync(db, cancel);
        groups?.Renormalise(levels);
        if (groups is not null && !all)
        {
            await SeparateAsync(db, groups, cancel);
            return;
        }
        var rows = await db.Faces.AsNoTracking().Where(f => f.Decision == FaceDecision.Undecided && f.GroupId != null)
            .OrderBy(f => f.Id).Select(f => new GroupRow(f.Id, f.PhotoId, (long?)f.Track!.Start, (long?)f.Track.End, f.GroupId!.Value)).ToListAsync(cancel);
        if (groups is not null)
        {
            // What is not undecided any more has left its group; so has what was decided and has been taken back since the last time.
            var still = rows.Select(r => r.FaceId).ToHashSet();
            foreach (var gone in written.Keys.Where(id => !still.Contains(id)).ToList())
            {
                groups.Remove(gone);
                written.Remove(gone, out var number);
                left[gone] = number;
            }
        }
        else
        {
            groups = await ReadAsync(db, rows, levels, cancel);
            await SeparateAsync(db, groups, cancel);
            left = await ReadLeftAsync(db, cancel);
            returned.Clear();
            return;
        }
        await SeparateAsync(db, groups, cancel);
    }

    /// <summary>Whether a face is in a group, be it alone.</summary>
    public bool Holds(long faceId) => Read.GroupOf(faceId) is not null;

    /// <summary>
    /// Puts an undecided face into its group; nothing for one that is there. A face whose decision was taken back goes to the group that it
    /// was in.
    /// </summary>
    /// <param name="face">The face.</param>
    /// <param name="again">Whether it was measured anew, so that its group has to be found anew.</param>
    public void Place(UndecidedFace face, bool again)
    {
        // Looking for its place anew, a face that was alone in its group keeps the number.
        if (again && Read.GroupOf(face.FaceId) is { } own && Read.Find(own)!.Size == 1)
            left.TryAdd(face.FaceId, own);
        if (again)
        {
            Read.Remove(face.FaceId);
            // Taking a face out of its group cleared its row: it is written again even where it finds back to a group of that number.
            written.Remove(face.FaceId);
        }
        if (left.Remove(face.FaceId, out var number))
            returned.Add(Read.Return(number, face.FaceId, face.Scene, face.Embedding));
        else
            Read.Add(face.FaceId, face.Scene, face.Embedding);
    }

    /// <summary>Compares the groups that came back with the others, once all that had to be placed is.</summary>
    public void Settle()
    {
        foreach (var group in returned)
            Read.Settle(group);
        returned.Clear();
    }

    /// <summary>What a face is compared by: itself together with its group (<see cref="FaceTemplate"/>); null for one that is alone.</summary>
    public float[]? TemplateOf(long faceId) => Read.TemplateOf(faceId)?.Vector;

    /// <summary>The faces whose group has other faces than when it was last written.</summary>
    public IReadOnlySet<long> Touched() => Read.Touched();

    /// <summary>Writes what differs from the rows.</summary>
    /// <returns>How many faces have another group now.</returns>
    public async Task<int> WriteAsync(FaceWebDb db, CancellationToken cancel)
    {
        Settle();
        var changes = Read.TakeChanges();
        var moved = changes.Where(c => c.GroupId is { } now && (!written.TryGetValue(c.FaceId, out var before) || before != now))
            .GroupBy(c => c.GroupId!.Value, c => c.FaceId).ToList();
        var left = changes.Where(c => c.GroupId is null && written.ContainsKey(c.FaceId)).Select(c => c.FaceId).ToList();
        // In parts, or tens of thousands of new groups would keep every other writer out for longer than it waits.
        foreach (var part in left.Chunk(FacesOfATransaction))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            await ClearAsync(db, part, cancel);
            await transaction.CommitAsync(cancel);
            foreach (var face in part)
                written.Remove(face);
        }
        foreach (var part in Parts(moved))
        {
            await MoveAsync(db, part, cancel);
            foreach (var group in part)
            {
                foreach (var face in group)
                    written[face] = group.Key;
            }
            if (part.Sum(group => group.Count()) >= FacesOfATransaction)
                await Task.Delay(Breath, cancel);
        }
        return left.Count + moved.Sum(g => g.Count());
    }

    private static async Task ClearAsync(FaceWebDb db, IEnumerable<long> faces, CancellationToken cancel)
    {
        foreach (var part in faces.Chunk(Batch.Size))
            await db.Faces.Where(f => part.Contains(f.Id)).ExecuteUpdateAsync(set => set.SetProperty(f => f.GroupId, (long?)null), cancel);
    }

    // One prepared statement: a new library has tens of thousands of groups of a few faces each.
    private static async Task MoveAsync(FaceWebDb db, IEnumerable<IGrouping<long, long>> groups, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await using (var command = db.Database.GetDbConnection().CreateCommand())
        {
            command.Transaction = transaction.GetDbTransaction();
            command.CommandText =
                $"""UPDATE "Faces" SET "GroupId" = @group WHERE "Id" = @face AND "Decision" = {(int)FaceDecision.Undecided}""";
            var (number, id) = (command.CreateParameter(), command.CreateParameter());
            (number.ParameterName, id.ParameterName) = ("@group", "@face");
            command.Parameters.Add(number);
            command.Parameters.Add(id);
            foreach (var group in groups)
            {
                foreach (var face in group)
                {
                    (number.Value, id.Value) = (group.Key, face);
                    await command.ExecuteNonQueryAsync(cancel);
                }
            }
        }
        await transaction.CommitAsync(cancel);
    }

    private static IEnumerable<List<IGrouping<long, long>>> Parts(List<IGrouping<long, long>> groups)
    {
        var part = new List<IGrouping<long, long>>();
        var faces = 0;
        foreach (var group in groups)
        {
            part.Add(group);
            faces += group.Count();
            if (faces < FacesOfATransaction)
                continue;
            yield return part;
            (part, faces) = ([], 0);
        }
        if (part.Count > 0)
            yield return part;
    }

    // A face that the model in use cannot compare yet leaves its group, as one does that is seen at once with another one of it: its number says nothing of the groups that are made from now on, and
    // faces of the two would be named together. It finds a group when it is measured.
    private async Task<FaceGroups> ReadAsync(FaceWebDb db, List<GroupRow> rows, ScoreNormalisation levels, CancellationToken cancel)
    {
        var model = models.Recognition;
        var read = new FaceGroups(model.Dimension, FaceGroupsOptions.For(model.Spread), levels);
        // Also of rows that are not read back: a page that is still open must not name faces of another group by an old number.
        read.Reserve(await db.Faces.MaxAsync(f => f.GroupId, cancel) ?? 0);
        var restored = new Dictionary<long, long>(rows.Count);
        foreach (var part in rows.Chunk(Batch.Size))
        {
            var ids = part.Select(r => r.FaceId).ToList();
            var vectors = FaceVectors.Of(db, model).AsNoTracking().Where(e => ids.Contains(e.FaceId)).OrderBy(e => e.FaceId)
                .Select(e => new { e.FaceId, e.Model, e.Vector });
            var rowOf = part.ToDictionary(r => r.FaceId);
            await foreach (var (vector, joined) in FaceVectors.Join(vectors.AsAsyncEnumerable(), model, v => v.FaceId, v => v.Model, v => v.Vector)
                .WithCancellation(cancel))
            {
                var row = rowOf[vector.FaceId];
                if (read.Restore(row.GroupId, row.FaceId, row.Scene, joined))
                    restored.Add(row.FaceId, row.GroupId);
            }
        }
        await ClearAsync(db, rows.Select(r => r.FaceId).Where(id => !restored.ContainsKey(id)), cancel);
        separations = [];
        written = restored;
        return read;
    }

    // Of decided faces too, the number of a group by another model says nothing.
    private async Task<Dictionary<long, long>> ReadLeftAsync(FaceWebDb db, CancellationToken cancel)
    {
        var decided = db.Faces.Where(f => f.GroupId != null && f.Decision != FaceDecision.Undecided);
        await FaceVectors.Incomplete(decided, models.Recognition).ExecuteUpdateAsync(set => set.SetProperty(f => f.GroupId, (long?)null), cancel);
        return await decided.Select(f => new { f.Id, GroupId = f.GroupId!.Value }).ToDictionaryAsync(f => f.Id, f => f.GroupId, cancel);
    }

    // Separations are made and taken back, never changed, so their keys tell what is new and what is gone. Faces that were told apart, and
    // those that no longer are, look for their place instead of going back to where they were.
    private async Task SeparateAsync(FaceWebDb db, FaceGroups groups, CancellationToken cancel)
    {
        var standing = await db.FaceSeparations.Select(s => s.ActionId).Distinct().ToHashSetAsync(cancel);
        foreach (var gone in separations.Where(id => !standing.Contains(id)).ToList())
        {
            foreach (var (face, part) in groups.Reunite(gone))
                ForgetPlace(face, part);
        }
        foreach (var id in standing.Where(id => !separations.Contains(id)).Order())
        {
            var faces = await db.FaceSeparations.Where(s => s.ActionId == id).Select(s => new { s.FaceId, s.Part }).ToListAsync(cancel);
            groups.Separate(id, faces.ConvertAll(s => (s.FaceId, s.Part)));
            foreach (var face in faces)
                ForgetPlace(face.FaceId, face.Part);
        }
        separations = standing;

        void ForgetPlace(long face, int part)
        {
            if (part > 0)
                left.Remove(face);
        }
    }

    private sealed record GroupRow(long FaceId, long PhotoId, long? Start, long? End, long GroupId)
    {
        public FaceScene Scene => Start is { } start && End is { } end ? new FaceScene(PhotoId, start, end) : new FaceScene(PhotoId);
    }
}
