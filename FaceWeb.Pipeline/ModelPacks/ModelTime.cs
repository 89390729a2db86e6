namespace FaceWeb.Pipeline.ModelPacks;

/// <summary>How often and how long one model has run since the pipeline was opened, over all threads.</summary>
/// <param name="Role">detect, landmarks, embed or pose.</param>
/// <param name="Pictures">Number of pictures that went through it.</param>
/// <param name="Runs">Number of runs, each of one picture, or of several where they are gathered.</param>
/// <param name="Total">The runs' wall-clock times added up.</param>
public sealed record ModelTime(string Role, long Pictures, long Runs, TimeSpan Total)
{
    /// <summary>What has come to it since an earlier look at the same model.</summary>
    public ModelTime Since(ModelTime before) => new(Role, Pictures - before.Pictures, Runs - before.Runs, Total - before.Total);
}
