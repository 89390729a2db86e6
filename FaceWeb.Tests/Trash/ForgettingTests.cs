using System.Net;
using System.Text;
using FaceWeb.Data;
using FaceWeb.Tests.Browser;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceWeb.Tests.Trash;

/// <summary>No byte of what is forgotten stays in any file of the data folder.</summary>
public sealed class ForgettingTests
{
    private const string Name = "Xanthippe Quastenflosser";
    private const string Before = "Walburga Muellerbach-Lindhorst";

    /// <summary>Also where the database is too large to be written anew.</summary>
    [SkippableTheory]
    [InlineData(200_000_000)]
    [InlineData(0)]
    public async Task A_forgotten_person_is_in_no_byte_of_the_data_folder_and_names_are_learnt_anew_without_them(long mostRewritten)
    {
        var people = LfwPeople.OrSkip(4, 5);
        await using var faceWeb = await RunningFaceWeb.StartAsync($"--FaceWeb:MostRewrittenBytes={mostRewritten}");
        var client = faceWeb.Client;
        var photos = await LfwPeople.UploadAsync(client, people, 5);
        var person = await LfwPeople.NameAsync(client, Before, photos[0].Take(4));
        for (var i = 1; i < photos.Length; i++)
            await LfwPeople.NameAsync(client, $"Person {i}", photos[i]);
        await client.TrainAsync();
        await client.TrainAsync();
        await RenameAsync(faceWeb, person);

        // A part of what is said of them lies in the trash.
        var traces = await TracesAsync(faceWeb, person);
        await DeleteAsync(client, $"photos/{photos[0][3]}");
        traces.Add("the name", Encoding.UTF8.GetBytes(Name));
        traces.Add("the name before", Encoding.UTF8.GetBytes(Before));
        traces.Add("the name in UTF-16", Encoding.Unicode.GetBytes(Name));
        var found = Found(faceWeb.DataDir, traces);
        Assert.Equal(traces.Keys.Where(k => !k.Contains("UTF-16", StringComparison.Ordinal)).Order(), found.Order());

        await DeleteAsync(client, $"people/{person}?faces=true");
        await client.AllDoneAsync();
        Assert.Empty(Found(faceWeb.DataDir, traces));

        // The next classifier is trained by itself, and is the one in use.
        await using (var db = await faceWeb.App.Services.GetRequiredService<IDbContextFactory<FaceWebDb>>().CreateDbContextAsync())
        {
            for (var i = 0; i < 600 && await db.Classifiers.CountAsync() < 3; i++)
                await Task.Delay(100);
            var rows = await db.Classifiers.OrderBy(c => c.Id).Select(c => new { c.Active, Kept = c.Blob.Length > 0 }).ToListAsync();
            Assert.Equal([false, false, true], rows.Select(c => c.Kept));
            Assert.Equal([false, false, true], rows.Select(c => c.Active));
        }
        Assert.Empty(Found(faceWeb.DataDir, traces));
    }

    [SkippableTheory]
    [InlineData(200_000_000)]
    [InlineData(0)]
    public async Task A_photo_deleted_for_good_is_in_no_byte_of_the_data_folder(long mostRewritten)
    {
        var people = LfwPeople.OrSkip(3, 4);
        await using var faceWeb = await RunningFaceWeb.StartAsync($"--FaceWeb:MostRewrittenBytes={mostRewritten}");
        var client = faceWeb.Client;
        var photos = await LfwPeople.UploadAsync(client, people, 4);
        for (var i = 0; i < photos.Length; i++)
            await LfwPeople.NameAsync(client, $"Person {i}", photos[i]);
        await client.TrainAsync();
        var gone = photos[0][0];
        var traces = await TracesOfPhotoAsync(faceWeb, gone);
        var original = await File.ReadAllBytesAsync(people[0][0]);
        traces.Add("the photo", original.AsSpan(original.Length / 2, 200).ToArray());
        var thumb = await client.GetByteArrayAsync($"/api/v1/photos/{gone}/image?size=thumb");
        traces.Add("its small picture", thumb.AsSpan(thumb.Length / 2, 200).ToArray());
        Assert.Equal(traces.Keys.Order(), Found(faceWeb.DataDir, traces).Order());

        await DeleteAsync(client, $"photos/{gone}");
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/api/v1/photos/{gone}/image?size=thumb")).StatusCode);
        Assert.Equal(traces.Keys.Order(), Found(faceWeb.DataDir, traces).Order());
        await DeleteAsync(client, "trash");
        await client.AllDoneAsync();
        Assert.Empty(Found(faceWeb.DataDir, traces));
    }

    private static async Task RenameAsync(RunningFaceWeb faceWeb, long person)
    {
        using var content = new StringContent($$"""{"name": "{{Name}}"}""", Encoding.UTF8, "application/json");
        (await faceWeb.Client.PatchAsync($"/api/v1/people/{person}", content)).EnsureSuccessStatusCode();
    }

    private static async Task DeleteAsync(HttpClient client, string path) =>
        (await client.DeleteAsync(new Uri($"/api/v1/{path}", UriKind.Relative))).EnsureSuccessStatusCode();

    private static async Task<Dictionary<string, byte[]>> TracesAsync(RunningFaceWeb faceWeb, long person)
    {
        await using var db = await faceWeb.App.Services.GetRequiredService<IDbContextFactory<FaceWebDb>>().CreateDbContextAsync();
        return await TracesAsync(db, db.Faces.Where(f => f.PersonId == person));
    }

    private static async Task<Dictionary<string, byte[]>> TracesOfPhotoAsync(RunningFaceWeb faceWeb, long photo)
    {
        await using var db = await faceWeb.App.Services.GetRequiredService<IDbContextFactory<FaceWebDb>>().CreateDbContextAsync();
        return await TracesAsync(db, db.Faces.Where(f => f.PhotoId == photo));
    }

    // Pieces that chance does not write twice: 32 half floats, 200 bytes of a picture.
    private static async Task<Dictionary<string, byte[]>> TracesAsync(FaceWebDb db, IQueryable<Face> faces)
    {
        var traces = new Dictionary<string, byte[]>();
        foreach (var e in await db.Embeddings.AsNoTracking().Where(e => faces.Any(f => f.Id == e.FaceId)).ToListAsync())
            traces.Add($"measurement {e.Id}", e.Vector.AsSpan(e.Vector.Length / 2, 64).ToArray());
        foreach (var i in await db.FaceImages.AsNoTracking().Where(i => faces.Any(f => f.Id == i.FaceId)).ToListAsync())
        {
            traces.Add($"crop {i.FaceId}", i.Crop.AsSpan(i.Crop.Length / 2, 200).ToArray());
            traces.Add($"chip {i.FaceId}", i.Chip.AsSpan(i.Chip.Length / 2, 200).ToArray());
        }
        Assert.NotEmpty(traces);
        return traces;
    }

    // SQLite splits what is longer than a page: pieces short enough lie whole in one, or are cut once.
    private static List<string> Found(string folder, Dictionary<string, byte[]> traces)
    {
        var files = ReadAll(folder);
        return [.. traces.Where(t => files.Any(file => Holds(file, t.Value))).Select(t => t.Key)];
    }

    // Where a file goes or shrinks meanwhile (SQLite's log, once its contents are in the database), what was in it is in one read before: all anew.
    private static List<byte[]> ReadAll(string folder)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                // The lock holds the process's number and can be opened by nobody else.
                return [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                    .Where(f => Path.GetFileName(f) != "faceweb.lock").Select(ReadShared)];
            }
            catch (Exception e) when (tries < 100 && (e is FileNotFoundException or EndOfStreamException))
            {
                Thread.Sleep(20);
            }
        }
    }

    // Either half of a piece is enough: a page may end within it.
    private static bool Holds(byte[] file, byte[] piece)
    {
        var half = piece.Length / 2;
        return file.AsSpan().IndexOf(piece.AsSpan(0, half)) >= 0 || file.AsSpan().IndexOf(piece.AsSpan(half)) >= 0;
    }

    private static byte[] ReadShared(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
