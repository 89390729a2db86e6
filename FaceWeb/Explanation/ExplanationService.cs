using System.Numerics.Tensors;
using FaceWeb.Albums;
using FaceWeb.Analysis;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces;
using FaceWeb.Models;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Scoring;
using FaceWeb.Pipeline.Clustering;
using FaceWeb.Pipeline.Explanation;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.Landmarks;
using FaceWeb.Pipeline.Quality;
using FaceWeb.Suggestions;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Explanation;

/// <summary>Explains a face: takes every step from the photo to the probability once more and says what came of it. Writes nothing.</summary>
public sealed class ExplanationService(
    IDbContextFactory<FaceWebDb> databases, FaceService faces, ModelHost models, ActiveClassifier active, LibraryLevels library,
    SuggestService suggest)
{
    /// <summary>How many of the nearest confirmed faces are shown.</summary>
    public const int MostNearest = 12;

    // Beyond so many faces more of them do not turn their mean.
    private const int MostOfGroup = 2000;

    // 20 cells of 8 pixels are about the pixels that a crop has.
    private const int GradientCells = 20;

    /// <summary>Explains a face, whatever has been said of it, whoever drew it, with or without a trained classifier.</summary>
    /// <exception cref="RefusedException">There is no such face (404).</exception>
    public async Task<FaceExplanation> ExplainAsync(long faceId, CancellationToken cancel = default)
    {
        var view = await faces.FindAsync(faceId);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var model = models.Model;
        var row = await db.Faces.AsNoTracking().Where(f => f.Id == faceId).Select(f => new
        {
            Photo = new { f.Photo!.FileName, f.Photo.Width, f.Photo.Height, f.Photo.Sha256, f.Photo.Turn, f.Photo.Duration, f.Photo.Pack },
            f.ByHand,
            f.Sharpness,
            f.Yaw,
            f.Pitch,
            f.Roll,
            f.DetectorScore,
        }).FirstOrDefaultAsync(cancel) ?? throw RefusedException.NotFound($"face {faceId}");
        var landmarks = view.Landmarks.Count == Landmarks68.Count
            ? new Landmarks68([.. view.Landmarks.Select(p => new LandmarkPoint(p[0], p[1]))])
            : null;
        var embedding = await FaceVectors.OfFaceAsync(db, models.Recognition, faceId, cancel);
        var rejected = await RejectedAsync(db, faceId, cancel);
        var template = embedding is null || rejected.Count > 0 ? null : await TemplateAsync(db, view, embedding, cancel);
        var comparison = embedding is null ? null
            : await CompareAsync(db, view, template?.Vector ?? embedding, [.. rejected.Select(person => person.Id)], cancel);
        var area = PhotoFaces.CropArea(BoxOf(view), row.Photo.Width, row.Photo.Height);
        return new FaceExplanation(
            view,
            new ExplainedPhoto(
                view.PhotoId, row.Photo.FileName, row.Photo.Width, row.Photo.Height, PhotoService.Version(row.Photo.Sha256, row.Photo.Turn),
                row.Photo.Duration),
            row.ByHand,
            ExplanationWords.Summary(view, comparison),
            new BoxView(area.X, area.Y, area.Width, area.Height),
            await GradientsAsync(faceId) is { } gradients
                ? new GradientsView(gradients.Columns, gradients.Rows, GradientHistograms.CellSide, GradientHistograms.Orientations,
                    [.. gradients.Values.Select(v => Math.Round(v, 4))])
                : null,
            row.ByHand || await SightAsync(faceId, row.Photo.Pack, area, BoxOf(view)) is not { } sight ? null
                : DetectionView.Of(sight, models.Pipeline.Pack.Detect.ScoreThreshold),
            landmarks is null ? null : AlignmentOf(landmarks),
            landmarks is null ? null : QualityOf(landmarks, row.Sharpness, row.Yaw, row.Pitch, row.Roll, row.DetectorScore),
            embedding is null ? null : new EmbeddingView(model, embedding),
            comparison?.Nearest ?? [],
            comparison?.People ?? [],
            rejected,
            comparison?.Classifier,
            comparison?.Level,
            template?.Others ?? 0);
    }

    /// <summary>The gradient histograms of the face's crop drawn as strokes: PNG, white on black.</summary>
    /// <exception cref="RefusedException">There is no such face, or it has no pictures yet (404).</exception>
    public async Task<byte[]> GradientsPictureAsync(long faceId) => GradientHistograms.Of(await faces.CropAsync(faceId), GradientCells).ToPng();

    /// <summary>What the classic detector sees in the face, and the template that it looks with, drawn as strokes: PNG, white on black.</summary>
    /// <exception cref="RefusedException">There is no such face, or the detector that found it is a network, or a person drew it (404).</exception>
    public async Task<(byte[] Window, byte[] Template)> DetectionPicturesAsync(long faceId, CancellationToken cancel = default)
    {
        var view = await faces.FindAsync(faceId);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var photo = await db.Faces.AsNoTracking().Where(f => f.Id == faceId)
            .Select(f => new { f.ByHand, f.Photo!.Width, f.Photo.Height, f.Photo.Pack })
            .FirstOrDefaultAsync(cancel) ?? throw RefusedException.NotFound($"face {faceId}");
        var area = PhotoFaces.CropArea(BoxOf(view), photo.Width, photo.Height);
        var sight = photo.ByHand ? null : await SightAsync(faceId, photo.Pack, area, BoxOf(view));
        return sight is null
            ? throw new RefusedException($"The classic detector did not find face {faceId}: it has no such picture.", StatusCodes.Status404NotFound)
            : (sight.WindowPng(), sight.TemplatePng());
    }

    private async Task<HogSight?> SightAsync(long faceId, string? pack, FaceBox area, FaceBox face)
    {
        if (pack != models.Pipeline.Pack.Name || models.Pipeline.Pack.Detect.Family != "hog")
            return null;
        try
        {
            return models.Pipeline.DetectorSight(await faces.CropAsync(faceId), area, face);
        }
        catch (Exception e) when (e is RefusedException or PhotoException)
        {
            return null;
        }
    }

    private static FaceBox BoxOf(FaceView face) => new(face.Box.X, face.Box.Y, face.Box.Width, face.Box.Height);

    private async Task<GradientHistograms?> GradientsAsync(long faceId)
    {
        try
        {
            return GradientHistograms.Of(await faces.CropAsync(faceId), GradientCells);
        }
        catch (Exception e) when (e is RefusedException or PhotoException)
        {
            return null;
        }
    }

    // As suggesting does it: an undecided face is compared together with those that look like it, unless somebody has said who it is not.
    private async Task<(float[] Vector, int Others)?> TemplateAsync(FaceWebDb db, FaceView face, float[] embedding, CancellationToken cancel)
    {
        if (face.Decision != FaceDecision.Undecided)
            return null;
        if (await db.Faces.Where(f => f.Id == face.Id).Select(f => f.GroupId).FirstOrDefaultAsync(cancel) is not { } group)
            return null;
        var others = await db.Faces.Where(f => f.GroupId == group && f.Id != face.Id && f.Decision == FaceDecision.Undecided)
            .OrderBy(f => f.Id).Select(f => f.Id).Take(MostOfGroup).ToListAsync(cancel);
        var vectors = (await FaceVectors.ReadAsync(db, models.Recognition, others, cancel)).Values.ToArray();
        if (vectors.Length == 0)
            return null;
        var sum = new float[embedding.Length];
        foreach (var vector in vectors)
            TensorPrimitives.Add(sum, vector, sum);
        var levels = await library.GetAsync(db, cancel);
        var template = FaceTemplate.Of(
            embedding, levels.Level(embedding), sum, levels.Levels(vectors).Sum(), vectors.Length, levels,
            FaceGroupsOptions.For(models.Recognition.Spread).TemplateCosine);
        return template is null ? null : (template, vectors.Length);
    }

    private async Task<Comparison> CompareAsync(
        FaceWebDb db, FaceView face, float[] embedding, IReadOnlyCollection<long> rejected, CancellationToken cancel)
    {
        // While suggestions are to come, what was said since the faces were read is not among them yet.
        if (suggest.IsBusy)
            active.Forget();
        var (classifier, classifierId, gallery) = await active.GetWithFacesAsync(db, cancel);
        var nearest = await NearestAsync(db, gallery.Nearest(embedding, face.Id, 2 * MostNearest), cancel);
        var levels = classifier.Normalisation;
        var own = levels?.Level(embedding) ?? 0;
        var levelOf = levels is null ? [] : (await FaceVectors.ReadAsync(db, models.Recognition, [.. nearest.Select(n => n.FaceId)], cancel))
            .ToDictionary(n => n.Key, n => levels.Level(n.Value));

        // The classifier in use finds the people; they are compared anew by today's confirmed faces, without this one: beside itself every
        // confirmed face would look certain.
        var candidates = classifier.Explain(embedding, rejected).Select(p => p.PersonId).Union(nearest.Select(n => n.PersonId)).ToHashSet();
        if (face.Person is { } confirmed)
            candidates.Add(confirmed.Id);
        var without = classifier.Among(gallery.OfPeople(candidates, face.Id));
        var evidence = without.Explain(embedding, rejected, face.Person is { } person ? [person.Id] : []);

        var known = evidence.Select(e => e.PersonId).Union(nearest.Select(n => n.PersonId)).ToList();
        var names = await db.People.Where(p => known.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, cancel);
        var track = await db.VideoTracks.Where(t => t.FaceId == face.Id).Select(t => new { t.Start, t.End }).FirstOrDefaultAsync(cancel);
        var others = db.Faces.Where(f => f.PhotoId == face.PhotoId && f.Id != face.Id && (f.PersonId != null || f.BestPersonId != null));
        if (track is not null)
            others = others.Where(f => f.Track!.Start <= track.End && track.Start <= f.Track.End);
        var onPhoto = await others.OrderBy(f => f.Id).Select(f => new { f.Id, f.PersonId, f.BestPersonId, f.BestProbability }).ToListAsync(cancel);
        var confirmedOn = onPhoto.Where(f => f.PersonId is not null).ToLookup(f => f.PersonId!.Value, f => f.Id);
        // A name that another face of the photo has got is none of this face's suggestions; a decided face has none to lose.
        var suggestedOn = onPhoto.Where(
            f => face.Decision == FaceDecision.Undecided && f.BestPersonId is not null && !face.Suggestions.Any(s => s.PersonId == f.BestPersonId))
            .ToLookup(f => f.BestPersonId!.Value, f => (f.Id, Probability: f.BestProbability ?? 0));
        var left = new CandidatesOnPhoto(
            classifier, evidence, confirmedOn.Contains, person => suggestedOn[person].Select(other => (double?)other.Probability).FirstOrDefault());
        return new Comparison(
            [.. nearest.Where(n => names.ContainsKey(n.PersonId))
                .Select(n => new NearestFace(
                    n.FaceId, n.PhotoId, new PersonRef(n.PersonId, names[n.PersonId]), Math.Round(n.Cosine, 4), Math.Round(Corrected(n), 4)))],
            [.. evidence.Where(e => names.ContainsKey(e.PersonId)).Select(e => ViewOf(
                    e with { Probability = left.Probability(e.PersonId) },
                    names[e.PersonId],
                    left.IsLikely(e.PersonId),
                    confirmedOn[e.PersonId],
                    left.IsLikely(e.PersonId) ? suggestedOn[e.PersonId].Select(other => other.Id) : []))
                .OrderByDescending(p => p.Probability)],
            new ExplainingClassifier(
                classifierId, models.Model, classifier.SuggestThreshold, classifier.SureThreshold, Math.Round(classifier.Ceiling, 4)),
            levels is null ? null : new LevelView(Math.Round(own, 4), Math.Round(levels.ReferenceLevel, 4), levels.People));

        double Corrected((long FaceId, long PersonId, long PhotoId, double Cosine) near) =>
            levels is not null && levelOf.TryGetValue(near.FaceId, out var other) ? levels.Correct(near.Cosine, own, other) : near.Cosine;
    }

    // A face may have been given another name, or none, since the faces were read.
    private static async Task<List<(long FaceId, long PersonId, long PhotoId, double Cosine)>> NearestAsync(
        FaceWebDb db, IReadOnlyList<(long FaceId, double Cosine)> nearest, CancellationToken cancel)
    {
        var ids = nearest.Select(n => n.FaceId).ToList();
        var rows = await db.Faces.Where(f => ids.Contains(f.Id) && f.Decision == FaceDecision.Confirmed && f.PersonId != null)
            .Select(f => new { f.Id, PersonId = f.PersonId!.Value, f.PhotoId }).ToDictionaryAsync(f => f.Id, cancel);
        return [.. nearest.Where(n => rows.ContainsKey(n.FaceId)).Take(MostNearest)
            .Select(n => (n.FaceId, rows[n.FaceId].PersonId, rows[n.FaceId].PhotoId, n.Cosine))];
    }

    private static ExplainedPerson ViewOf(
        PersonEvidence e, string name, bool isLikely, IEnumerable<long> confirmedOn, IEnumerable<long> suggestedOn) => new(
        new PersonRef(e.PersonId, name),
        e.Faces,
        Math.Round(e.NearestCosine, 4),
        e.Margin is { } margin ? Math.Round(margin, 4) : null,
        [.. e.Terms.Select(t => new TermView(t.Kind, Math.Round(t.Value, 4), Math.Round(t.Weight, 4), Math.Round(t.Product, 4)))],
        Math.Round(e.Logit, 4),
        Math.Round(e.Probability, 6),
        isLikely,
        confirmedOn.Select(id => (long?)id).FirstOrDefault(),
        suggestedOn.Select(id => (long?)id).FirstOrDefault());

    private static async Task<IReadOnlyList<PersonRef>> RejectedAsync(FaceWebDb db, long faceId, CancellationToken cancel) =>
        await db.Rejections.Where(r => r.FaceId == faceId).Join(db.People, r => r.PersonId, p => p.Id, (_, p) => new { p.Id, p.Name })
            .OrderBy(p => p.Name).Select(p => new PersonRef(p.Id, p.Name)).ToListAsync(cancel);

    private AlignmentView AlignmentOf(Landmarks68 landmarks)
    {
        var (degrees, scale) = models.Pipeline.Alignment(landmarks);
        return new AlignmentView(Math.Round(degrees, 2), Math.Round(scale, 4));
    }

    private static QualityView QualityOf(Landmarks68 landmarks, float sharpness, float yaw, float pitch, float roll, float score)
    {
        var five = landmarks.FivePoints();
        var size = Math.Sqrt(Math.Pow(five[1].X - five[0].X, 2) + Math.Pow(five[1].Y - five[0].Y, 2));
        var shares = QualityShares.Of(size, sharpness, yaw, pitch, score);
        return new QualityView(
            Math.Round(shares.Overall, 4), Math.Round(size, 2), Math.Round(shares.Size, 4), Math.Round(sharpness, 1), Math.Round(shares.Sharpness, 4),
            Math.Round(yaw, 2), Math.Round(shares.Yaw, 4), Math.Round(pitch, 2), Math.Round(shares.Pitch, 4), Math.Round(roll, 2),
                Math.Round(score, 4));
    }

    /// <summary>What comparing a measured face came to.</summary>
    internal sealed record Comparison(
        IReadOnlyList<NearestFace> Nearest, IReadOnlyList<ExplainedPerson> People, ExplainingClassifier Classifier, LevelView? Level);
}
