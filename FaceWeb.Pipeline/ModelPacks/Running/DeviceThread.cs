using System.Collections.Concurrent;

namespace FaceWeb.Pipeline.ModelPacks.Running;

/// <summary>
/// One thread for all that a session asks of a GPU: ONNX Runtime's CUDA provider keeps its own cuDNN and cuBLAS state, and GPU memory for it, for
/// each thread that runs a session.
/// </summary>
internal sealed class DeviceThread : IDisposable
{
    private readonly BlockingCollection<(Action Work, TaskCompletionSource Done)> asked = [];

    public DeviceThread() => new Thread(Serve) { IsBackground = true, Name = "GPU" }.Start();

    /// <summary>Does the work there and waits for it; throws what it throws.</summary>
    public void Run(Action work)
    {
        var done = new TaskCompletionSource();
        asked.Add((work, done));
        done.Task.GetAwaiter().GetResult();
    }

    public void Dispose() => asked.CompleteAdding();

    private void Serve()
    {
        foreach (var (work, done) in asked.GetConsumingEnumerable())
        {
            try
            {
                work();
                done.SetResult();
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        }
        asked.Dispose();
    }
}
