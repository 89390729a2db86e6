using FaceWeb.Tests.Running;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Tests.Review;

/// <summary>A running FaceWeb with 30 faces suggested as three people, and 5 unknown ones.</summary>
public sealed class ReviewListServer : IAsyncLifetime
{
    public RunningFaceWeb FaceWeb { get; private set; } = null!;

    public long[] People { get; private set; } = [];

    public long[] Faces { get; private set; } = [];

    public long AlbumId { get; private set; }

    public async Task InitializeAsync()
    {
        FaceWeb = await RunningFaceWeb.StartAsync();
        People = [await FaceWeb.NewPersonAsync("Ada"), await FaceWeb.NewPersonAsync("Bob"), await FaceWeb.NewPersonAsync("Cem")];
        Faces = await SuggestedFaces.WriteAsync(FaceWeb, 30, People, [[0xFF, 0xD8]]);
        await SuggestedFaces.WriteAsync(FaceWeb, 5, [], [[0xFF, 0xD8]], "Unknown ones");
        await using var db = await FaceWeb.OpenDbAsync();
        AlbumId = await db.Albums.Where(a => a.Name == "Faces").Select(a => a.Id).SingleAsync();
    }

    public async Task DisposeAsync() => await FaceWeb.DisposeAsync();
}
