namespace FaceWeb.Pipeline.ModelPacks.Running;

/// <summary>Takes what the model gave for a picture.</summary>
/// <param name="picture">The picture, from 0.</param>
/// <param name="outputs">To be read at once.</param>
internal delegate void ReadPicture(int picture, PictureOutputs outputs);
