using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Suggestions;
using FaceWeb.Tests.Groups;
using FaceWeb.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceWeb.Tests.Suggestions;

/// <summary>The library's levels on a running FaceWeb: faces that come are counted, faces that go are forgotten.</summary>
public sealed class LibraryLevelsTests
{
    [Fact]
    public async Task The_levels_follow_the_library()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var album = new SyntheticAlbum(faceWeb, 41);
        var levels = faceWeb.App.Services.GetRequiredService<LibraryLevels>();
        await using var db = await album.OpenAsync();
        Assert.Equal(0, (await levels.GetAsync(db)).People);

        var faces = new List<long>();
        for (var person = 0; person < 12; person++)
            faces.AddRange(await album.AddPhotosAsync(2, album.Faces.Anyone(), 0.3f));
        var twelve = await levels.GetAsync(db);
        Assert.Equal(12, twelve.People);
        Assert.Same(twelve, await levels.GetAsync(db));
        await album.AddPhotosAsync(1, album.Faces.Anyone());
        Assert.Equal(13, (await levels.GetAsync(db)).People);

        // Of one person no face is left, of another somebody says that it is none.
        await db.Faces.Where(f => f.Id == faces[0] || f.Id == faces[1]).ExecuteDeleteAsync();
        await db.Faces.Where(f => f.Id == faces[2] || f.Id == faces[3])
            .ExecuteUpdateAsync(set => set.SetProperty(f => f.Decision, FaceDecision.NotAFace));
        Assert.Equal(11, (await levels.GetAsync(db)).People);
    }
}
