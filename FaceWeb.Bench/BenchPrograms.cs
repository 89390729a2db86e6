using System.Text.Json;
using FaceWeb.Bench.Decoding;
using FaceWeb.Bench.Detection;
using FaceWeb.Bench.Families;
using FaceWeb.Bench.Fusion;
using FaceWeb.Bench.Fuzzing;
using FaceWeb.Bench.Gpu;
using FaceWeb.Bench.Grouping;
using FaceWeb.Bench.Hog;
using FaceWeb.Bench.Identification;
using FaceWeb.Bench.Kills;
using FaceWeb.Bench.Library;
using FaceWeb.Bench.Load;
using FaceWeb.Bench.Packs;
using FaceWeb.Bench.Peers;
using FaceWeb.Bench.Recipe;
using FaceWeb.Bench.Search;
using FaceWeb.Bench.Speed;
using FaceWeb.Bench.Training;
using FaceWeb.Bench.Video;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.ModelPacks;

namespace FaceWeb.Bench;

/// <summary>The programs, and choosing one by its name.</summary>
public static class BenchPrograms
{
    private static readonly IBenchProgram[] All =
    [
        new VerifyProgram(),
        new DetectProgram(),
        new TurnedProgram(),
        new OpinionProgram(),
        new PipelineProgram(),
        new DecoderCostProgram(),
        new FuzzProgram(),
        new IdentifyProgram(),
        new TrainProgram(),
        new GroupProgram(),
        new SearchProgram(),
        new FuseProgram(),
        new QualityProgram(),
        new LibraryProgram(),
        new UploadProgram(),
        new GrowthProgram(),
        new LoadProgram(),
        new KillsProgram(),
        new VideoProgram(),
        new FilmProgram(),
        new FacesProgram(),
        new PeersProgram(),
        new GpuProgram(),
        new PackProgram(),
        new HogProgram(),
        new RecipeProgram(),
        new FamiliesProgram(),
        new LevelsProgram(),
        new CalibrateProgram(),
    ];

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Runs the program named first; JSON goes to <paramref name="output"/>, progress and problems to <paramref name="log"/>.</summary>
    /// <returns>0, or 2 when the command line or the data are wrong.</returns>
    public static int Run(IReadOnlyList<string> words, TextWriter output, TextWriter log)
    {
        var program = words.Count > 0 ? All.FirstOrDefault(p => p.Name == words[0]) : null;
        if (program is null)
        {
            log.WriteLine("Programs:");
            foreach (var each in All)
                log.WriteLine($"  {each.Name} {each.Usage}");
            return 2;
        }
        try
        {
            output.WriteLine(JsonSerializer.Serialize(program.Run(new BenchOptions([.. words.Skip(1)]), log), _json));
            return 0;
        }
        catch (Exception problem) when (problem is BenchOptionException or ModelPackException or PhotoException)
        {
            log.WriteLine(problem.Message);
            return 2;
        }
        catch (AggregateException problems) when (problems.InnerException is PhotoException problem)
        {
            log.WriteLine(problem.Message);
            return 2;
        }
    }
}
