namespace FaceWeb.Pipeline.ModelPacks.Running;

/// <summary>Writes a picture's planes to where the model takes them from. The same model must not be run meanwhile.</summary>
/// <param name="picture">The picture, from 0.</param>
/// <param name="planes">Planes, row by row; what stands there is left over from another run.</param>
internal delegate void FillPicture(int picture, Span<float> planes);
