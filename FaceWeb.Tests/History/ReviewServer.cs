using FaceWeb.Access;
using FaceWeb.Data;
using FaceWeb.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceWeb.Tests.History;

/// <summary>A running FaceWeb with measured faces, and with a viewer's and another editor's API key beside the admin's.</summary>
public sealed class ReviewServer : IAsyncLifetime
{
    private const string ViewerKey = "fw_a-viewers-key-for-tests";
    private const string EditorKey = "fw_an-editors-key-for-tests";

    // Faces of a model that no job reads: the jobs of the running server leave their suggestions and groups alone.
    private const string Model = "test";

    private long photoId;

    public RunningFaceWeb FaceWeb { get; private set; } = null!;

    public HttpClient Admin => FaceWeb.Client;

    public HttpClient Viewer { get; private set; } = null!;

    public HttpClient Editor { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        FaceWeb = await RunningFaceWeb.StartAsync();
        Viewer = await NewUserAsync("viewer@example.org", Roles.Viewer, ViewerKey);
        Editor = await NewUserAsync("editor@example.org", Roles.Editor, EditorKey);
        await using var db = await OpenAsync();
        var photo = new Photo
        {
            Album = new Album { Name = "Faces" },
            FileName = "faces.jpg",
            Sha256 = new string('f', 64),
            MimeType = "image/jpeg",
            Width = 1000,
            Height = 800,
            State = PhotoState.Analysed,
            Pack = Model,
        };
        db.Photos.Add(photo);
        await db.SaveChangesAsync();
        photoId = photo.Id;
    }

    public async Task DisposeAsync()
    {
        Viewer.Dispose();
        Editor.Dispose();
        await FaceWeb.DisposeAsync();
    }

    public Task<FaceWebDb> OpenAsync() => FaceWeb.App.Services.GetRequiredService<IDbContextFactory<FaceWebDb>>().CreateDbContextAsync();

    public async Task<long[]> AddFacesAsync(int count)
    {
        await using var db = await OpenAsync();
        var faces = Enumerable.Range(0, count).Select(i => ReviewHouse.NewFace(photoId, i, Model)).ToList();
        db.Faces.AddRange(faces);
        await db.SaveChangesAsync();
        return [.. faces.Select(f => f.Id)];
    }

    private async Task<HttpClient> NewUserAsync(string email, string role, string key)
    {
        await using var scope = FaceWeb.App.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<Microsoft.AspNetCore.Identity.UserManager<AppUser>>();
        var user = new AppUser { UserName = email, Email = email };
        Assert.True((await users.CreateAsync(user, "a long enough password")).Succeeded);
        Assert.True((await users.AddToRoleAsync(user, role)).Succeeded);
        await scope.ServiceProvider.GetRequiredService<ApiKeyService>().AddAsync(user.Id, "tests", key);
        return FaceWeb.NewClient(key);
    }
}
