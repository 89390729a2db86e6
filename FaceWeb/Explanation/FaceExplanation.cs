using FaceWeb.Faces;

namespace FaceWeb.Explanation;

/// <summary>
/// Why a face has the name that it has, or none: every step of the way from the photo to the probability, taken with this very face.
/// </summary>
/// <param name="Face">The face.</param>
/// <param name="Photo">The photo that it is on.</param>
/// <param name="ByHand">Whether a person drew or moved its box.</param>
/// <param name="Summary">What comes out, in one or two sentences.</param>
/// <param name="CropArea">The part of the photo that the crop and the gradients show, pixels of the upright original.</param>
/// <param name="Gradients">The gradient histograms of the crop; null while it has no pictures.</param>
/// <param name="Detection">What the detector sees in it; null where the detector that found it is a network, or a person drew the box.</param>
/// <param name="Alignment">How the face was straightened; null while it has no landmarks.</param>
/// <param name="Quality">How well it can be measured; null while it has no landmarks.</param>
/// <param name="Embedding">Its numbers by the models in use; null when they have not measured it.</param>
/// <param name="Nearest">The confirmed faces most like it, nearest first; the face itself is not among them.</param>
/// <param name="People">
/// The people that come into question, surest first, and whoever is confirmed. Of a confirmed face they are compared without the face
/// itself.
/// </param>
/// <param name="Rejected">The people whom somebody has said it is not: they are not looked at.</param>
/// <param name="Classifier">What the probabilities come from; null when the models in use have not measured the face.</param>
/// <param name="Level">How near the face is to everybody; null where cosines are not corrected.</param>
/// <param name="Together">
/// With how many other undecided faces that look like the same person it is compared as one; 0 for a face that is compared alone.
/// </param>
public sealed record FaceExplanation(
    FaceView Face,
    ExplainedPhoto Photo,
    bool ByHand,
    string Summary,
    BoxView CropArea,
    GradientsView? Gradients,
    DetectionView? Detection,
    AlignmentView? Alignment,
    QualityView? Quality,
    EmbeddingView? Embedding,
    IReadOnlyList<NearestFace> Nearest,
    IReadOnlyList<ExplainedPerson> People,
    IReadOnlyList<PersonRef> Rejected,
    ExplainingClassifier? Classifier,
    LevelView? Level,
    int Together);
