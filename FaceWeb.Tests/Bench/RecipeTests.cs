using System.Text.Json;
using FaceWeb.Bench;
using FaceWeb.Tests.Embedding;

namespace FaceWeb.Tests.Bench;

/// <summary>The program that compares the classic recipe with the default pack, on a few photos.</summary>
public sealed class RecipeTests
{
    [SkippableFact]
    public void Both_packs_are_measured_step_by_step_on_the_same_photos()
    {
        RecognitionModelTests.SkipWithoutSecondPack();
        var people = Directory.CreateTempSubdirectory("faceweb-recipe-").FullName;
        try
        {
            foreach (var name in new[] { "Colin_Powell", "Tony_Blair", "Hugo_Chavez" })
            {
                Directory.CreateDirectory(Path.Combine(people, name));
                var images = Directory.GetFiles(Repository.SharedOrSkip("data", "lfw-dev", "images", name));
                foreach (var file in images.Order(StringComparer.Ordinal).Take(22))
                    File.Copy(file, Path.Combine(people, name, Path.GetFileName(file)));
            }
            using StringWriter output = new(), log = new();
            var code = BenchPrograms.Run(
                [
                    "recipe", "--detection", Repository.SharedOrSkip("data", "detection"), "--people", people, "--max-photos", "3",
                    "--smallest-face", "40",
                ], output, log);
            Assert.True(code == 0, log.ToString());
            var result = JsonSerializer.Deserialize<JsonElement>(output.ToString());
            Assert.NotEmpty(result.GetProperty("processor").GetString()!);
            var packs = result.GetProperty("packs").EnumerateArray().ToList();
            Assert.Equal(["compact", "classic"], packs.Select(p => p.GetProperty("pack").GetString()));
            foreach (var pack in packs)
            {
                var crowds = pack.GetProperty("people");
                Assert.Equal(3, crowds.GetProperty("photos").GetInt32());
                Assert.InRange(crowds.GetProperty("found").GetInt32(), 0, crowds.GetProperty("wanted").GetInt32());
                Assert.True(crowds.GetProperty("medianMilliseconds").GetDouble() > 0);
                Assert.Equal(0, pack.GetProperty("animals").GetProperty("wanted").GetInt32());
                // Three people of 22 photos: 20 teach, two are named.
                var demonstration = pack.GetProperty("demonstration");
                Assert.Equal((3, 6), (demonstration.GetProperty("people").GetInt32(), demonstration.GetProperty("probes").GetInt32()));
                Assert.True(demonstration.GetProperty("right").GetInt32() >= 5, demonstration.ToString());
                Assert.Equal(9, pack.GetProperty("recognition").GetProperty("probes").GetInt32());
            }
            var (compact, classic) = (packs[0].GetProperty("people"), packs[1].GetProperty("people"));
            Assert.Equal(compact.GetProperty("wanted").GetInt32(), classic.GetProperty("wanted").GetInt32());
            Assert.True(classic.GetProperty("millisecondsOfSteps").GetProperty("hog windows").GetDouble() > 0);
            Assert.True(compact.GetProperty("millisecondsOfSteps").GetProperty("model detect").GetDouble() > 0);
        }
        finally
        {
            Directory.Delete(people, recursive: true);
        }
    }
}
