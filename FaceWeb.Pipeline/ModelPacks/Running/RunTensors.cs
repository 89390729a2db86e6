namespace FaceWeb.Pipeline.ModelPacks.Running;

/// <summary>Runs a model on the first so many pictures of the tensors, which become others where the device fails.</summary>
internal delegate void RunTensors(ref EngineTensors tensors, int pictures);
