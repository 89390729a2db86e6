using System.Text.Json;
using FaceWeb.Tests.Groups;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;

namespace FaceWeb.Tests.Suggestions;

/// <summary>Undecided faces are suggested names together with those that look like them.</summary>
public sealed class TemplateSuggestionTests
{
    [Fact]
    public async Task Faces_that_look_alike_are_surer_together_and_stay_so_and_whoever_is_said_not_to_be_the_person_speaks_alone()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var album = new SyntheticAlbum(faceWeb, 11);
        var (person, stranger) = (album.Faces.Anyone(), album.Faces.Anyone());
        var confirmed = await album.AddPhotosAsync(2, person, 0.9f);
        var strangers = await album.AddPhotosAsync(3, stranger);
        var id = await album.NameAsync("Ada", confirmed);
        await album.AddPhotosAsync(1, album.Faces.Anyone());

        var first = (await album.AddPhotosAsync(1, person, 0.9f))[0];
        await faceWeb.Client.AllDoneAsync();
        var alone = await ProbabilityAsync(first);
        var mates = await album.AddPhotosAsync(8, person, 0.9f);
        await faceWeb.Client.AllDoneAsync();
        var together = await ProbabilityAsync(first);
        Assert.InRange(alone, 0.5, 0.999);
        Assert.True(1 - together < 0.5 * (1 - alone), $"{alone} alone, {together} together");

        // The same name and the same probability come out again, whoever asks, however often.
        for (var i = 0; i < 3; i++)
        {
            await album.SuggestAllAsync();
            Assert.Equal(together, await ProbabilityAsync(first), 2);
        }
        var why = await faceWeb.Client.ReadAsync($"faces/{first}/explanation");
        Assert.Equal(8, why.GetProperty("together").GetInt32());
        Assert.Equal(together, why.GetProperty("people")[0].GetProperty("probability").GetDouble(), 2);

        // They are shown in no group of unknown faces, the strangers are.
        Assert.All(await album.GroupsOfAsync([first, .. mates]), group => Assert.Null(group));
        Assert.Single((await album.GroupsOfAsync(strangers)).Distinct());
        Assert.Equal(1, (await faceWeb.Client.ReadAsync("groups")).GetProperty("total").GetInt32());

        // Said not to be her, a face speaks for itself alone, and the others do not lose their name.
        await faceWeb.Client.PostAsync("faces/decisions", new { items = new[] { new { faceId = mates[0], decision = "rejected", personId = id } } });
        await faceWeb.Client.AllDoneAsync();
        Assert.Equal(0, (await faceWeb.Client.ReadAsync($"faces/{mates[0]}/explanation")).GetProperty("together").GetInt32());
        Assert.True(await ProbabilityAsync(first) > alone);

        async Task<double> ProbabilityAsync(long face) =>
            (await faceWeb.Client.ReadAsync($"faces/{face}")).GetProperty("suggestions").EnumerateArray()
                .Select(s => s.GetProperty("probability").GetDouble()).FirstOrDefault();
    }
}
