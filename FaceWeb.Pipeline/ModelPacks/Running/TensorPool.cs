using System.Collections.Concurrent;

namespace FaceWeb.Pipeline.ModelPacks.Running;

/// <summary>Keeps tensors between runs, so that nothing of any size is allocated for one.</summary>
internal sealed class TensorPool(EngineWithFallback engines) : IDisposable
{
    private readonly ConcurrentDictionary<int, ConcurrentBag<EngineTensors>> idle = new();
    private volatile bool closed;

    /// <summary>Tensors of the engine in use for up to so many pictures.</summary>
    public EngineTensors Take(int pictures)
    {
        var bag = idle.GetOrAdd(pictures, _ => []);
        while (bag.TryTake(out var tensors))
        {
            if (tensors.Engine == engines.Current)
                return tensors;
            tensors.Tensors.Dispose();
        }
        return engines.CreateTensors(pictures);
    }

    /// <summary>Keeps the tensors, unless their engine is not in use any more.</summary>
    public void GiveBack(EngineTensors tensors)
    {
        if (closed || tensors.Engine != engines.Current)
            tensors.Tensors.Dispose();
        else
            idle.GetOrAdd(tensors.Tensors.Pictures, _ => []).Add(tensors);
    }

    /// <summary>Frees the tensors of engines that are not in use any more.</summary>
    public void FreeOthers()
    {
        foreach (var bag in idle.Values)
        {
            for (var i = bag.Count; i > 0 && bag.TryTake(out var tensors); i--)
                GiveBack(tensors);
        }
    }

    public void Dispose()
    {
        closed = true;
        FreeOthers();
    }
}
