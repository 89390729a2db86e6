using System.Runtime.InteropServices;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Imaging;

namespace FaceWeb.Bench;

/// <summary>
/// Measures every photo of a folder tree once, in parallel, and keeps the result in a file for the next program. A file made with another pack
/// or other options is not used.
/// </summary>
public static class EmbeddingCache
{
    private const string Magic = "FaceWeb embeddings 2";

    /// <summary>The photos under the folder, in order of their paths.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">Names the pack and its options, and with <c>--cache</c> the file.</param>
    /// <param name="log">Progress, and photos that cannot be read.</param>
    /// <param name="wanted">Which relative paths to measure; null for all.</param>
    /// <param name="cacheOption">The option that names the file.</param>
    public static MeasuredSet Measure(
        string folder, BenchOptions options, TextWriter log, Func<string, bool>? wanted = null, string cacheOption = "cache")
    {
        var paths = PhotoFolder.Paths(folder)
            .Select(p => Path.GetRelativePath(folder, p).Replace('\\', '/'))
            .Where(p => wanted?.Invoke(p) ?? true).Order(StringComparer.Ordinal).ToList();
        var cache = options.Find(cacheOption);
        using var pipeline = options.OpenPipeline();
        options.RefuseUnknown();
        // Only what the packs measured is kept: joining it by other weights measures nothing anew.
        var key = $"{Magic} {string.Join(' ', pipeline.Packs.Select(p => $"{p.Name} {p.EmbedSha256}"))} {options.Pipeline.SmallestFace} "
            + $"{options.Pipeline.Mirror}";
        var known = cache is null ? [] : Read(cache, key, pipeline);
        var missing = paths.Where(p => !known.ContainsKey(p)).ToList();
        if (missing.Count > 0)
        {
            foreach (var photo in MeasureAll(folder, missing, pipeline, options.Pipeline.Parallelism, log))
                known[photo.Path] = photo;
            if (cache is not null)
                Write(cache, key, known.Values);
        }
        return new([.. paths.Where(known.ContainsKey).Select(p => known[p])], pipeline.Recognition);
    }

    private static MeasuredPhoto[] MeasureAll(string folder, List<string> paths, FacePipeline pipeline, int parallel, TextWriter log)
    {
        var done = 0;
        var measured = new MeasuredPhoto?[paths.Count];
        Parallel.For(0, paths.Count, new ParallelOptions { MaxDegreeOfParallelism = parallel }, i =>
        {
            try
            {
                using var pixels = PhotoPixels.Decode(Path.Combine(folder, paths[i]), new PhotoLimits());
                var photo = pipeline.Measure(pixels);
                measured[i] = new(paths[i], photo.Width, photo.Height,
                    [.. photo.Faces.Select(
                        f => new CachedFace(f.Box, f.DetectorScore, (float)f.Quality.Overall, Packs(f), Compared(pipeline, Packs(f))))]);
            }
            catch (PhotoException problem)
            {
                lock (log)
                    log.WriteLine($"{paths[i]}: {problem.Message}");
            }
            if (Interlocked.Increment(ref done) % 500 == 0)
            {
                lock (log)
                    log.WriteLine($"{done} of {paths.Count} photos measured");
            }
        });
        return [.. measured.OfType<MeasuredPhoto>()];
    }

    private static float[][] Packs(MeasuredFace face) => [.. face.Embeddings.Select(e => e.Values)];

    private static float[] Compared(FacePipeline pipeline, float[][] packs) =>
        pipeline.Recognition.Packs.Count == 1 ? packs[0]
            : pipeline.Recognition.Join([.. pipeline.Packs.Zip(packs, (pack, values) => new FaceEmbedding(pack.Name, values))]);

    private static Dictionary<string, MeasuredPhoto> Read(string path, string key, FacePipeline pipeline)
    {
        var photos = new Dictionary<string, MeasuredPhoto>();
        if (!File.Exists(path))
            return photos;
        using var reader = new BinaryReader(new BufferedStream(File.OpenRead(path), 1 << 16));
        if (reader.ReadString() != key)
            return photos;
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var (name, width, height) = (reader.ReadString(), reader.ReadInt32(), reader.ReadInt32());
            var faces = new CachedFace[reader.ReadInt32()];
            for (var i = 0; i < faces.Length; i++)
            {
                var box = new FaceBox(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
                var (score, quality) = (reader.ReadSingle(), reader.ReadSingle());
                var packs = new float[reader.ReadInt32()][];
                foreach (ref var pack in packs.AsSpan())
                {
                    pack = new float[reader.ReadInt32()];
                    reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(pack.AsSpan()));
                }
                faces[i] = new(box, score, quality, packs, Compared(pipeline, packs));
            }
            photos[name] = new(name, width, height, faces);
        }
        return photos;
    }

    private static void Write(string path, string key, Dictionary<string, MeasuredPhoto>.ValueCollection photos)
    {
        var half = path + ".part";
        using (var writer = new BinaryWriter(new BufferedStream(File.Create(half), 1 << 16)))
        {
            writer.Write(key);
            writer.Write(photos.Count);
            foreach (var photo in photos)
            {
                writer.Write(photo.Path);
                writer.Write(photo.Width);
                writer.Write(photo.Height);
                writer.Write(photo.Faces.Count);
                foreach (var face in photo.Faces)
                {
                    writer.Write(face.Box.X);
                    writer.Write(face.Box.Y);
                    writer.Write(face.Box.Width);
                    writer.Write(face.Box.Height);
                    writer.Write(face.Score);
                    writer.Write(face.Quality);
                    writer.Write(face.Packs.Length);
                    foreach (var pack in face.Packs)
                    {
                        writer.Write(pack.Length);
                        writer.Write(MemoryMarshal.AsBytes(pack.AsSpan()));
                    }
                }
            }
        }
        File.Move(half, path, overwrite: true);
    }
}
