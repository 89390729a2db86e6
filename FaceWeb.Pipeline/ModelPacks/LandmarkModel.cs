namespace FaceWeb.Pipeline.ModelPacks;

/// <summary>The pack's landmark model.</summary>
/// <param name="File">File name.</param>
/// <param name="Family">"points68": 136 numbers, x and y of 68 points in iBUG order as shares (0..1) of the crop.</param>
/// <param name="Input">The input's size and normalisation.</param>
/// <param name="CropScale">The crop is a square with this many times the box's longer side, about the box's centre.</param>
public sealed record LandmarkModel(string File, string Family, ModelInput Input, double CropScale);
