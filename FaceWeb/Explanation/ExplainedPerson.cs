using FaceWeb.Faces;

namespace FaceWeb.Explanation;

/// <summary>Why a face may or may not be one person.</summary>
/// <param name="Person">The person.</param>
/// <param name="Faces">How many confirmed faces they were compared by.</param>
/// <param name="NearestCosine">Cosine to their nearest confirmed face, -1 to 1.</param>
/// <param name="Margin">The SVM margin w.x + b; null for a person without a hyperplane.</param>
/// <param name="Terms">What is added up to the logit.</param>
/// <param name="Logit">The sum.</param>
/// <param name="Probability">
/// The classifier's ceiling times e^logit, divided by 1 (nobody known) and the e^logit of all who come into question, those left out who are
/// someone else on the photo; 0 to 1.
/// </param>
/// <param name="IsLikely">Whether the name is likely enough to be suggested, or would be if no other face of the photo had it.</param>
/// <param name="ConfirmedOnPhotoFaceId">
/// Another face of the same photo that is confirmed as them: nobody is twice on one photo. Null when there is none.
/// </param>
/// <param name="SuggestedOnPhotoFaceId">
/// Another undecided face of the same photo that this name is suggested for instead of this one, because it is more like them: nobody is
/// suggested twice on one photo. Null when there is none.
/// </param>
public sealed record ExplainedPerson(
    PersonRef Person,
    int Faces,
    double NearestCosine,
    double? Margin,
    IReadOnlyList<TermView> Terms,
    double Logit,
    double Probability,
    bool IsLikely,
    long? ConfirmedOnPhotoFaceId,
    long? SuggestedOnPhotoFaceId)
{
    /// <summary>The other face of the photo that has this name, confirmed or suggested; null when there is none.</summary>
    public long? OnPhotoFaceId => ConfirmedOnPhotoFaceId ?? SuggestedOnPhotoFaceId;
}
