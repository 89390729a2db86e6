using FaceWeb.Data.Folder;
using FaceWeb.Tests.Running;

namespace FaceWeb.Tests.Trash;

/// <summary>A process that is killed between deleting rows for good and erasing their last byte has that done at the next start.</summary>
public sealed class UnfinishedErasingTests
{
    [Theory]
    [InlineData("", false)]
    [InlineData("backups", true)]
    public async Task The_next_start_ends_what_was_begun(string said, bool backups)
    {
        using var data = new DataFolder();
        await using (await RunningFaceWeb.StartInAsync(data.Path))
        {
            // Makes the folder.
        }
        var hash = new string('c', 64);
        var files = new[] { $"photos/cc/{hash}", $"thumbs/cc/{hash}-320.jpg", "before-migration/1.db" }
            .Select(f => Path.Combine(data.Path, f)).ToList();
        foreach (var file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, "somebody");
        }
        var mark = Path.Combine(data.Path, "erasing");
        await File.WriteAllTextAsync(mark, said);
        await using (await RunningFaceWeb.StartInAsync(data.Path))
        {
            Assert.All(files, file => Assert.False(File.Exists(file), file));
            Assert.False(File.Exists(mark));
            Assert.Equal(backups, ForgottenMark.Read(data.Path) is not null);
        }
    }
}
