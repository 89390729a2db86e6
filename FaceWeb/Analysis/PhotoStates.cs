using System.Linq.Expressions;
using FaceWeb.Data;
using FaceWeb.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Analysis;

/// <summary>
/// The states of a photo on its way through the analysis, and every move from one to another with its rule. A photo begins as queued;
/// nobody else moves it. Each move is one conditional update, so that of two who want to move a photo only one does.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term>queued to running</term><description><see cref="ClaimAsync"/>: a worker takes it</description></item>
/// <item><term>running to analysed</term><description><see cref="FinishAsync"/>: its faces are written</description></item>
/// <item><term>running to queued, or failed</term><description><see cref="FailAsync"/>: the third failed try gives it up</description></item>
/// <item><term>running to queued</term><description><see cref="PutBackAsync"/>: its worker stops</description></item>
/// <item><term>running to queued, or failed</term><description><see cref="InterruptAsync"/>: its process died, the third time</description></item>
/// <item><term>queued to analysed, or failed</term><description><see cref="PutAsideAsync"/>: called off</description></item>
/// <item><term>running to analysed, or failed</term><description><see cref="PutClaimedAsideAsync"/>: called off</description></item>
/// <item><term>analysed or failed to queued</term><description><see cref="RequeueAsync"/>: retried, or analysed again</description></item>
/// <item><term>analysed or failed to queued</term><description><see cref="RequeueForEveryFrameAsync"/>: every frame is wanted</description></item>
/// <item><term>any to queued</term><description><see cref="TurnAsync"/>: turned by hand</description></item>
/// </list>
/// A photo leaves the running state only by the claim that brought it there, unless a person turns it: one that was deleted, turned or claimed
/// anew since is left alone.
/// </remarks>
public static class PhotoStates
{
    /// <summary>How many failed tries a photo gets before it is shown as failed.</summary>
    public const int MostAttempts = 3;

    /// <summary>After how many deaths of the process a photo is given up.</summary>
    public const int MostInterruptions = 3;

    /// <summary>What a photo that was never analysed says of itself when its analysis was called off.</summary>
    public const string CalledOff = "The analysis was cancelled before this photo was looked at. Retry it when you want its faces.";

    /// <summary>Whether nobody is to read the photo's file before somebody retries it.</summary>
    public static Expression<Func<Photo, bool>> IsGivenUp { get; } = photo => photo.State == PhotoState.Failed && photo.Error != CalledOff;

    /// <summary>A video that was looked at up to so many milliseconds before its end was looked at whole: containers say its length roughly.</summary>
    public const long LeastLeft = 1000;

    internal const string GivenUp = "FaceWeb stopped three times while reading this photo. Check the file, or upload a smaller copy.";

    /// <summary>Whether a photo neither waits nor runs, so that it can be queued again.</summary>
    public static Expression<Func<Photo, bool>> IsAtRest { get; } = photo => photo.State == PhotoState.Analysed || photo.State == PhotoState.Failed;

    /// <summary>From queued to running.</summary>
    /// <param name="db">The database.</param>
    /// <param name="photoId">The photo.</param>
    /// <param name="process">The process that takes it.</param>
    /// <param name="now">The time, UTC.</param>
    /// <param name="cancel">Stops before it is taken.</param>
    /// <returns>The photo as claimed, with which the claim is given up again; null when it is not queued (any more).</returns>
    internal static async Task<Photo?> ClaimAsync(FaceWebDb db, long photoId, Guid process, DateTime now, CancellationToken cancel)
    {
        var taken = await db.Photos.Where(p => p.Id == photoId && p.State == PhotoState.Queued).ExecuteUpdateAsync(set => set
            .SetProperty(p => p.State, PhotoState.Running)
            .SetProperty(p => p.ClaimedBy, process)
            .SetProperty(p => p.ClaimedAt, now), cancel);
        return taken == 1 ? await db.Photos.AsNoTracking().FirstOrDefaultAsync(p => p.Id == photoId, CancellationToken.None) : null;
    }

    /// <summary>From running to analysed, as a part of the transaction that writes the faces; tries and interruptions are forgotten.</summary>
    /// <param name="db">The context with the open transaction.</param>
    /// <param name="claimed">The photo as claimed.</param>
    /// <param name="finished">What was learnt of it.</param>
    /// <param name="now">The time, UTC.</param>
    /// <param name="cancel">Stops before it is written.</param>
    /// <returns>Whether the claim still held.</returns>
    internal static async Task<bool> FinishAsync(
        FaceWebDb db, Photo claimed, FinishedPhoto finished, DateTime now, CancellationToken cancel) =>
        await Claimed(db, claimed).ExecuteUpdateAsync(set => set
            .SetProperty(p => p.State, PhotoState.Analysed)
            .SetProperty(p => p.Error, (string?)null)
            .SetProperty(p => p.Attempts, 0)
            .SetProperty(p => p.Interruptions, 0)
            .SetProperty(p => p.ClaimedBy, (Guid?)null)
            .SetProperty(p => p.ClaimedAt, (DateTime?)null)
            .SetProperty(p => p.AnalysedAt, now)
            .SetProperty(p => p.Pack, finished.Pack)
            .SetProperty(p => p.Damaged, finished.Damaged)
            .SetProperty(p => p.Turn, finished.Turn)
            .SetProperty(p => p.FaceTurn, finished.FaceTurn)
            .SetProperty(p => p.Width, finished.Width)
            .SetProperty(p => p.Height, finished.Height), cancel) == 1;

    /// <summary>
    /// A running video's tracks are written up to a time, as a part of the transaction that writes them; it stays running. Tries and interruptions
    /// are forgotten: it has come further.
    /// </summary>
    /// <param name="db">The context with the open transaction.</param>
    /// <param name="claimed">The video as claimed.</param>
    /// <param name="upTo">Up to where, in milliseconds.</param>
    /// <param name="turn">How it is turned to be seen upright.</param>
    /// <param name="width">Its width in pixels, turned.</param>
    /// <param name="height">Its height in pixels, turned.</param>
    /// <param name="cancel">Stops before it is written.</param>
    /// <returns>Whether the claim still held.</returns>
    internal static async Task<bool> AdvanceAsync(
        FaceWebDb db, Photo claimed, long upTo, PhotoTurn turn, int width, int height, CancellationToken cancel) =>
        await Claimed(db, claimed).ExecuteUpdateAsync(set => set
            .SetProperty(p => p.LookedUpTo, upTo)
            .SetProperty(p => p.Attempts, 0)
            .SetProperty(p => p.Interruptions, 0)
            .SetProperty(p => p.Turn, turn)
            .SetProperty(p => p.FaceTurn, turn)
            .SetProperty(p => p.Width, width)
            .SetProperty(p => p.Height, height), cancel) == 1;

    /// <summary>From running to queued after a failed try, or to failed after the last one.</summary>
    /// <param name="db">The database.</param>
    /// <param name="claimed">The photo as claimed.</param>
    /// <param name="reason">Why, as a sentence for the user.</param>
    /// <param name="forGood">Whether no further try is worth it.</param>
    /// <returns>The state now; null when the claim no longer held.</returns>
    internal static async Task<PhotoState?> FailAsync(FaceWebDb db, Photo claimed, string reason, bool forGood = false)
    {
        var attempts = forGood ? MostAttempts : claimed.Attempts + 1;
        var state = attempts >= MostAttempts ? PhotoState.Failed : PhotoState.Queued;
        var moved = await Claimed(db, claimed).ExecuteUpdateAsync(set => set
            .SetProperty(p => p.State, state)
            .SetProperty(p => p.Attempts, attempts)
            .SetProperty(p => p.Error, reason)
            .SetProperty(p => p.ClaimedBy, (Guid?)null)
            .SetProperty(p => p.ClaimedAt, (DateTime?)null));
        return moved == 1 ? state : null;
    }

    /// <summary>From running to queued, because its worker stops: this is no failed try.</summary>
    internal static Task PutBackAsync(FaceWebDb db, Photo claimed) => Claimed(db, claimed).ExecuteUpdateAsync(set => set
        .SetProperty(p => p.State, PhotoState.Queued)
        .SetProperty(p => p.ClaimedBy, (Guid?)null)
        .SetProperty(p => p.ClaimedAt, (DateTime?)null));

    /// <summary>From running to queued, because the process died that had claimed it, or to failed the third time: this is no failed try.</summary>
    /// <returns>The state now; null when the claim no longer held.</returns>
    internal static async Task<PhotoState?> InterruptAsync(FaceWebDb db, Photo claimed, CancellationToken cancel)
    {
        var interruptions = claimed.Interruptions + 1;
        var last = interruptions >= MostInterruptions;
        var state = last ? PhotoState.Failed : PhotoState.Queued;
        var moved = await Claimed(db, claimed).ExecuteUpdateAsync(set => set
            .SetProperty(p => p.State, state)
            .SetProperty(p => p.Interruptions, last ? 0 : interruptions)
            .SetProperty(p => p.Error, p => last ? GivenUp : p.Error)
            .SetProperty(p => p.ClaimedBy, (Guid?)null)
            .SetProperty(p => p.ClaimedAt, (DateTime?)null), cancel);
        return moved == 1 ? state : null;
    }

    /// <summary>
    /// Calls the analysis of those photos off that are queued: one that had been analysed before keeps those faces and is analysed again, one
    /// that had not fails with <see cref="CalledOff"/>.
    /// </summary>
    /// <returns>How many there were.</returns>
    internal static Task<int> PutAsideAsync(IQueryable<Photo> photos) => CallOffAsync(photos.Where(p => p.State == PhotoState.Queued));

    /// <summary>The same for a running photo, by the worker that holds it.</summary>
    internal static Task PutClaimedAsideAsync(FaceWebDb db, Photo claimed) => CallOffAsync(Claimed(db, claimed));

    /// <summary>
    /// From analysed or failed to queued, with all its tries before it; those that wait or run are passed over. A video that was analysed is
    /// looked at from its beginning, one that failed or was called off from where it was.
    /// </summary>
    internal static Task RequeueAsync(FaceWebDb db, IReadOnlyCollection<long> photoIds) =>
        db.Photos.Where(p => photoIds.Contains(p.Id)).Where(IsAtRest).ExecuteUpdateAsync(set => set
            .SetProperty(p => p.LookedUpTo, p => p.State == PhotoState.Analysed ? null : p.LookedUpTo)
            .SetProperty(p => p.State, PhotoState.Queued)
            .SetProperty(p => p.Error, (string?)null)
            .SetProperty(p => p.Attempts, 0)
            .SetProperty(p => p.ClaimedBy, (Guid?)null)
            .SetProperty(p => p.ClaimedAt, (DateTime?)null));

    /// <summary>
    /// From analysed or failed to queued, to have every frame of a video looked at: from its beginning, or, where that had begun and was called off
    /// or failed, from where it was.
    /// </summary>
    /// <returns>1; 0 for one that waits or runs.</returns>
    internal static Task<int> RequeueForEveryFrameAsync(FaceWebDb db, long photoId) =>
        db.Photos.Where(p => p.Id == photoId).Where(IsAtRest).ExecuteUpdateAsync(set => set
            .SetProperty(p => p.LookedUpTo, p => p.EveryFrame && p.LookedUpTo < p.Duration - LeastLeft ? p.LookedUpTo : null)
            .SetProperty(p => p.EveryFrame, true)
            .SetProperty(p => p.State, PhotoState.Queued)
            .SetProperty(p => p.Error, (string?)null)
            .SetProperty(p => p.Attempts, 0)
            .SetProperty(p => p.ClaimedBy, (Guid?)null)
            .SetProperty(p => p.ClaimedAt, (DateTime?)null));

    /// <summary>
    /// From any state to queued, with another turn, as a part of the transaction that turns its boxes: the analysis that runs, if one does, loses
    /// its claim.
    /// </summary>
    /// <param name="db">The context with the open transaction.</param>
    /// <param name="photo">The photo as it is.</param>
    /// <param name="turn">How it is to be shown.</param>
    /// <param name="byHand">Whether a person chose that.</param>
    internal static Task TurnAsync(FaceWebDb db, Photo photo, PhotoTurn turn, bool byHand)
    {
        var id = photo.Id;
        var (width, height) = photo.Turn.OnItsSide == turn.OnItsSide ? (photo.Width, photo.Height) : (photo.Height, photo.Width);
        return db.Photos.Where(p => p.Id == id).ExecuteUpdateAsync(set => set
            .SetProperty(p => p.State, PhotoState.Queued)
            .SetProperty(p => p.Turn, turn)
            .SetProperty(p => p.TurnedByHand, byHand)
            .SetProperty(p => p.Width, width)
            .SetProperty(p => p.Height, height)
            .SetProperty(p => p.Error, (string?)null)
            .SetProperty(p => p.Attempts, 0)
            .SetProperty(p => p.ClaimedBy, (Guid?)null)
            .SetProperty(p => p.ClaimedAt, (DateTime?)null));
    }

    private static IQueryable<Photo> Claimed(FaceWebDb db, Photo claimed)
    {
        var (id, process, at) = (claimed.Id, claimed.ClaimedBy, claimed.ClaimedAt);
        return db.Photos.Where(p => p.Id == id && p.State == PhotoState.Running && p.ClaimedBy == process && p.ClaimedAt == at);
    }

    private static Task<int> CallOffAsync(IQueryable<Photo> photos) => photos.ExecuteUpdateAsync(set => set
        .SetProperty(p => p.State, p => p.AnalysedAt != null ? PhotoState.Analysed : PhotoState.Failed)
        .SetProperty(p => p.Error, p => p.AnalysedAt != null ? null : CalledOff)
        .SetProperty(p => p.Attempts, 0)
        .SetProperty(p => p.ClaimedBy, (Guid?)null)
        .SetProperty(p => p.ClaimedAt, (DateTime?)null));
}
