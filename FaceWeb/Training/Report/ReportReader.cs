using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces;
using FaceWeb.Faces.Naming;
using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Report;

namespace FaceWeb.Training.Report;

/// <summary>Reads the people and faces that a training report names, and leaves out what has been decided since.</summary>
public sealed class ReportReader(PeopleNames names, FaceService faces, ReaffirmService second)
{
    /// <summary>The most suspect faces read at once; deciding some makes room for the next.</summary>
    public const int MostSuspects = 200;

    /// <summary>The most pairs of confused people shown.</summary>
    public const int MostPairs = 50;

    /// <summary>Reads them.</summary>
    public async Task<ReportContents> ReadAsync(TrainingReport report)
    {
        var reaffirmed = await second.AmongAsync([.. report.SuspectFaces.Select(s => s.FaceId)]);
        var open = report.SuspectFaces.Where(s => !reaffirmed.Contains(s.FaceId)).ToList();
        var pairs = report.Confusions
            .GroupBy(c => (Math.Min(c.PersonId, c.OtherPersonId), Math.Max(c.PersonId, c.OtherPersonId)))
            .Select(ways => new ConfusedPair(ways.Sum(c => c.FaceIds.Count), [.. ways.OrderByDescending(c => c.FaceIds.Count)]))
            .OrderByDescending(pair => pair.Faces).Take(MostPairs).ToList();
        var ways = pairs.SelectMany(pair => pair.Ways).ToList();
        var suspects = await StandingAsync(open);
        var shown = suspects.SelectMany(s => s.Suspect.TypicalFaceIds.Concat(s.Suspect.LikelyFaceIds))
            .Concat(ways.SelectMany(c => c.FaceIds.Take(6).Concat(c.OtherFaceIds))).Distinct().ToList();
        var photos = new Dictionary<long, long>(suspects.Select(s => KeyValuePair.Create(s.Suspect.FaceId, s.PhotoId)));
        foreach (var part in shown.Chunk(Batch.Size))
        {
            foreach (var face in await faces.OfIdsAsync(part))
                photos[face.Id] = face.PhotoId;
        }
        var people = suspects.SelectMany(s => new[] { s.Suspect.PersonId, s.Suspect.LikelyPersonId ?? s.Suspect.PersonId })
            .Concat(ways.SelectMany(c => new[] { c.PersonId, c.OtherPersonId }))
            .Concat(report.PersonNotes.Select(n => n.PersonId)).Distinct().ToList();
        return new ReportContents((await names.FindAsync(people)).Names, photos, pairs, suspects, Math.Max(0, open.Count - MostSuspects));
    }

    // Only faces that still are whom the report doubts; read in parts until there are enough.
    private async Task<List<SuspectView>> StandingAsync(List<SuspectFace> open)
    {
        var standing = new List<SuspectView>();
        foreach (var part in open.Chunk(MostSuspects))
        {
            var now = (await faces.OfIdsAsync([.. part.Select(s => s.FaceId)])).ToDictionary(f => f.Id);
            standing.AddRange(part
                .Where(s => now.TryGetValue(s.FaceId, out var face) && face.Decision == FaceDecision.Confirmed && face.Person?.Id == s.PersonId)
                .Select(s => new SuspectView(s, now[s.FaceId].PhotoId, now[s.FaceId].Version)));
            if (standing.Count >= MostSuspects)
                break;
        }
        return standing.Count <= MostSuspects ? standing : standing[..MostSuspects];
    }
}
