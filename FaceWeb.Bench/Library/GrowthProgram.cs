using System.Globalization;
using FaceWeb.Bench.Speed;

namespace FaceWeb.Bench.Library;

/// <summary>
/// What a new photo costs, from its upload to its names, in libraries of several sizes: each has a FaceWeb of its own, and the same photos go into
/// them in turn. Each round has photos of its own where there are enough: faces that come again and again look like more and more others. With
/// another version of FaceWeb, each library is there once for each of the two, and they too take turns.
/// </summary>
public sealed class GrowthProgram : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => "growth";

    /// <inheritdoc/>
    public string Usage =>
        "--data NEW_OR_MADE_FOLDER --images DIR [--sizes 1000,10000,100000] [--people N] [--max-photos 240] [--rounds 5] [--faceweb FaceWeb.dll] "
            + "[--against OTHER_FaceWeb.dll]";

    /// <inheritdoc/>
    public object Run(BenchOptions options, TextWriter log)
    {
        var folder = Path.GetFullPath(options.Text("data"));
        var images = options.Folder("images");
        var all = PhotoFolder.Paths(images).Order(StringComparer.Ordinal).ToList();
        var most = options.Count("max-photos", 240);
        var sizes = (options.Find("sizes") ?? "1000,10000,100000").Split(',').Select(PhotosOf).ToList();
        var rounds = options.Count("rounds", 5);
        // As many in each library, or else more with its photos.
        var people = options.Find("people") is null ? (int?)null : options.Count("people", 1);
        var program = FaceWebServer.ProgramOf(options);
        var against = options.Find("against") is null ? null : Path.GetFullPath(options.File("against"));
        options.RefuseUnknown();
        if (all.Count == 0)
            throw new BenchOptionException($"--images: there is no photo in {images}.");

        // One more to warm up: caches, and code that is compiled when it runs first.
        var enough = all.Count >= most * (rounds + 1);
        var photos = Enumerable.Range(0, rounds + 1).Select(
            round => all.Where((_, i) => !enough || i % (rounds + 1) == round).Take(most).ToList()).ToList();
        (string Program, string Suffix)[] versions = against is null ? [(program, "")] : [(against, "-against"), (program, "")];
        var libraries = sizes.SelectMany(_ => versions, (size, version) => (Size: size, version.Program, version.Suffix)).ToList();
        var servers = new List<FaceWebServer>();
        try
        {
            foreach (var (size, version, suffix) in libraries)
            {
                var library = Path.Combine(folder, size.ToString(CultureInfo.InvariantCulture) + suffix);
                LibraryWriter.WriteNew(version, library, LibrarySize.Like(size, people), seed: 1, log);
                servers.Add(FaceWebServer.Start(version, library));
                servers[^1].WaitForRest();
            }
            var uploads = libraries.ConvertAll(_ => new List<TimedUpload>());
            for (var round = 0; round <= rounds; round++)
            {
                var tail = Guid.NewGuid().ToByteArray();
                // Forth and back: the first to get photos pays for what lies in no cache yet.
                foreach (var i in round % 2 == 0 ? Enumerable.Range(0, libraries.Count) : Enumerable.Range(0, libraries.Count).Reverse())
                {
                    var upload = TimedUpload.Of(servers[i], photos[round], tail, log);
                    log.WriteLine($"{libraries[i].Size:N0} photos: {upload.Seconds:N1} s, {upload.ProcessorSeconds:N1} s of the processor.");
                    if (round > 0)
                        uploads[i].Add(upload);
                }
            }
            return new
            {
                processor = Processor.Name,
                cores = Environment.ProcessorCount,
                photosUploaded = photos[0].Count,
                othersEachRound = enough,
                rounds,
                libraries = libraries.Select((library, i) => new
                {
                    photos = library.Size,
                    faceweb = library.Program,
                    millisecondsAPhoto = Median(uploads[i].Select(u => 1000 * u.Seconds / photos[0].Count)),
                    processorMillisecondsAPhoto = Median(uploads[i].Select(u => 1000 * u.ProcessorSeconds / photos[0].Count)),
                    toTheFirst = Median(uploads[i].Zip(uploads[0], (here, first) => here.Seconds / first.Seconds)),
                    processorTimeToTheFirst = Median(uploads[i].Zip(uploads[0], (here, first) => here.ProcessorSeconds / first.ProcessorSeconds)),
                    failed = uploads[i].Sum(u => u.Failed),
                    peakMegabytes = uploads[i].Max(u => u.PeakMegabytes),
                    seconds = uploads[i].Select(u => u.Seconds),
                }),
            };
        }
        finally
        {
            foreach (var server in servers)
                server.Dispose();
        }
    }

    private static int PhotosOf(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var photos) && photos >= 100
        ? photos
        : throw new BenchOptionException($"--sizes: '{text}' is not a number of photos of 100 and more. Write, for example, 1000,10000.");

    private static double Median(IEnumerable<double> values) => Math.Round(Ranks.Median(values), 3);
}
