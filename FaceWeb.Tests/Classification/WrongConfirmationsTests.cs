using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Report;
using FaceWeb.Pipeline.Classification.Training;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Tests.ModelPacks;

namespace FaceWeb.Tests.Classification;

/// <summary>
/// Real photos: somebody with 50 confirmed faces of which five are someone else, in an album of twelve others. Who they are, which
/// photos and whose faces are the wrong ones is drawn by chance.
/// </summary>
public sealed class WrongConfirmationsTests(Xunit.Abstractions.ITestOutputHelper output)
{
    private const int Wrong = 5;

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void At_least_four_of_five_are_named(int seed)
    {
        var chance = new Random(seed);
        var folders = Directory.GetDirectories(Repository.SharedOrSkip("data", "lfw-dev", "images")).Order(StringComparer.Ordinal)
            .Select(folder => Directory.GetFiles(folder, "*.jpg").Order(StringComparer.Ordinal).ToArray()).ToArray();
        chance.Shuffle(folders);
        foreach (var photos in folders)
            chance.Shuffle(photos);
        var mistaken = folders.First(photos => photos.Length >= 50);
        var known = folders.Where(photos => photos.Length >= 10 && photos != mistaken).Take(12).ToArray();
        var strangers = folders.Where(photos => photos.Length < 10).Take(2).ToArray();

        // Three of the wrong ones are other people of the album, by photos that are not confirmed as theirs; two are nobody's.
        string[] others = [.. known.Take(3).Select(photos => photos[9]), .. strangers.Select(photos => photos[0])];
        var confirmed = mistaken.Take(50 - Wrong).Concat(others).Select(photo => (Person: 1L, Photo: photo))
            .Concat(known.SelectMany((photos, i) => photos.Take(8).Select(photo => (Person: i + 2L, Photo: photo)))).ToArray();
        using var pipeline = FacePipeline.Open(PackFolder.Compact);
        var faces = new LabelledFace?[confirmed.Length];
        Parallel.For(0, confirmed.Length, i => faces[i] = Middle(pipeline, confirmed[i].Photo) is { } face
            ? new LabelledFace(i + 1, confirmed[i].Person, i + 1, face.Embedding, (float)face.Quality.Overall)
            : null);
        var set = new TrainingSet
        {
            Dimension = pipeline.Pack.EmbeddingLength,
            Model = pipeline.Pack.Name,
            Faces = [.. faces.OfType<LabelledFace>()]
        };

        var suspects = ClassifierTrainer.Train(set, new TrainingOptions()).Report!.SuspectFaces;
        var wrong = Enumerable.Range(50 - Wrong, Wrong).Select(i => i + 1L).ToArray();
        var named = suspects.Where(suspect => wrong.Contains(suspect.FaceId)).ToArray();
        var innocent = suspects.Where(suspect => !wrong.Contains(suspect.FaceId))
            .Select(suspect => Path.GetFileName(confirmed[suspect.FaceId - 1].Photo)).ToArray();
        output.WriteLine($"{Path.GetFileName(mistaken[0])}: {named.Length} of {Wrong} named, {innocent.Length} others named of "
            + $"{set.Faces.Count - Wrong}: {string.Join(", ", innocent)}");
        Assert.True(named.Length >= 4, $"Only {named.Length} of {Wrong} wrong confirmations are named.");
        Assert.All(named.Where(suspect => suspect.LikelyPersonId is not null), suspect =>
            Assert.Equal(suspect.FaceId - (50 - Wrong) + 1, suspect.LikelyPersonId));

        // Once somebody has looked again and found one right, it is not named any more, and the others still are.
        var again = ClassifierTrainer.Train(
            set with { Reaffirmed = new HashSet<long> { named[0].FaceId } }, new TrainingOptions()).Report!.SuspectFaces;
        Assert.Equal(suspects.Select(s => s.FaceId).Where(face => face != named[0].FaceId), again.Select(s => s.FaceId));
    }

    private static MeasuredFace? Middle(FacePipeline pipeline, string photo)
    {
        using var pixels = PhotoPixels.Decode(photo, new PhotoLimits());
        return pipeline.Measure(pixels).Faces.MinBy(
            face => Math.Abs(face.Box.X + (face.Box.Width / 2) - 125) + Math.Abs(face.Box.Y + (face.Box.Height / 2) - 125));
    }
}
