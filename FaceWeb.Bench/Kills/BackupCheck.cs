namespace FaceWeb.Bench.Kills;

/// <summary>Looks at the backups that were answered, after a kill or a cut.</summary>
internal static class BackupCheck
{
    /// <summary>The names of all backups.</summary>
    public static async Task<IReadOnlyList<string>> NamesAsync(Api api) => await api.GetAsync("backups") is { IsSuccess: true } list
        ? [.. list.Body.EnumerateArray().Select(b => b.GetProperty("name").GetString()!)] : [];

    /// <summary>Has FaceWeb read every file of every backup, and looks whether those of the last answer are there.</summary>
    public static async Task LookAsync(Damage damage, Ledger ledger, long at, Api api, string where)
    {
        var names = await NamesAsync(api);
        foreach (var name in names)
        {
            if (await api.PostAsync($"backups/{name}/verify") is { IsSuccess: true } read && read.Body.GetProperty("damaged").GetInt32() == 0)
                continue;
            damage.BackupsLost++;
            damage.Problems.Add($"{where}: the backup {name} is in the list and is not whole");
        }

        // One that is being made, or was made since by a job that a start took up again, takes those away that still have somebody who was forgotten.
        if (ledger.UnderWay(at).Any(e => e.Deed == Deed.Backup) || ledger.Backups(at) is not { } promised || names.Except(promised).Any())
            return;
        foreach (var name in promised.Except(names))
        {
            damage.BackupsLost++;
            damage.Problems.Add($"{where}: the backup {name} was answered and is gone");
        }
    }
}
