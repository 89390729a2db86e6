using FaceWeb.Data;
using FaceWeb.Pipeline.Landmarks;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Faces.Naming;

/// <summary>Chooses the face that is shown for a person: of the best pictures (size, sharpness, pose, detector) one with open eyes.</summary>
internal static class CoverFaces
{
    // Among the best pictures the one with open eyes is looked for; a worse picture with wider eyes is no better cover.
    private const int Candidates = 8;

    // iBUG's 68 points: the left eye is 36 to 41, the right one 42 to 47; both begin at the corner and go on over the upper lid.
    private const int LeftEye = 36;
    private const int RightEye = 42;

    /// <summary>The best face of each of these people; those without faces are left out. One query by an index for each.</summary>
    public static async Task<Dictionary<long, long>> ChooseAsync(FaceWebDb db, IReadOnlyCollection<long> people)
    {
        var covers = new Dictionary<long, long>(people.Count);
        foreach (var person in people)
        {
            var best = await db.Faces.AsNoTracking().Where(f => f.PersonId == person).OrderByDescending(f => f.Quality)
                .Take(Candidates).Select(f => new { f.Id, f.Quality, f.Landmarks }).ToListAsync();
            if (best.Count > 0)
                covers[person] = best.MaxBy(f => f.Quality * EyesOpen(f.Landmarks))!.Id;
        }
        return covers;
    }

    /// <summary>
    /// How far the eyes are open: 1 for open, 0.5 for closed. The eye aspect ratio (Soukupova and Cech, 2016: height of the lids' gap over
    /// the eye's width) is about 0.3 for an open eye and falls below 0.2 when it closes.
    /// </summary>
    /// <param name="landmarks">68 points as <see cref="Face.Landmarks"/> keeps them; without them 1.</param>
    public static double EyesOpen(byte[] landmarks)
    {
        if (StoredLandmarks.Read(landmarks) is not { Points: var points })
            return 1;
        var ratio = (AspectRatio(points, LeftEye) + AspectRatio(points, RightEye)) / 2;
        return Math.Clamp(0.5 + (0.5 * (ratio - 0.12) / (0.2 - 0.12)), 0.5, 1);
    }

    private static double AspectRatio(IReadOnlyList<LandmarkPoint> points, int eye)
    {
        var width = Distance(points[eye], points[eye + 3]);
        return width < 1e-6 ? 1 : (Distance(points[eye + 1], points[eye + 5]) + Distance(points[eye + 2], points[eye + 4])) / (2 * width);
    }

    private static double Distance(LandmarkPoint a, LandmarkPoint b) => double.Hypot(a.X - b.X, a.Y - b.Y);
}
