namespace FaceWeb.Health.Charts;

/// <summary>How FaceWeb did at one moment: figures alone, no names.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Analysed">Photos and videos whose analysis succeeded since the sample before.</param>
/// <param name="Waiting">Photos and videos that wait for their analysis.</param>
/// <param name="Failed">Photos and videos whose analysis has failed.</param>
/// <param name="MemoryBytes">What the server's process takes of the memory, without its decoder processes.</param>
/// <param name="FreeBytes">What is free on the data folder's disk.</param>
/// <param name="Circuits">Pages that are open.</param>
/// <param name="Models">What each model did since the sample before.</param>
public sealed record HealthSample(
    DateTime At, long Analysed, int Waiting, int Failed, long MemoryBytes, long FreeBytes, int Circuits, IReadOnlyList<ModelSample> Models);
