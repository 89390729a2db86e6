namespace FaceWeb.Bench.Kills.Cuts;

/// <summary>What a disk is taken to hold after a power cut.</summary>
internal enum CutModel
{
    /// <summary>
    /// Of each file what it held at its last flush; of each folder the names that it had at the folder's own last flush. Stricter than file systems
    /// are: they may lose all this, as POSIX allows, and mostly lose less.
    /// </summary>
    Strict,

    /// <summary>
    /// As a journalling file system does it: names in the order in which they were changed, up to the last flush of anything and some further;
    /// of bytes that were not flushed, each block of 4096 by chance, so that files are torn.
    /// </summary>
    Journal,
}
