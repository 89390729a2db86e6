namespace FaceWeb.Work;

/// <summary>The names of Hangfire's queues, one for each kind of work.</summary>
public static class JobQueues
{
    /// <summary>Analysing photos: several at once.</summary>
    public const string Analyse = "analyse";

    /// <summary>Measuring faces by a pack that they lack: one job at a time, beside the analysing.</summary>
    public const string Embed = "embed";

    /// <summary>Training the classifier: one at a time.</summary>
    public const string Train = "train";

    /// <summary>Suggesting names, and the short upkeep of the queues: one at a time.</summary>
    public const string Suggest = "suggest";

    /// <summary>Making backups: one at a time, beside all else.</summary>
    public const string Backup = "backup";

    /// <summary>Making films of videos: one at a time, beside all else.</summary>
    public const string Film = "film";
}
