namespace FaceWeb.Bench.Kills;

/// <summary>What was asked for and answered, in order: what FaceWeb has promised.</summary>
internal sealed class Ledger(Stage stage)
{
    private readonly Lock gate = new();
    private readonly List<LedgerEntry> entries = [];
    private readonly SortedDictionary<Deed, int> done = [];
    private int order;

    /// <summary>Where it happens.</summary>
    public Stage Stage => stage;

    /// <summary>How often each deed was done, as answered.</summary>
    public IReadOnlyDictionary<Deed, int> Done
    {
        get
        {
            lock (gate)
                return new SortedDictionary<Deed, int>(done);
        }
    }

    /// <summary>Something is about to be sent.</summary>
    /// <param name="deed">What.</param>
    /// <param name="lane">In which lane; null for all or none.</param>
    /// <param name="says">Whether it changes what was said.</param>
    /// <param name="either">What it makes of lanes, where that is known.</param>
    public LedgerEntry Begin(Deed deed, int? lane, bool says, IReadOnlyDictionary<int, LaneRows>? either = null)
    {
        var entry = new LedgerEntry(deed, lane, stage.Position) { Says = says, Either = either };
        lock (gate)
            entries.Add(entry);
        return entry;
    }

    /// <summary>The answer is there.</summary>
    /// <param name="entry">What was sent.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="after">Reads what lanes hold now.</param>
    public void End(LedgerEntry entry, Answer answer, Func<IReadOnlyDictionary<int, LaneRows>> after)
    {
        var position = stage.Position;
        var rows = after();
        lock (gate)
        {
            (entry.Answered, entry.After, entry.Order) = (position, rows, ++order);
            if (answer.IsSuccess)
                done[entry.Deed] = done.GetValueOrDefault(entry.Deed) + 1;
        }
    }

    /// <summary>What was said in a lane, and answered, by that moment; null when nothing was.</summary>
    public LaneRows? Promised(int lane, long at)
    {
        lock (gate)
        {
            return entries.Where(e => e.Answered <= at && e.After.ContainsKey(lane)).MaxBy(e => e.Order)?.After[lane];
        }
    }

    /// <summary>The backups that were in the list when one was answered last, by that moment; null when none was.</summary>
    public IReadOnlyList<string>? Backups(long at)
    {
        lock (gate)
            return entries.Where(e => e.Answered <= at && e.Backups is not null).MaxBy(e => e.Order)?.Backups;
    }

    /// <summary>What was sent and not answered at that moment.</summary>
    public IReadOnlyList<LedgerEntry> UnderWay(long at)
    {
        lock (gate)
            return [.. entries.Where(e => e.IsUnderWay(at))];
    }

    /// <summary>Moments at which something had just been answered, or was under way.</summary>
    public IReadOnlyList<(long Sent, long? Answered, Deed Deed)> Moments()
    {
        lock (gate)
            return [.. entries.Select(e => (e.Sent, e.Answered, e.Deed))];
    }

    /// <summary>Begins anew with what lanes hold: after a restart everything that was under way has happened or has not.</summary>
    public void Restart(IReadOnlyDictionary<int, LaneRows> rows)
    {
        var position = stage.Position;
        lock (gate)
        {
            // Of what a killed one left only the last list of backups is still a promise.
            if (stage.Log is null && entries.Where(e => e is { Answered: not null, Backups: not null }).MaxBy(e => e.Order) is var last)
                entries.RemoveAll(e => e != last);
            foreach (var open in entries.Where(e => e.Answered is null))
                open.Answered = position;
            entries.Add(new LedgerEntry(Deed.Start, null, position) { Answered = position, After = rows, Order = ++order });
        }
    }
}
