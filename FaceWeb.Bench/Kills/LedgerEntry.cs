namespace FaceWeb.Bench.Kills;

/// <summary>One deed, from its call to its answer.</summary>
/// <param name="deed">What.</param>
/// <param name="lane">In which lane; null for what concerns all lanes, or none.</param>
/// <param name="sent">How far the log of the disk was when it was sent.</param>
internal sealed class LedgerEntry(Deed deed, int? lane, long sent)
{
    /// <summary>What.</summary>
    public Deed Deed => deed;

    /// <summary>In which lane; null for what concerns all lanes, or none.</summary>
    public int? Lane => lane;

    /// <summary>How far the log of the disk was when it was sent.</summary>
    public long Sent => sent;

    /// <summary>How far the log was when the answer was there; null when none came.</summary>
    public long? Answered { get; set; }

    /// <summary>Which answer it was, counted.</summary>
    public int Order { get; set; }

    /// <summary>Whether it changes what was said in lanes; training and backing up do not.</summary>
    public bool Says { get; init; }

    /// <summary>What was said in lanes once it was answered, by lane.</summary>
    public IReadOnlyDictionary<int, LaneRows> After { get; set; } = new Dictionary<int, LaneRows>();

    /// <summary>What is known beforehand of what it makes of lanes: a restored backup; null where it is not.</summary>
    public IReadOnlyDictionary<int, LaneRows>? Either { get; init; }

    /// <summary>The backups in the list once a backup was answered; null for other deeds.</summary>
    public IReadOnlyList<string>? Backups { get; set; }

    /// <summary>Whether it was sent and not answered at that moment.</summary>
    public bool IsUnderWay(long at) => sent < at && (Answered is not { } answered || answered > at);
}
