using FaceWeb.Pipeline.Classification.Training;
using FaceWeb.Work;

namespace FaceWeb.Training;

/// <summary>Shows the trainer's progress in one part of a training as progress of the whole job.</summary>
/// <param name="whole">Told of the whole.</param>
/// <param name="from">Where in the whole the part begins, 0 to 1.</param>
/// <param name="to">Where it ends.</param>
/// <param name="step">What to call its steps; null keeps their own names.</param>
internal sealed class PartOfTraining(IProgress<JobStep> whole, double from, double to, string? step = null) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) =>
        whole.Report(new JobStep(from + ((to - from) * value.Fraction), step ?? value.Step));
}
