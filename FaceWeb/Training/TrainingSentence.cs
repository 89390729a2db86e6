using System.Globalization;
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
            string.Create(CultureInfo.InvariantCulture, $"Trained on {report.Faces:N0} {(report.Faces == 1 ? "face" : "faces")} of {report.People:N0} people in {report.TrainingTime.TotalSeconds:F1} s."),
            note,
        };
        if (few > 0)
        {
            sentences.Add(string.Create(CultureInfo.InvariantCulture,
                $"{few:N0} {(few == 1 ? "person has" : "people have")} only one or two named faces and {(few == 1 ? "is" : "are")} suggested by the nearest of them alone."));
        }
        if (report.SuspectFaces.Count > 0)
            sentences.Add(string.Create(CultureInfo.InvariantCulture, $"{report.SuspectFaces.Count:N0} confirmed {(report.SuspectFaces.Count == 1 ? "face looks" : "faces look")} wrong: the training page shows them."));
        return string.Join(' ', sentences);
    }
}
