namespace FaceWeb.Pipeline.ModelPacks;

/// <summary>The pack's face detector.</summary>
/// <param name="File">File name.</param>
/// <param name="Family">How the outputs are decoded: "rfb", "yunet", "scrfd", or "hog" (no network: see HogModel).</param>
/// <param name="Input">The input's size and normalisation.</param>
/// <param name="ScoreThreshold">Smallest score (0..1) of a face seen in the whole photo.</param>
/// <param name="TileScoreThreshold">Smallest score of a face seen in a tile; higher, because many tiles give many chances for a false face.</param>
/// <param name="ConfirmScoreThreshold">
/// Smallest score that a face found in a tile only must have when it is looked at again at other sizes; not asked of scores from 0.998.
/// </param>
/// <param name="NmsThreshold">Of two boxes that overlap more (intersection over union) the weaker is dropped.</param>
/// <param name="ContainmentThreshold">A box of which more than this share lies inside a stronger one is dropped.</param>
/// <param name="SmallestFaceInInput">
/// How many pixels of the input a face must span to be found reliably; decides how fine the finest level of tiles is.
/// </param>
public sealed record DetectModel(string File, string Family, ModelInput Input, float ScoreThreshold, float TileScoreThreshold,
    float ConfirmScoreThreshold, double NmsThreshold, double ContainmentThreshold, double SmallestFaceInInput);
