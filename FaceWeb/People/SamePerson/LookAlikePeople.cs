using System.Diagnostics;
using FaceWeb.Data;
using FaceWeb.Faces;
using FaceWeb.Live;
using FaceWeb.Models;
using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Training;
using FaceWeb.Pipeline.Clustering;
using FaceWeb.Suggestions;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.People.SamePerson;

/// <summary>
/// The pairs of people, and of a person and a group, who look alike. They are worked out from the embeddings when they are asked for
/// and something has changed since the last time; one at a time.
/// </summary>
public sealed class LookAlikePeople : IDisposable
{
    // What has come since the pairs were worked out: nothing, new photos, or a decision, after which no pair that it settles may be shown.
    private const int Fresh = 0;
    private const int Grown = 1;
    private const int Decided = 2;

    // All faces with a name are read for it: while photos are analysed it would be done for each visitor anew.
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    /// <summary>The most pairs that are kept.</summary>
    public const int MostPairs = 500;

    // The largest groups: each is compared with every person.
    private const int MostGroups = 1000;

    private readonly IDbContextFactory<FaceWebDb> databases;
    private readonly ModelHost models;
    private readonly LibraryLevels library;
    private readonly IDisposable subscription;
    private readonly SemaphoreSlim turn = new(1);
    private IReadOnlyList<LookAlike> kept = [];
    private int stale = Decided;
    private long workedOut;

    /// <summary>Begins to listen for changes.</summary>
    public LookAlikePeople(IDbContextFactory<FaceWebDb> databases, ModelHost models, LibraryLevels library, ChangeFeed changes)
    {
        (this.databases, this.models, this.library) = (databases, models, library);
        subscription = changes.Listen(batch =>
        {
            if (batch.Any(c => c.Kind is ChangeKind.Face or ChangeKind.Person))
                Volatile.Write(ref stale, Decided);
            else if (batch.Any(c => c.Kind == ChangeKind.Suggestions))
                Interlocked.CompareExchange(ref stale, Grown, Fresh);
            return Task.CompletedTask;
        });
    }

    /// <summary>
    /// The pairs, most alike first. A person has a positive key, a group the negative of its own; the one with the lower key comes first.
    /// How alike two must be says <see cref="LookAlikeOptions"/>.
    /// </summary>
    public async Task<IReadOnlyList<LookAlike>> FindAsync(CancellationToken cancel = default)
    {
        await turn.WaitAsync(cancel);
        try
        {
            if (Volatile.Read(ref stale) == Fresh || (Volatile.Read(ref stale) == Grown && Stopwatch.GetElapsedTime(workedOut) < Kept))
                return kept;
            Volatile.Write(ref stale, Fresh);
            try
            {
                kept = await WorkOutAsync(cancel);
                workedOut = Stopwatch.GetTimestamp();
                return kept;
            }
            catch
            {
                Volatile.Write(ref stale, Decided);
                throw;
            }
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        subscription.Dispose();
        turn.Dispose();
    }

    private async Task<IReadOnlyList<LookAlike>> WorkOutAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var model = models.Recognition;
        var bars = LookAlikeOptions.For(model.Spread);
        var faces = await ConfirmedFaces.ReadAsync(db, model, cancel);
        faces.AddRange(await GroupedAsync(db, cancel));
        var levels = await library.GetAsync(db, cancel);
        return await Task.Run(() => LookAlikes.Find(faces, model.Dimension, LeastCosine, MostPairs, levels, cancel), cancel);

        double LeastCosine(long one, long other) => (one > 0, other > 0) switch
        {
            (true, true) => bars.AlikeCosine,
            (false, false) => double.PositiveInfinity,
            _ => bars.MaybeCosine,
        };
    }

    private async Task<List<LabelledFace>> GroupedAsync(FaceWebDb db, CancellationToken cancel)
    {
        var grouped = db.Faces.AsNoTracking().GroupedUnknown();
        var groups = await grouped.GroupBy(f => f.GroupId!.Value).Where(g => g.Count() > 1)
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key).Take(MostGroups).Select(g => g.Key).ToListAsync(cancel);
        var rows = await grouped.Where(f => groups.Contains(f.GroupId!.Value))
            .Select(f => new { f.Id, GroupId = f.GroupId!.Value, PhotoId = f.Track == null ? f.PhotoId : -f.Id, f.Quality }).ToListAsync(cancel);
        var measured = await FaceVectors.ReadAsync(db, models.Recognition, rows.ConvertAll(r => r.Id), cancel);
        return [.. rows.Where(r => measured.ContainsKey(r.Id)).Select(r => new LabelledFace(r.Id, -r.GroupId, r.PhotoId, measured[r.Id], r.Quality))];
    }
}
