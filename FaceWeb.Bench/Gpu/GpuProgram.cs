using System.Numerics.Tensors;
using FaceWeb.Bench.Speed;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.ModelPacks;

namespace FaceWeb.Bench.Gpu;

/// <summary>
/// The models at many pictures a run, and detect, landmarks, align and embed on prepared pictures, on the processor and on a GPU in the same run.
/// Needs no OpenCV but to prepare the pictures.
/// </summary>
public sealed class GpuProgram : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => "gpu";

    /// <inheritdoc/>
    public string Usage => "--prepare DIR --images DIR [--max-photos N] [--side PX], then --pictures DIR [--pack DIR] [--seconds S] "
        + "[--cpu-workers N] [--gpu-workers N] [--largest-batch N] [--together N] [--deadline MS] [--devices both|cpu|cuda] [--cuda NAME=VALUE,NAME=VALUE]";

    /// <inheritdoc/>
    public object Run(BenchOptions options, TextWriter log) =>
        options.Find("prepare") is { } folder ? Prepare(folder, options) : Measure(options, log);

    private static object Prepare(string folder, BenchOptions options)
    {
        var paths = PhotoFolder.Paths(options.Folder("images")).Order(StringComparer.Ordinal).Take(options.Count("max-photos", 40)).ToList();
        var side = options.Count("side", 1280);
        options.RefuseUnknown();
        Directory.CreateDirectory(folder);
        long bytes = 0;
        for (var i = 0; i < paths.Count; i++)
        {
            using var photo = PhotoPixels.Decode(paths[i], new PhotoLimits());
            var pixels = new byte[3 * photo.Width * photo.Height];
            for (var y = 0; y < photo.Height; y++)
                System.Runtime.InteropServices.Marshal.Copy(photo.Mat.Ptr(y), pixels, 3 * y * photo.Width, 3 * photo.Width);
            var scale = Math.Min(1, (double)side / Math.Max(photo.Width, photo.Height));
            var picture = new RawPicture(photo.Width, photo.Height, pixels);
            if (scale < 1)
                picture = picture.Resized((int)Math.Round(photo.Width * scale), (int)Math.Round(photo.Height * scale));
            picture.Write(Path.Combine(folder, $"{i:0000}{RawPicture.Ending}"));
            bytes += picture.Pixels.Length;
        }
        return new { pictures = paths.Count, megabytes = bytes / 1e6 };
    }

    private static object Measure(BenchOptions options, TextWriter log)
    {
        var pictures = Directory.GetFiles(options.Folder("pictures"), "*" + RawPicture.Ending).Order(StringComparer.Ordinal)
            .Select(RawPicture.Read).ToList();
        var devices = options.Find("devices") ?? "both";
        var (seconds, largest) = (options.Number("seconds", 15), options.Count("largest-batch", 256));
        var (cpuWorkers, gpuWorkers) = (options.Count("cpu-workers", 2), options.Count("gpu-workers", 4 * Environment.ProcessorCount));
        var (pack, batches) = (options.Pack, options.Batches);
        var provider = Provider(options.Find("cuda"));
        options.RefuseUnknown();
        if (pictures.Count == 0)
            throw new BenchOptionException($"--pictures: there is no file *{RawPicture.Ending}: write some with --prepare.");
        if (devices is not ("both" or "cpu" or "cuda"))
            throw new BenchOptionException($"--devices is both, cpu or cuda, not '{devices}'.");
        var cpu = devices == "cuda" ? null : Figures.Of(pack, "cpu", pictures, cpuWorkers, seconds, largest, null, provider, log);
        var gpu = devices == "cpu" ? null : Figures.Of(pack, "cuda", pictures, gpuWorkers, seconds, largest, batches, provider, log);
        return new
        {
            processor = Processor.Name,
            cores = Environment.ProcessorCount,
            pictures = pictures.Count,
            cudaOptions = provider,
            cpu = cpu?.Json,
            cuda = gpu?.Json,
            // Both are there only where CUDA is.
            timesFaster = cpu?.FacesPerSecond is { } slow && gpu?.FacesPerSecond is { } fast ? fast / slow : (double?)null,
            facesOnBoth = cpu?.Embeddings is { } first && gpu?.Embeddings is { } second ? Compare(first, second) : null,
        };
    }

    private static Dictionary<string, string> Provider(string? words) =>
        (words ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(w => w.Split('=')).ToDictionary(
            w => w[0], w => w.Length == 2 ? w[1] : throw new BenchOptionException($"--cuda: write NAME=VALUE for '{string.Join('=', w)}'."));

    private static object Compare(float[][][] first, float[][][] second)
    {
        var pairs = first.Zip(second).Where(p => p.First.Length == p.Second.Length).SelectMany(p => p.First.Zip(p.Second)).ToList();
        return new
        {
            cpu = first.Sum(f => f.Length),
            cuda = second.Sum(f => f.Length),
            picturesWithAsMany = first.Zip(second).Count(p => p.First.Length == p.Second.Length),
            smallestCosine = pairs.Count == 0 ? (double?)null : pairs.Min(p => TensorPrimitives.Dot<float>(p.First, p.Second)),
        };
    }

    private sealed record Figures(object Json, double? FacesPerSecond, float[][][]? Embeddings)
    {
        public static Figures Of(string pack, string device, List<RawPicture> pictures, int workers, double seconds, int largest, BatchLimits? batches,
            Dictionary<string, string> provider, TextWriter log)
        {
            var curves = new List<object>();
            using (var models = new DeviceModels(pack, device, new BatchLimits(largest, TimeSpan.Zero), provider))
            {
                if (device == "cuda" && models.All.FirstOrDefault(m => m.Device.Device == "CPU") is { } absent)
                    return new(new { skipped = absent.Device.Note }, null, null);
                foreach (var model in models.All)
                {
                    log.WriteLine($"{device}: {model.Role} alone");
                    var runs = BatchTimes.Measure(model, largest);
                    curves.Add(new { role = model.Role, file = model.Device.File, device = model.Device.Device, runs });
                }
            }
            log.WriteLine($"{device}: the whole way");
            using var open = new DeviceModels(pack, device, batches, provider);
            var way = WayTimes.Measure(open, pictures, workers, seconds, out var embeddings);
            var fellBack = open.All.FirstOrDefault(m => device == "cuda" && m.Device.Device == "CPU")?.Device.Note;
            var perSecond = way.Faces / way.Seconds;
            return new(new
            {
                models = curves,
                wholeWay = new
                {
                    workers = way.Workers,
                    seconds = way.Seconds,
                    facesPerSecond = perSecond,
                    picturesPerSecond = way.Pictures / way.Seconds,
                    // No model runs: nothing is asked of the device. In a run it also waits for memory and launches, which is not counted.
                    shareOfTimeTheDeviceWaits = 1 - (way.Busy.TotalSeconds / way.Seconds),
                    models = way.Models.Select(m => new
                    {
                        role = m.Role,
                        picturesPerSecond = m.Pictures / way.Seconds,
                        picturesInRun = (double)m.Pictures / m.Runs,
                        millisecondsOfRun = m.Total.TotalMilliseconds / m.Runs,
                        secondsInRuns = m.Total.TotalSeconds,
                    }),
                    fellBack,
                },
            }, fellBack is null ? perSecond : null, embeddings);
        }
    }
}
