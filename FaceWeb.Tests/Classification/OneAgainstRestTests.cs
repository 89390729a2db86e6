using FaceWeb.Pipeline.Classification.Svm;

namespace FaceWeb.Tests.Classification;

public class OneAgainstRestTests
{
    [Fact]
    public void The_same_seed_gives_the_same_bits_whatever_the_number_of_threads()
    {
        var (samples, classOf) = Samples(40, 12);
        var one = Train(samples, classOf, 40, new SvmOptions { Seed = 7, Parallelism = 1 });
        var two = Train(samples, classOf, 40, new SvmOptions { Seed = 7, Parallelism = 2 });
        Assert.Equal(one.Biases, two.Biases);
        for (var c = 0; c < 40; c++)
            Assert.Equal(one.Weights.Row(c).ToArray(), two.Weights.Row(c).ToArray());
    }

    [Fact]
    public void A_warm_start_ends_at_the_same_objective_with_fewer_sweeps()
    {
        var (samples, classOf) = Samples(40, 12);
        var options = new SvmOptions { Tolerance = 0.01 };
        var cold = new OneAgainstRest(samples, classOf, 40, options).Train(null, CancellationToken.None, keepSupport: true);
        var start = new WarmStart(cold.Support!);
        var warm = new OneAgainstRest(samples, classOf, 40, options).Train(start, CancellationToken.None);
        Assert.InRange(warm.Primal / cold.Primal, 0.999, 1.001);
        Assert.True(warm.Sweeps < cold.Sweeps, $"warm {warm.Sweeps}, cold {cold.Sweeps}");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_warm_start_with_half_of_the_faces_twice_ends_at_the_same_optimum(bool hinge)
    {
        var (samples, classOf) = Samples(20, 12);
        int[] rows = [.. Enumerable.Range(0, samples.Rows), .. Enumerable.Range(0, samples.Rows).Where(row => row % 2 == 0)];
        WarmEqualsCold(samples.Take(rows), Array.ConvertAll(rows, row => classOf[row]), 20, hinge);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_warm_start_with_faces_that_are_confirmed_and_rejections_too_ends_at_the_same_optimum(bool rejectionsFirst)
    {
        var (samples, classOf) = Samples(20, 12);
        var plain = Enumerable.Range(0, samples.Rows).Select(row => (Row: row, Class: classOf[row]));
        var rejected = Enumerable.Range(0, samples.Rows).Where(row => row % 3 == 0)
            .Select(row => (Row: row, Class: OneAgainstRest.OnlyAgainst((classOf[row] + 1) % 20)));
        var all = (rejectionsFirst ? rejected.Concat(plain) : plain.Concat(rejected)).ToArray();
        WarmEqualsCold(samples.Take(Array.ConvertAll(all, sample => sample.Row)), Array.ConvertAll(all, sample => sample.Class), 20, hinge: false);
    }

    [Fact]
    public void The_duality_gap_is_within_a_thousandth_at_a_small_tolerance()
    {
        var (samples, classOf) = Samples(60, 20);
        var trained = Train(samples, classOf, 60, new SvmOptions { Tolerance = 0.005 });
        Assert.InRange((trained.Primal - trained.Dual) / trained.Primal, -1e-5, 1e-3);
    }

    [Fact]
    public void A_sample_against_one_class_pushes_only_that_class_away()
    {
        var (samples, classOf) = Samples(6, 10);
        var more = samples.Take([.. Enumerable.Range(0, samples.Rows), 0]);
        var rejected = samples.Row(0).ToArray();
        int[] against = [.. classOf, OneAgainstRest.OnlyAgainst(3)];
        var before = Train(samples, classOf, 6, new SvmOptions { Tolerance = 0.001 });
        var after = Train(more, against, 6, new SvmOptions { Tolerance = 0.001 });
        Assert.True(after.Margin(3, rejected) <= before.Margin(3, rejected) + 1e-4f);
        for (var c = 0; c < 6; c++)
        {
            if (c != 3)
                Assert.Equal(before.Margin(c, rejected), after.Margin(c, rejected), 2);
        }
    }

    [Fact]
    public void Balance_lifts_the_margins_of_a_person_with_few_samples_beside_one_with_many()
    {
        var faces = new SyntheticFaces(64, 5);
        var few = faces.Anyone();
        var all = faces.Person(1, few, 5, 1.2f).Concat(faces.Person(2, faces.Anyone(), 500, 1.2f)).Concat(faces.Person(3, faces.Anyone(), 100, 1.2f))
            .ToArray();
        var samples = EmbeddingMatrix.From(all.Select(face => face.Embedding).ToArray(), 64);
        var classOf = all.Select(face => (int)face.PersonId - 1).ToArray();
        var plain = Train(samples, classOf, 3, new SvmOptions { C = 0.1 });
        var balanced = Train(samples, classOf, 3, new SvmOptions { C = 0.1, Balance = 0.5 });
        var probes = EmbeddingMatrix.From(Enumerable.Range(0, 20).Select(_ => faces.Near(few, 1.2f)).ToArray(), 64);
        var plainMean = Enumerable.Range(0, 20).Average(i => plain.Margin(0, probes.Row(i)));
        var balancedMean = Enumerable.Range(0, 20).Average(i => balanced.Margin(0, probes.Row(i)));
        Assert.True(balancedMean > plainMean + 0.1, $"plain {plainMean}, balanced {balancedMean}");
    }

    [Fact]
    public void Blocked_products_equal_plain_ones()
    {
        var faces = new SyntheticFaces(70, 1);
        var left = EmbeddingMatrix.From(Enumerable.Range(0, 71).Select(_ => faces.Anyone()).ToArray(), 70);
        var right = EmbeddingMatrix.From(Enumerable.Range(0, 133).Select(_ => faces.Anyone()).ToArray(), 70);
        var products = new float[71 * 133];
        BlockedProduct.Multiply(left, 0, 71, right, products);
        for (var i = 0; i < 71; i++)
        {
            for (var j = 0; j < 133; j++)
            {
                var plain = 0d;
                for (var k = 0; k < 70; k++)
                    plain += (double)left.Row(i)[k] * right.Row(j)[k];
                Assert.Equal(plain, products[(i * 133) + j], 1e-5);
            }
        }
    }

    [Fact]
    public void Cancelling_stops_it()
    {
        var (samples, classOf) = Samples(10, 5);
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => new OneAgainstRest(samples, classOf, 10, new SvmOptions()).Train(null, cancel.Token));
    }

    private static void WarmEqualsCold(EmbeddingMatrix samples, int[] classOf, int classes, bool hinge)
    {
        var options = new SvmOptions { Tolerance = 0.001, Loss = hinge ? SvmLoss.Hinge : SvmLoss.Squared };
        var cold = new OneAgainstRest(samples, classOf, classes, options).Train(null, CancellationToken.None, keepSupport: true);
        var warm = new OneAgainstRest(samples, classOf, classes, options).Train(new WarmStart(cold.Support!), CancellationToken.None);
        Assert.InRange(warm.Primal / cold.Primal, 0.999, 1.001);
        Assert.InRange(warm.Dual / cold.Dual, 0.999, 1.001);
        Assert.True(warm.Sweeps < cold.Sweeps, $"warm {warm.Sweeps}, cold {cold.Sweeps}");
    }

    private static LinearMachines Train(EmbeddingMatrix samples, int[] classOf, int classes, SvmOptions options) =>
        new OneAgainstRest(samples, classOf, classes, options).Train(null, CancellationToken.None);

    private static (EmbeddingMatrix Samples, int[] ClassOf) Samples(int people, int faces)
    {
        var all = new SyntheticFaces(128, 11).People(people, faces, 1.2f);
        return (EmbeddingMatrix.From(all.ConvertAll(face => face.Embedding), 128), all.Select(face => (int)face.PersonId - 1).ToArray());
    }
}
