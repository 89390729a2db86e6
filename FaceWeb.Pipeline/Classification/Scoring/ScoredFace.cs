using FaceWeb.Pipeline.Classification.Calibration;
using FaceWeb.Pipeline.Classification.Training;

namespace FaceWeb.Pipeline.Classification.Scoring;

/// <summary>A face scored in cross-validation by a classifier that has not seen it.</summary>
/// <param name="Face">The face, or null for an ignored one.</param>
/// <param name="IsStranger">True when the classifier did not know the face's person.</param>
/// <param name="People">The ids of the people that came into question.</param>
/// <param name="Evidence">What spoke for each of them.</param>
internal sealed record ScoredFace(LabelledFace? Face, bool IsStranger, IReadOnlyList<long> People, IReadOnlyList<Evidence> Evidence)
{
    /// <summary>Whether a candidate's name is right.</summary>
    public bool IsRight(int candidate) => !IsStranger && People[candidate] == Face!.PersonId;

    /// <summary>
    /// The most probable candidate under a calibration, with its probability and that of being it rather than nobody known
    /// (<see cref="EvidenceCalibration.FirstOrNobody"/>); -1, 0 and 0 where there is none.
    /// </summary>
    public (int Candidate, double Probability, double OrNobody) First(EvidenceCalibration calibration)
    {
        var probabilities = calibration.Probabilities(Evidence);
        if (probabilities.Length == 0)
            return (-1, 0, 0);
        var best = probabilities.Max();
        return (Array.IndexOf(probabilities, best), best, calibration.FirstOrNobody(probabilities));
    }
}
