namespace FaceWeb.Pipeline.ModelPacks.Running;

/// <summary>Tensors and the engine that they belong to.</summary>
/// <param name="Engine">The engine.</param>
/// <param name="Tensors">The tensors.</param>
internal sealed record EngineTensors(IModelEngine Engine, ModelTensors Tensors);
