namespace FaceWeb.Pipeline.ModelPacks;

/// <summary>Where one model of the pack runs.</summary>
/// <param name="Role">detect, landmarks, embed or pose.</param>
/// <param name="File">The model's file name.</param>
/// <param name="Device">"CPU" or "CUDA 0".</param>
/// <param name="Note">Why it is not the device asked for; empty when it is.</param>
public sealed record ModelDevice(string Role, string File, string Device, string Note);
