using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Imaging;
using OpenCvSharp;

namespace FaceWeb.Bench.Video;

/// <summary>
/// Makes a film of photos of some people whose truth is known exactly: each photo is panned and zoomed for some seconds, and cut or faded to
/// the next. Photos on which more than one face is found are left out; the first photos of each person are copied aside for teaching.
/// </summary>
public sealed class FilmProgram : IBenchProgram
{
    private const int Width = 640;
    private const int Height = 360;
    private const int Rate = 25;
    private const double FadeSeconds = 0.4;

    /// <inheritdoc/>
    public string Name => "film";

    /// <inheritdoc/>
    public string Usage => "--images DIR_OF_FOLDERS --out FOLDER [--people A,B,C] [--teach 20] [--seconds 180] [--seed 1] [--pack DIR]";

    /// <inheritdoc/>
    public object Run(BenchOptions options, TextWriter log)
    {
        var folder = options.Folder("images");
        var output = options.Text("out");
        var teach = options.Count("teach", 20);
        var seconds = options.Count("seconds", 180);
        var random = new Random(options.Count("seed", 1));
        var people = (options.Find("people") ?? "Colin_Powell,Tony_Blair,Hugo_Chavez").Split(',');
        using var pipeline = options.OpenPipeline();
        options.RefuseUnknown();
        var photos = people.ToDictionary(person => person, person => Photos(folder, person));
        var alone = new Dictionary<string, bool>();
        var teaching = Path.Combine(output, "people");
        foreach (var (person, paths) in photos)
        {
            if (paths.Count <= teach)
                throw new BenchOptionException($"{person} has {paths.Count} photos, and more than {teach} are needed.");
            Directory.CreateDirectory(Path.Combine(teaching, person));
            foreach (var path in paths.Take(teach))
                File.Copy(path, Path.Combine(teaching, person, Path.GetFileName(path)), overwrite: true);
        }

        var file = Path.Combine(output, "film.mp4");
        var truth = new List<Appearance>();
        var frames = 0;
        using (var writer = new VideoWriter(file, VideoCaptureAPIs.FFMPEG, FourCC.FromString("mp4v"), Rate, new Size(Width, Height)))
        {
            using var shown = new Mat(Height, Width, MatType.CV_8UC3);
            Mat? last = null;
            string? before = null;
            while (frames < seconds * Rate)
            {
                // Never twice the same in a row: two shots of one person would be one appearance or two, as one likes.
                var person = people.Where(p => p != before).ElementAt(random.Next(before is null ? people.Length : people.Length - 1));
                var path = photos[person][teach + random.Next(photos[person].Count - teach)];
                using var pixels = PhotoPixels.Decode(path, new PhotoLimits());
                // Others on the photo would be tracks that the truth does not know.
                if (!alone.TryGetValue(path, out var one))
                    alone.Add(path, one = IsAlone(pipeline, pixels));
                if (!one)
                    continue;
                var length = (int)((1.5 + (3 * random.NextDouble())) * Rate);
                var fade = last is not null && random.Next(3) == 0 ? (int)(FadeSeconds * Rate) : 0;
                var move = new Move(random);
                var start = frames;
                for (var i = 0; i < length; i++, frames++)
                {
                    move.Draw(pixels.Mat, shown, (double)i / length);
                    if (i < fade)
                        Cv2.AddWeighted(last!, 1 - ((i + 1d) / (fade + 1)), shown, (i + 1d) / (fade + 1), 0, shown);
                    writer.Write(shown);
                }
                truth.Add(new Appearance(person, (start + (fade / 2d)) / Rate, frames / (double)Rate));
                if (fade > 0)
                    truth[^2] = truth[^2] with { End = (start + (fade / 2d)) / Rate };
                last ??= new Mat();
                shown.CopyTo(last);
                before = person;
            }
            last?.Dispose();
        }
        Appearance.Write(Path.Combine(output, "truth.json"), truth);
        return new
        {
            file,
            people = teaching,
            truth = Path.Combine(output, "truth.json"),
            seconds = frames / (double)Rate,
            appearances = truth.Count
        };
    }

    // As large as the film shows it: small faces of others are found there, too.
    private static bool IsAlone(FacePipeline pipeline, PhotoPixels photo)
    {
        using var large = new Mat();
        Cv2.Resize(photo.Mat, large, new Size(photo.Width * 2, photo.Height * 2));
        using var enlarged = new PhotoPixels(large.Clone(), large.Cols, large.Rows);
        return pipeline.Measure(enlarged).Faces.Count == 1;
    }

    private static List<string> Photos(string folder, string person)
    {
        var own = Path.Combine(folder, person);
        return Directory.Exists(own) ? [.. PhotoFolder.Paths(own).Order(StringComparer.Ordinal)]
            : throw new BenchOptionException($"--people: there is no folder {own}.");
    }

    // From one part of the photo to another, both with the middle, where the person is.
    private sealed class Move(Random random)
    {
        private readonly double fromZoom = 1 + (0.5 * random.NextDouble());
        private readonly double toZoom = 1 + (0.5 * random.NextDouble());
        private readonly double fromX = (random.NextDouble() - 0.5) * 0.3;
        private readonly double toX = (random.NextDouble() - 0.5) * 0.3;
        private readonly double fromY = (random.NextDouble() - 0.5) * 0.1;
        private readonly double toY = (random.NextDouble() - 0.5) * 0.1;

        public void Draw(Mat photo, Mat frame, double time)
        {
            var scale = (double)Height / photo.Rows * (fromZoom + ((toZoom - fromZoom) * time));
            var x = (Width / 2d) - (photo.Cols / 2d * scale) + (Width * (fromX + ((toX - fromX) * time)));
            var y = (Height / 2d) - (photo.Rows / 2d * scale) + (Height * (fromY + ((toY - fromY) * time)));
            using var matrix = new Mat(2, 3, MatType.CV_64FC1);
            matrix.Set(0, 0, scale);
            matrix.Set(0, 1, 0d);
            matrix.Set(0, 2, x);
            matrix.Set(1, 0, 0d);
            matrix.Set(1, 1, scale);
            matrix.Set(1, 2, y);
            Cv2.WarpAffine(photo, frame, matrix, new Size(Width, Height), InterpolationFlags.Linear, BorderTypes.Constant, new Scalar(40, 30, 20));
        }
    }
}
