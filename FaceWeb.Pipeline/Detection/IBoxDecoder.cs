using FaceWeb.Pipeline.ModelPacks.Running;

namespace FaceWeb.Pipeline.Detection;

/// <summary>Turns one detector family's outputs into boxes.</summary>
internal interface IBoxDecoder
{
    /// <summary>
    /// Adds every box with at least the score, in pixels of the network's input, before non-maximum suppression; with five points where the network
    /// gives them.
    /// </summary>
    void Decode(PictureOutputs outputs, float threshold, List<Candidate> found);
}
