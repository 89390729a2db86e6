using Microsoft.ML.OnnxRuntime;

namespace FaceWeb.Pipeline.ModelPacks.Running;

/// <summary>
/// A model on the device that was asked for, and on the processor from the moment on when that device fails. The run that failed is repeated
/// there with the same pictures, so that nothing is lost.
/// </summary>
internal sealed class EngineWithFallback(IModelEngine first, Func<IModelEngine> openOnCpu, Action<OnnxRuntimeException> fellBack) : IDisposable
{
    private readonly Lock gate = new();
    private IModelEngine current = first;

    /// <summary>The engine in use.</summary>
    public IModelEngine Current => Volatile.Read(ref current);

    /// <summary>Tensors of the engine in use.</summary>
    public EngineTensors CreateTensors(int pictures)
    {
        while (true)
        {
            var engine = Current;
            try
            {
                return new(engine, engine.CreateTensors(pictures));
            }
            catch (OnnxRuntimeException problem) when (!engine.IsCpu)
            {
                FallBack(engine, problem);
            }
            catch (ObjectDisposedException) when (engine != Current)
            {
                // Another thread has fallen back in between.
            }
        }
    }

    /// <summary>Runs the model on the first so many pictures; <paramref name="tensors"/> become others where the device fails.</summary>
    /// <exception cref="OnnxRuntimeException">It fails on the processor, too.</exception>
    public void Run(ref EngineTensors tensors, int pictures)
    {
        try
        {
            tensors.Engine.Run(tensors.Tensors, pictures);
        }
        catch (OnnxRuntimeException problem) when (!tensors.Engine.IsCpu)
        {
            FallBack(tensors.Engine, problem);
            var others = CreateTensors(tensors.Tensors.Pictures);
            for (var i = 0; i < pictures; i++)
                tensors.Tensors.Input(i).CopyTo(others.Tensors.Input(i));
            tensors.Tensors.Dispose();
            tensors = others;
            tensors.Engine.Run(tensors.Tensors, pictures);
        }
    }

    public void Dispose() => Current.Dispose();

    private void FallBack(IModelEngine failed, OnnxRuntimeException problem)
    {
        lock (gate)
        {
            if (Current != failed)
                return;
            Volatile.Write(ref current, openOnCpu());
            // Freed when the last tensors of it are.
            failed.Dispose();
            fellBack(problem);
        }
    }
}
