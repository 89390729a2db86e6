using System.Numerics.Tensors;
using System.Security.Cryptography;
using FaceWeb.Pipeline.Alignment;
using FaceWeb.Pipeline.Detection;
using FaceWeb.Pipeline.Detection.Hog;
using FaceWeb.Pipeline.Embedding;
using FaceWeb.Pipeline.Explanation;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.Landmarks;
using FaceWeb.Pipeline.ModelPacks;
using FaceWeb.Pipeline.ModelPacks.Preparation;
using FaceWeb.Pipeline.ModelPacks.Running;
using FaceWeb.Pipeline.Quality;
using OpenCvSharp;

namespace FaceWeb.Pipeline;

/// <summary>
/// The whole way of one photo: detect, find landmarks, align, embed. Opened once and shared: every member may be called from many threads at
/// once. A call uses one core, and for the runs of its models those that have no photo of their own: an album is measured fastest several photos
/// at a time, a single photo on all cores.
/// </summary>
public sealed class FacePipeline : IDisposable
{
    private readonly List<OnnxModel> models = [];
    private readonly List<ModelPreparation> preparations = [];
    private readonly IFaceDetector detector;
    private readonly LandmarkFinder landmarks;
    private readonly FaceAligner aligner;
    private readonly FaceEmbedder embedder;
    private readonly PoseEstimator? pose;
    private readonly FaceFinder finder;
    private readonly TurnFinder turns;
    private readonly List<PackEmbedder> packs = [];
    private readonly DeviceClock clock = new();
    private readonly SpareCores cores;

    private FacePipeline(string folder, ModelPack pack, PipelineOptions options)
    {
        Pack = pack;
        cores = new(options.Parallelism);
        var hashes = new Dictionary<string, string>();
        try
        {
            detector = pack.Detect.Family == HogModel.Family ? LearntDetector()
                : new FaceDetector(pack.Detect, Load(folder, pack, "detect", pack.Detect.File, pack.Detect.Input), options);
            this.landmarks = new(pack.Landmarks, Load(folder, pack, "landmarks", pack.Landmarks.File, pack.Landmarks.Input));
            aligner = new(pack.Embed);
            embedder = new(pack.Embed, Load(folder, pack, "embed", pack.Embed.File, pack.Embed.Input), options.Mirror);
            this.packs.Add(new(pack.Name, aligner, embedder));
            this.pose = pack.Pose is { } pose ? new(pose, Load(folder, pack, "pose", pose.File, pose.Input)) : null;
            finder = new(pack, detector, this.landmarks, aligner, embedder, SecondOpinion.Find(folder, pack), hashes, Measure);
            turns = new(detector);
            var packs = new List<ModelPack> { pack };
            var fusion = options.Fusion is null ? null : FusionManifest.Read(options.Fusion);
            foreach (var other in options.MorePacks.Concat(FoldersOf(fusion, pack, options.Fusion)).DistinctBy(Path.GetFullPath))
            {
                var more = ModelPack.Read(other);
                packs.Add(more);
                this.packs.Add(
                    new(more.Name, new(more.Embed), new(more.Embed, Load(other, more, "embed", more.Embed.File, more.Embed.Input), options.Mirror)));
            }
            Packs = packs;
            Recognition = fusion is null ? RecognitionModel.Of(pack)
                : RecognitionModel.Of(fusion, [.. fusion.Parts.Select(part => packs.First(p => p.Name == part.Pack))]);
        }
        catch
        {
            Dispose();
            throw;
        }

        HogDetector LearntDetector()
        {
            var content = pack.ReadModel(folder, pack.Detect.File);
            hashes.TryAdd("detect", Convert.ToHexStringLower(SHA256.HashData(content)));
            return new(
                HogModel.Read(pack.Detect.File, content), options, pack.Detect.NmsThreshold, pack.Detect.ContainmentThreshold, pack.Detect.ScoreThreshold);
        }

        OnnxModel Load(string from, ModelPack of, string role, string file, ModelInput input)
        {
            var content = of.ReadModel(from, file);
            hashes.TryAdd(role, Convert.ToHexStringLower(SHA256.HashData(content)));
            if (role == "embed" && of.Embed.Family == DlibResNet.Family)
                content = DlibResNet.ToOnnx(content, of.ReadModel(from, DlibResNet.WeightsOf(file)));
            if (options.Prepare)
            {
                var prepared = PreparedModels.Open(from, file, content, input);
                preparations.Add(new(role, file, prepared.Sentence));
                content = prepared.Content;
            }
            var model = new OnnxModel(role, file, input, content, options.Device, options.Batches, options.Opener, clock, cores);
            model.FellBack += device => FellBack?.Invoke(device);
            this.models.Add(model);
            return model;
        }
    }

    /// <summary>The models in use, as their manifest describes them.</summary>
    public ModelPack Pack { get; }

    /// <summary>All packs whose embedding a face gets: <see cref="Pack"/> first.</summary>
    public IReadOnlyList<ModelPack> Packs { get; } = [];

    /// <summary>What faces are to be compared by: the pack's embedding, or the fusion that <see cref="PipelineOptions.Fusion"/> names.</summary>
    public RecognitionModel Recognition { get; }

    /// <summary>Which device runs each model.</summary>
    public IReadOnlyList<ModelDevice> Devices => [.. this.models.Select(m => m.Device)];

    /// <summary>
    /// Called, on the thread that meets it, when a model's device fails while it is in use and the model goes on on the processor; the run that
    /// failed is repeated there. <see cref="Devices"/> says the same.
    /// </summary>
    public event Action<ModelDevice>? FellBack;

    /// <summary>What was done to each model so that it runs faster; empty where <see cref="PipelineOptions.Prepare"/> is off.</summary>
    public IReadOnlyList<ModelPreparation> Preparations => preparations;

    /// <summary>How often and how long each model has run since the pipeline was opened.</summary>
    public IReadOnlyList<ModelTime> ModelTimes => [.. this.models.Select(m => m.Time)];

    /// <summary>For how long at least one model has been running; the rest of the time the models wait for pictures.</summary>
    internal TimeSpan ModelsBusy => clock.Busy;

    /// <summary>Finds what may be faces, for whoever learns to tell which are.</summary>
    internal FaceFinder Finder => finder;

    /// <summary>The models themselves, for measuring their bare speed.</summary>
    internal IReadOnlyList<OnnxModel> Models => this.models;

    /// <summary>Loads a pack's models, after checking each file's SHA-256.</summary>
    /// <param name="packFolder">The folder that holds <c>pack.json</c> and the model files.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ModelPackException">Something is missing or wrong; the message says what, and how to get it right.</exception>
    /// <exception cref="PhotoException">OpenCV's native library cannot be loaded; the message says what to install.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static FacePipeline Open(string packFolder, PipelineOptions? options = null)
    {
        options ??= new();
        if (options.Device is not ("auto" or "cpu" or "cuda"))
            throw new ArgumentException($"The device '{options.Device}' is not known: choose auto, cpu or cuda.", nameof(options));
        if (!(options.SmallestFace >= 8))
            throw new ArgumentException($"The smallest face must be at least 8 pixels, not {options.SmallestFace}.", nameof(options));
        if (options.Batches is { } batches
            && (batches.Most is < 1 or > 1024 || batches.Deadline < TimeSpan.Zero || batches.Deadline.TotalSeconds > 1))
            throw new ArgumentException("A run takes 1 to 1024 pictures and waits for them at most a second.", nameof(options));
        OpenCvLibrary.Require();
        return new(packFolder, ModelPack.Read(packFolder), options);
    }

    /// <summary>Finds and measures every face of a photo, as it is held: a photo that lies on its side is not turned.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; checked before each tile and each face.</exception>
    public PhotoMeasurement Measure(PhotoPixels photo, CancellationToken cancel = default)
    {
        using var working = cores.Begin();
        return new(photo.OriginalWidth, photo.OriginalHeight, finder.Find(photo, cancel).Faces);
    }

    /// <summary>
    /// As <see cref="Measure(PhotoPixels, CancellationToken)"/>, but a photo that lies on its side or head is turned first;
    /// <see cref="PhotoMeasurement.Turn"/> says how. Only a
    /// photo without a sure face is looked at turned. A pack without a second opinion (see <see cref="MeasuredFace.Likeness"/>) turns nothing.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled; checked before each tile and each face.</exception>
    public PhotoMeasurement MeasureUpright(PhotoPixels photo, CancellationToken cancel = default)
    {
        using var working = cores.Begin();
        var upright = finder.Find(photo, cancel);
        if (turns.Propose(photo, upright, cancel) is { } turn)
        {
            using var turned = photo.Turned(turn);
            var other = finder.Find(turned, cancel);
            if (other.Sureness > TurnFinder.Advantage * upright.Sureness)
                return new(turned.OriginalWidth, turned.OriginalHeight, other.Faces) { Turn = turn };
        }
        return new(photo.OriginalWidth, photo.OriginalHeight, upright.Faces);
    }

    /// <summary>Measures a face whose box a person drew; no check is made that it is one.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="box">About the box a detector would give: from brows to chin and ear to ear, in pixels of the upright original.</param>
    /// <param name="score">The detector's score that the quality counts with, 0..1; 1 for a box drawn by hand.</param>
    /// <param name="cancel">Checked before the work starts.</param>
    /// <exception cref="ArgumentException">The box is empty or lies outside the photo.</exception>
    public MeasuredFace MeasureBox(PhotoPixels photo, FaceBox box, float score = 1, CancellationToken cancel = default)
    {
        if (!(box.Width >= 1 && box.Height >= 1) || box.Intersection(new(0, 0, photo.OriginalWidth, photo.OriginalHeight)) < 1)
            throw new ArgumentException("The box is empty or lies outside the photo.", nameof(box));
        cancel.ThrowIfCancellationRequested();
        var landmarks = this.landmarks.Find(photo, box);
        using var face = new AlignedFace(box, score, landmarks, aligner.Align(photo, landmarks));
        face.Raw = embedder.Raw([face.Chip])[0];
        return Measure(photo, [face])[0];
    }

    /// <summary>
    /// Gives a face that was measured before the embedding of one more pack: nothing is detected, its landmarks are taken as they are.
    /// </summary>
    /// <param name="photo">The photo.</param>
    /// <param name="landmarks">The face's landmarks.</param>
    /// <param name="pack">The name of one of <see cref="Packs"/>.</param>
    /// <exception cref="ArgumentException">The pack is none of them.</exception>
    public FaceEmbedding Embed(PhotoPixels photo, Landmarks68 landmarks, string pack) =>
        (this.packs.Find(p => p.Name == pack) ?? throw new ArgumentException($"The pack {pack} is not in use.", nameof(pack)))
            .Measure(photo, [landmarks])[0];

    /// <summary>
    /// How a face with these landmarks is brought into the recognition model's position: turned clockwise by so many degrees, and scaled.
    /// </summary>
    public (double Degrees, double Scale) Alignment(Landmarks68 landmarks)
    {
        var transform = aligner.Transform(landmarks);
        return (Math.Atan2(transform.B, transform.A) * 180 / Math.PI, transform.Scale);
    }

    /// <summary>
    /// What the pack's detector sees in a face, where it is one of the family "hog"; null where it is another, or no window lies on the face.
    /// </summary>
    /// <param name="picture">A picture of the face with something around it, JPEG or PNG.</param>
    /// <param name="area">The part of the upright original that it shows.</param>
    /// <param name="face">The face's box, in pixels of the upright original.</param>
    /// <exception cref="PhotoException">The picture cannot be decoded.</exception>
    public HogSight? DetectorSight(ReadOnlySpan<byte> picture, FaceBox area, FaceBox face)
    {
        if (this.detector is not HogDetector hog)
            return null;
        var decoded = GradientHistograms.Decode(picture);
        using var shown = new PhotoPixels(decoded, decoded.Cols, decoded.Rows);
        var scale = shown.Width / area.Width;
        var sight = hog.LookAt(shown, new FaceBox(face.X - area.X, face.Y - area.Y, face.Width, face.Height).Scale(scale));
        if (sight is null)
            return null;
        var window = sight.Window.Scale(1 / scale);
        return sight with { Window = window with { X = window.X + area.X, Y = window.Y + area.Y } };
    }

    /// <summary>Unloads the models. No call may be running.</summary>
    public void Dispose()
    {
        foreach (var model in this.models)
            model.Dispose();
    }

    private MeasuredFace[] Measure(PhotoPixels photo, IReadOnlyList<AlignedFace> faces)
    {
        var embeddings = embedder.Embed([.. faces.Select(f => f.Chip)], [.. faces.Select(f => f.Raw)]);
        var poses = this.pose?.Estimate(photo, [.. faces.Select(f => f.Box)]);
        var others = this.packs.Skip(1).Select(p => p.Measure(photo, [.. faces.Select(f => f.Landmarks)])).ToList();
        return
        [
            .. faces.Select((face, i) => new MeasuredFace(face.Box, face.Score, face.Landmarks,
                QualityMeter.Measure(face.Chip, face.Landmarks, poses?[i], face.Score), embeddings[i],
                PhotoPixels.EncodeJpeg(face.Chip, face.Chip.Cols, quality: 92))
            {
                RawLength = TensorPrimitives.Norm<float>(face.Raw),
                Likeness = face.Likeness,
                KeyPoints = face.KeyPoints,
                Embeddings = [new FaceEmbedding(Pack.Name, embeddings[i]), .. others.Select(other => other[i])],
            }),
        ];
    }

    /// <summary>The folders of the packs that a fusion needs beside the pipeline's own.</summary>
    private static IEnumerable<string> FoldersOf(FusionManifest? fusion, ModelPack pack, string? folder)
    {
        if (fusion is null)
            return [];
        if (fusion.Parts[0].Pack != pack.Name)
            throw new ModelPackException($"The fusion {fusion.Name} begins with model pack '{fusion.Parts[0].Pack}', but '{pack.Name}' is in use: use that pack, or choose the fast setting.");
        var models = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder!)))!;
        return fusion.Parts.Skip(1).Select(part => Path.Combine(models, part.Pack));
    }
}
