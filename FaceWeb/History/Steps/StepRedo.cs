using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.History.Decisions;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.History.Steps;

/// <summary>
/// One redo: what an undone action did is done again as a new action of the same kind, which stands after everything that was done
/// meanwhile and is undone like any other. Only what nobody has decided otherwise since is done again.
/// </summary>
/// <param name="db">The database, with the caller's transaction.</param>
/// <param name="steps">All kinds of actions.</param>
/// <param name="who">Who does it again.</param>
/// <param name="undone">The action, with its people.</param>
/// <param name="undo">What took it back.</param>
/// <param name="measured">What the step has measured for it.</param>
/// <param name="now">When.</param>
internal sealed class StepRedo(
    FaceWebDb db, ActionSteps steps, Actor who, ReviewAction undone, ReviewAction undo, object? measured, DateTime now)
{
    public FaceWebDb Db => db;

    public ReviewAction Undone => undone;

    public ReviewAction Undo => undo;

    public object? Measured => measured;

    public DateTime Now => now;

    /// <summary>Who does it.</summary>
    public string UserId => who.UserId;

    /// <summary>The new action: to be written by the step.</summary>
    public ReviewAction Action { get; } = new()
    {
        UserId = who.UserId,
        Source = who.Source,
        At = now,
        Kind = undone.Kind,
        Description = undone.Description,
        RedoesId = undone.Id,
        PhotoId = undone.PhotoId,
        People = undone.People.ConvertAll(p => new ActionPerson { PersonId = p.PersonId }),
    };

    /// <summary>The people that the action speaks of beside its faces, the lowest key first.</summary>
    public List<long> Named { get; } = [.. undone.People.Select(p => p.PersonId).Order()];

    /// <summary>The faces that changed or came back, with the photos they are on.</summary>
    public List<(long FaceId, long PhotoId)> Faces { get; } = [];

    /// <summary>The photos that changed themselves.</summary>
    public List<long> Photos { get; } = [];

    /// <summary>The people whose faces, merge or being changed.</summary>
    public HashSet<long> People { get; } = [];

    /// <summary>What the undo kept for this.</summary>
    /// <exception cref="RefusedException">An older version undid it and kept nothing (409).</exception>
    public T Kept<T>() => undo.Payload is { } payload
        ? StepPayload.Read<T>(payload)
        : throw Conflict($"\"{undone.Description}\" was undone by a version of FaceWeb that did not keep what doing it again needs.");

    /// <summary>
    /// The action's faces of which somebody else has said something that stands. What this user has said since is done again, too: before this.
    /// </summary>
    public Task<HashSet<long>> DecidedSinceAsync() =>
        DecidedSince.Events(db, steps, undone.Id, undo.Id).Where(e => e.Action!.UserId != who.UserId).Select(e => e.FaceId).ToHashSetAsync();

    /// <summary>Refuses when there are such faces.</summary>
    /// <exception cref="RefusedException">There are (409).</exception>
    public void Refuse(HashSet<long> otherwise, int all)
    {
        if (otherwise.Count == 0)
            return;
        throw Conflict(
            $"{DecidedSince.Subject(otherwise, all)} been decided or moved otherwise since, so \"{undone.Description}\" was not done again. Decide "
                + $"the faces by hand instead.");
    }

    /// <summary>Writes the new action, with what it tells of faces without saying who they are.</summary>
    public async Task WriteAsync(params FaceEvent[] told)
    {
        Action.Events.AddRange(told);
        db.ReviewActions.Add(Action);
        await db.SaveChangesAsync();
    }

    /// <summary>Takes over what a written ledger changed.</summary>
    public void Take(DecisionLedger ledger)
    {
        foreach (var face in ledger.FaceIds)
        {
            Faces.Add((face, ledger.PhotoId(face)));
            People.UnionWith(new[] { ledger.StateBefore(face).PersonId, ledger.State(face).PersonId }.OfType<long>());
        }
    }

    public static RefusedException Conflict(string sentence) => new(sentence, StatusCodes.Status409Conflict);
}
