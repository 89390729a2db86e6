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

    /// <summary>The most probable candidate under a calibration, with its probability; -1 and 0 where there is none.</summary>
    public (int Candidate, double Probability) First(EvidenceCalibration calibration)
    {
        var (first, best) = (-1, 0d);
        for (var c = 0; c < Evidence.Count; c++)
        {
            var probability = calibration.Probability(Evidence[c]);
            if (first < 0 || probability > best)
                (first, best) = (c, probability);
        }
        return (first, best);
    }
}
