namespace FaceWeb.Pipeline.ModelPacks;

/// <summary>The pack's head-pose model; packs may go without.</summary>
/// <param name="File">File name.</param>
/// <param name="Family">"hopenet": yaw, pitch and roll as 66 bins of three degrees from -99 (Ruiz et al. 2018).</param>
/// <param name="Input">The input's size and normalisation.</param>
/// <param name="CropScale">The crop is the box with its sides multiplied by this.</param>
public sealed record PoseModel(string File, string Family, ModelInput Input, double CropScale);
