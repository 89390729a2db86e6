using System.Text.Json.Serialization;

namespace FaceWeb.Bench.Kills;

/// <summary>What was found after kills or cuts.</summary>
internal sealed class Damage
{
    /// <summary>Kills or cuts after which FaceWeb started again and worked on.</summary>
    public int Survived { get; set; }

    /// <summary>What was sent and not answered, or at work, at these moments: how often.</summary>
    public SortedDictionary<string, int> UnderWay { get; } = [];

    /// <summary>What the checker finds before the start: how often, by kind.</summary>
    public SortedDictionary<string, int> Found { get; } = [];

    /// <summary>Of these, what it mends; after the last one it finds nothing more.</summary>
    public SortedDictionary<string, int> Mended { get; } = [];

    /// <summary>Rows of lanes that were answered and are otherwise: decisions, people, photos, albums, things in the trash.</summary>
    public int Lost { get; set; }

    /// <summary>Decided faces that were answered and looked for, over all kills or cuts.</summary>
    public int DecisionsLookedFor { get; set; }

    /// <summary>Lanes whose last deed was not answered and is there all the same.</summary>
    public int DoneUnanswered { get; set; }

    /// <summary>Lanes whose last deed was not answered and is not there.</summary>
    public int NotDone { get; set; }

    /// <summary>Backups that were answered, and are missing or damaged.</summary>
    public int BackupsLost { get; set; }

    /// <summary>Everything that is wrong, in words.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Whether nothing was lost and nothing was found that is not mended.</summary>
    [JsonIgnore]
    public bool IsNone => Lost == 0 && BackupsLost == 0 && Problems.Count == 0;

    /// <summary>Counts.</summary>
    public static void Count(SortedDictionary<string, int> where, string what, int times = 1) => where[what] = where.GetValueOrDefault(what) + times;

    /// <summary>Holds what lanes hold against what was answered by a moment.</summary>
    /// <param name="ledger">What was answered.</param>
    /// <param name="lane">The lane.</param>
    /// <param name="at">The moment.</param>
    /// <param name="now">What it holds.</param>
    /// <param name="where">Names the kill or cut.</param>
    public void Compare(Ledger ledger, int lane, long at, LaneRows now, string where)
    {
        if (ledger.Promised(lane, at) is not { } promised)
            return;
        DecisionsLookedFor += promised.Decisions;
        var open = ledger.UnderWay(at).Where(e => e.Says && (e.Lane is null || e.Lane == lane)).ToList();
        var differences = promised.Differences(now);
        if (differences.Count == 0)
        {
            NotDone += open.Count;
            return;
        }
        if (open.Exists(e => e.Either is null || e.Either[lane].Differences(now).Count == 0))
        {
            DoneUnanswered++;
            return;
        }
        Lost += differences.Count;
        Problems.Add($"{where}: lane {lane} holds something else than was answered: {string.Join("; ", differences.Take(8))}");
    }
}
