using System.Diagnostics;
using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Svm;
using FaceWeb.Pipeline.Classification.Training;

namespace FaceWeb.Bench.Training;

/// <summary>
/// Times of training and suggesting on synthetic people, against LIBLINEAR on the same data in the same run: the hyperplanes alone (what
/// LIBLINEAR does), the whole training with cross-validation and report, training again after 20 new confirmations, and suggesting.
/// </summary>
public sealed class TrainProgram : IBenchProgram
{
    private const int TestFaces = 5;
    private const int NewConfirmations = 20;

    /// <inheritdoc/>
    public string Name => "train";

    /// <inheritdoc/>
    public string Usage => "[--people 1000] [--faces 50] [--dim 512] [--suggest 100000] [--scatter 0.75] [--isotropic false] [--seed 1] [--liblinear "
        + "/usr/bin/liblinear-train|none] [--parallel CORES]";

    /// <inheritdoc/>
    public object Run(BenchOptions options, TextWriter log)
    {
        var people = options.Count("people", 1000);
        var faces = options.Count("faces", 50);
        var suggest = options.Count("suggest", 100_000);
        var parallel = options.Count("parallel", Environment.ProcessorCount);
        var drawn = new SyntheticPeople(
            options.Count("dim", 512), options.Find("isotropic") == "true", (float)options.Number("scatter", 0.75), options.Count("seed", 1));
        var liblinear = options.Find("liblinear") ?? "/usr/bin/liblinear-train";
        options.RefuseUnknown();
        if (liblinear != "none" && !File.Exists(liblinear))
            throw new BenchOptionException($"--liblinear: there is no {liblinear} (Debian: liblinear-tools); 'none' leaves the comparison out.");

        log.WriteLine("drawing faces");
        var data = Draw(drawn, people, faces);
        var samples = EmbeddingMatrix.From([.. data.Train.Select(face => face.Embedding)], drawn.Dimension);
        var classOf = data.Train.Select(face => (int)face.PersonId - 1).ToArray();
        var svm = new SvmOptions { Parallelism = parallel };

        log.WriteLine("training hyperplanes");
        // Once small, so that the compiler's time is not measured.
        new OneAgainstRest(samples.Take([.. Enumerable.Range(0, Math.Min(samples.Rows, 4 * faces))]), classOf[..Math.Min(samples.Rows, 4 * faces)],
            Math.Min(people, 4), svm)
            .Train(null, CancellationToken.None);
        var (ours, time) = Timed(() => new OneAgainstRest(samples, classOf, people, svm).Train(null, CancellationToken.None, keepSupport: true));
        var (again, againTime) = Retrain(data, ours, drawn.Dimension, people, svm);

        log.WriteLine("training the classifier");
        var set = new TrainingSet { Dimension = drawn.Dimension, Model = "bench", Faces = data.Train };
        var training = new TrainingOptions { Parallelism = parallel };
        var (classifier, wholeTime) = Timed(() => ClassifierTrainer.Train(set, training));
        var more = set with { Faces = [.. data.Train, .. data.Test.Take(NewConfirmations)] };
        var (_, warmTime) = Timed(() => ClassifierTrainer.Train(more, training, classifier));

        log.WriteLine("suggesting");
        var undecided = Enumerable.Range(0, suggest).Select(i => i % 2 == 0 ? drawn.Anyone() : drawn.Near(data.Centres[i % people])).ToArray();
        var right = 0;
        var (_, suggestTime) = Timed(() =>
        {
            classifier.SuggestMany(undecided, (i, found) =>
            {
                var isRight = i % 2 == 0 ? found.Count == 0 : found.Count > 0 && found[0].PersonId == (i % people) + 1;
                if (isRight)
                    Interlocked.Increment(ref right);
            }, parallelism: parallel);
            return 0;
        });

        object? theirs = null;
        if (liblinear != "none")
        {
            log.WriteLine("training with LIBLINEAR");
            var trained = Liblinear.Train(liblinear, samples, classOf, people, svm.C, 0.1);
            theirs = new
            {
                time = trained.Time,
                reading = trained.Reading,
                objective = SvmObjective.Of(trained.Machines, samples, classOf, svm),
                accuracy = Accuracy(trained.Machines, data.Test),
                ourShareOfItsTime = time.Seconds / trained.Time.Seconds,
                // Unlike the clock's, the processor's seconds say little of what else the machine does. It works on one core, we on all.
                ourShareOfItsProcessorTime = time.ProcessorSeconds / trained.Time.ProcessorSeconds,
            };
        }
        return new
        {
            people,
            faces,
            dimension = drawn.Dimension,
            threads = parallel,
            hyperplanes = new
            {
                time,
                objective = SvmObjective.Of(ours, samples, classOf, svm),
                dualityGap = (ours.Primal - ours.Dual) / ours.Primal,
                accuracy = Accuracy(ours, data.Test),
                sweeps = ours.Sweeps,
                looksAtAllSamples = ours.Looks,
                afterNewConfirmations = new { time = againTime, share = againTime.Seconds / time.Seconds, accuracy = Accuracy(again, data.Test) },
            },
            classifier = new
            {
                time = wholeTime,
                classifier.Report!.Rank1Accuracy,
                classifier.Report.C,
                afterNewConfirmations = new { time = warmTime, share = warmTime.Seconds / wholeTime.Seconds },
            },
            suggesting = new { faces = suggest, time = suggestTime, rightShare = right / (double)suggest },
            liblinear = theirs,
        };
    }

    private static (List<LabelledFace> Train, List<LabelledFace> Test, float[][] Centres) Draw(SyntheticPeople drawn, int people, int faces)
    {
        var centres = Enumerable.Range(0, people).Select(_ => drawn.Anyone()).ToArray();
        var train = new List<LabelledFace>(people * faces);
        var test = new List<LabelledFace>(people * TestFaces);
        for (var p = 0; p < people; p++)
        {
            for (var f = 0; f < faces + TestFaces; f++)
            {
                var id = (p * (faces + TestFaces)) + f + 1;
                (f < faces ? train : test).Add(new LabelledFace(id, p + 1, id, drawn.Near(centres[p]), 1));
            }
        }
        return (train, test, centres);
    }

    private static (LinearMachines, Timing) Retrain(
        (List<LabelledFace> Train, List<LabelledFace> Test, float[][] Centres) data, LinearMachines before, int dimension, int people, SvmOptions svm)
    {
        var faces = data.Train.Concat(data.Test.Take(NewConfirmations)).ToArray();
        var samples = EmbeddingMatrix.From([.. faces.Select(face => face.Embedding)], dimension);
        var training = new OneAgainstRest(samples, [.. faces.Select(face => (int)face.PersonId - 1)], people, svm);
        var start = new WarmStart(before.Support!);
        return Timed(() => training.Train(start, CancellationToken.None));
    }

    private static double Accuracy(LinearMachines machines, List<LabelledFace> test)
    {
        var samples = EmbeddingMatrix.From([.. test.Select(face => face.Embedding)], machines.Weights.Dimension);
        var right = test.Index().Count(face =>
            Enumerable.Range(0, machines.Classes).MaxBy(c => machines.Margin(c, samples.Row(face.Index))) == face.Item.PersonId - 1);
        return right / (double)test.Count;
    }

    private static (T Result, Timing Time) Timed<T>(Func<T> work)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        var result = work();
        var seconds = clock.Elapsed.TotalSeconds;
        process.Refresh();
        return (result, new Timing(seconds, (process.TotalProcessorTime - before).TotalSeconds));
    }
}
