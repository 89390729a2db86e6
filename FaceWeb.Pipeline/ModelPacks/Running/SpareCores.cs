namespace FaceWeb.Pipeline.ModelPacks.Running;

/// <summary>Which of a pipeline's cores have a photo: those without one help with the photos of others until another photo comes.</summary>
/// <param name="cores">How many may work at once.</param>
internal sealed class SpareCores(int cores)
{
    private int busy;

    /// <summary>Whether more work than there are cores: a helper then makes room.</summary>
    public bool TooMany => Volatile.Read(ref busy) > cores;

    /// <summary>A thread begins with a photo, until the result is disposed.</summary>
    public PhotoInWork Begin()
    {
        Interlocked.Increment(ref busy);
        return new(this);
    }

    /// <summary>Takes a core for a helper, if one is spare.</summary>
    public bool TryTake()
    {
        if (Volatile.Read(ref busy) >= cores)
            return false;
        if (Interlocked.Increment(ref busy) <= cores)
            return true;
        GiveBack();
        return false;
    }

    /// <summary>A helper has ended.</summary>
    public void GiveBack() => Interlocked.Decrement(ref busy);

    /// <summary>A photo that has a core.</summary>
    internal readonly ref struct PhotoInWork(SpareCores cores)
    {
        /// <summary>The photo is done.</summary>
        public void Dispose() => cores.GiveBack();
    }
}
