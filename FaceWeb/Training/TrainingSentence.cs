using System.Globalization;
using FaceWeb.Layout;
using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Report;

namespace FaceWeb.Training;

/// <summary>What came of a training, in words.</summary>
internal static class TrainingSentence
{
    /// <summary>Says what was learnt from, what became of it, and what is left to do.</summary>
    public static string Of(TrainingReport report, string note)
    {
        var few = report.PersonNotes.Count(person => person.Kind == PersonNoteKind.TooFew);
        var sentences = new List<string>
        {
            string.Create(CultureInfo.InvariantCulture,
                $"Trained on {Words.Count(report.Faces, "face")} of {report.People:N0} people in {report.TrainingTime.TotalSeconds:F1} s."),
            note,
        };
        if (few > 0)
        {
            sentences.Add(string.Create(CultureInfo.InvariantCulture,
                $"{Words.Count(few, "person has", "people have")} only one or two named faces and {(few == 1 ? "is" : "are")} suggested by the "
                    + $"nearest of them alone."));
        }
        if (report.SuspectFaces.Count > 0)
            sentences.Add(string.Create(CultureInfo.InvariantCulture,
                $"{Words.Count(report.SuspectFaces.Count, "confirmed face looks", "confirmed faces look")} wrong: the training page shows them."));
        return string.Join(' ', sentences);
    }
}
