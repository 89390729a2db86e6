using FaceWeb.Bench;

namespace FaceWeb.Tests.Bench;

/// <summary>The accuracy programs' arithmetic on cases that can be counted by hand.</summary>
public sealed class VerificationProtocolTests
{
    [Fact]
    public void The_threshold_of_a_fold_comes_from_the_other_folds()
    {
        // Fold 0 would be perfect with 0.5; fold 1 alone chooses 0.8, which costs fold 0 one of its two same pairs.
        double[] scores = [0.6, 0.9, 0.1, 0.2, 0.9, 0.95, 0.7, 0.1];
        bool[] same = [true, true, false, false, true, true, false, false];
        var folds = VerificationProtocol.CrossValidate(scores, same, [0, 0, 0, 0, 1, 1, 1, 1]);
        Assert.Equal(0.8, folds[0].Threshold, 1e-9);
        Assert.Equal(0.75, folds[0].Accuracy, 1e-9);
        Assert.Equal(0.4, folds[1].Threshold, 1e-9);
        Assert.Equal(0.75, folds[1].Accuracy, 1e-9);
    }

    [Fact]
    public void The_true_accept_rate_lets_no_more_strangers_in_than_allowed()
    {
        double[] scores = [0.9, 0.5, 0.35, 0.2, 0.4, 0.3, 0.1, 0.05];
        bool[] same = [true, true, true, true, false, false, false, false];
        Assert.Equal(0.5, VerificationProtocol.TrueAcceptRate(scores, same, 0.0));
        Assert.Equal(0.75, VerificationProtocol.TrueAcceptRate(scores, same, 0.25));
        Assert.Equal(1, VerificationProtocol.TrueAcceptRate(scores, same, 1));
    }

    [Fact]
    public void A_pairs_file_is_read_and_a_wrong_one_refused()
    {
        var path = Path.GetTempFileName();
        File.WriteAllLines(path, ["2\t1", "Ann\t1\t12", "Ann\t1\tBob\t3", "Bob\t2\t3", "Bob\t1\tCid\t4"]);
        var pairs = FacePair.Read(path);
        Assert.Equal(new FacePair("Ann/Ann_0001.jpg", "Ann/Ann_0012.jpg", true, 0), pairs[0]);
        Assert.Equal(new FacePair("Bob/Bob_0001.jpg", "Cid/Cid_0004.jpg", false, 1), pairs[3]);
        File.WriteAllText(path, "hello");
        Assert.Throws<BenchOptionException>(() => FacePair.Read(path));
        File.Delete(path);
    }

    [Fact]
    public void Wrong_options_end_with_a_sentence()
    {
        var log = new StringWriter();
        Assert.Equal(2, BenchPrograms.Run(["verify", "--images", "/no/such/folder"], TextWriter.Null, log));
        Assert.Contains("there is no folder", log.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, BenchPrograms.Run(["pipeline", "--imgs", "x"], TextWriter.Null, log));
        Assert.Contains("--images is missing", log.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, BenchPrograms.Run([], TextWriter.Null, log));
        Assert.Contains("verify --images", log.ToString(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Measured_photos_are_kept_for_the_next_program()
    {
        var folder = Path.GetDirectoryName(Repository.SamplePhotosOrSkip()[0])!;
        var cache = Path.Combine(Path.GetTempPath(), $"faceweb-{Guid.NewGuid():N}.bin");
        var options = new[] { "--pack", ModelPacks.PackFolder.Compact, "--cache", cache };
        var first = EmbeddingCache.Measure(folder, new BenchOptions(options), TextWriter.Null).Photos;
        var written = File.GetLastWriteTimeUtc(cache);
        var second = EmbeddingCache.Measure(folder, new BenchOptions(options), TextWriter.Null).Photos;
        Assert.Equal(written, File.GetLastWriteTimeUtc(cache));
        Assert.Equal(first.Select(p => p.Path), second.Select(p => p.Path));
        Assert.Equal(first.SelectMany(p => p.Faces).Select(f => f.Box), second.SelectMany(p => p.Faces).Select(f => f.Box));
        Assert.Equal(first.SelectMany(p => p.Faces).SelectMany(f => f.Embedding), second.SelectMany(p => p.Faces).SelectMany(f => f.Embedding));
        File.Delete(cache);
    }
}
