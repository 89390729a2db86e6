namespace FaceWeb.Recognition;

/// <summary>The names of Hangfire's queues, one for each kind of work.</summary>
public static class JobQueues
{
    /// <summary>Analysing photos: several at once.</summary>
    public const string Analyse = "analyse";

    /// <summary>Training the classifier: one at a time.</summary>
    public const string Train = "train";

    /// <summary>Suggesting names, and the short upkeep of the queues: one at a time.</summary>
    public const string Suggest = "suggest";
}
