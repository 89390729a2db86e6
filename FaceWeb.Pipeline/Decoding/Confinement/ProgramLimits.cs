namespace FaceWeb.Pipeline.Decoding.Confinement;

/// <summary>What a confined program may take.</summary>
/// <param name="MemoryBytes">Address space in bytes.</param>
/// <param name="ProcessorTime">Processor time of all its threads, in whole seconds.</param>
/// <param name="FileBytes">The largest file that it may write, in bytes.</param>
/// <param name="ReadFile">The only file outside the system's own folders that it may read, absolute.</param>
/// <param name="Folder">Where it works: the only folder in which it may write, absolute.</param>
public sealed record ProgramLimits(long MemoryBytes, TimeSpan ProcessorTime, long FileBytes, string ReadFile, string Folder);
