namespace FaceWeb.Live;

/// <summary>
/// News of faces that rooms above have to act on: whoever decides or measures faces says so here and need not know who suggests names. Heard at
/// once, in the thread that tells it; for pages, which are redrawn at leisure, there is <see cref="ChangeFeed"/>.
/// </summary>
public sealed class FaceNews
{
    /// <summary>Faces without a decision are new, were measured anew, or became open again: they wait for names and a group.</summary>
    public event Action<IReadOnlyCollection<long>>? Waiting;

    /// <summary>The confirmed faces, or whom they belong to, changed: all others compare differently.</summary>
    public event Action? Compared;

    /// <summary>Faces were deleted for good, and classifiers that had learnt from them have lost what they knew.</summary>
    public event Action? Forgotten;

    /// <summary>Tells that these faces wait for names; none are no news.</summary>
    public void TellWaiting(IEnumerable<long> faceIds)
    {
        var faces = faceIds.ToList();
        if (faces.Count > 0)
            Waiting?.Invoke(faces);
    }

    /// <summary>Tells that all faces compare differently now.</summary>
    public void TellCompared() => Compared?.Invoke();

    /// <summary>Tells that classifiers have lost what they knew.</summary>
    public void TellForgotten() => Forgotten?.Invoke();
}
