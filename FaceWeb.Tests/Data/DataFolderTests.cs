using System.Net;
using System.Runtime.Versioning;
using FaceWeb.Tests.Running;

namespace FaceWeb.Tests.Data;

/// <summary>The data folder belongs to one process and one user of the machine, and its keys to whoever knows the secret.</summary>
public sealed class DataFolderTests
{
    [Fact]
    public async Task A_second_process_ends_with_a_sentence_and_the_first_goes_on()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var (code, output) = await FaceWebProcess.RunToEndAsync(faceWeb.DataDir);
        Assert.Equal(1, code);
        Assert.Contains($"Another FaceWeb works on {faceWeb.DataDir} already", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await faceWeb.Client.GetAsync("/api/v1/albums")).StatusCode);
    }

    [SkippableFact]
    [UnsupportedOSPlatform("windows")]
    public async Task Nobody_else_on_the_machine_may_read_it()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no such modes.");
        using var folder = new DataFolder();

        // As an older version left it.
        Directory.CreateDirectory(Path.Combine(folder.Path, "keys"));
        var old = Path.Combine(folder.Path, "keys", "old.xml.bak");
        await File.WriteAllTextAsync(old, "");
        foreach (var open in new[] { folder.Path, Path.Combine(folder.Path, "keys") })
            File.SetUnixFileMode(open, (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(old, (UnixFileMode)0b110_100_100);

        await using var faceWeb = await RunningFaceWeb.StartInAsync(folder.Path);
        using var browser = await faceWeb.SignedInAsync(RunningFaceWeb.Email, RunningFaceWeb.Password);
        var others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        var all = Directory.GetFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories).Append(folder.Path).ToList();
        Assert.Contains(all, f => f.EndsWith("faceweb.db", StringComparison.Ordinal));
        Assert.Contains(all, f => f.EndsWith(".xml", StringComparison.Ordinal));
        Assert.All(all, f => Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(f) & others));
    }

    [Fact]
    public async Task Keys_are_encrypted_by_a_secret_and_hold_with_it_alone()
    {
        using var folder = new DataFolder();
        var jar = new CookieContainer();
        await using (var first = await RunningFaceWeb.StartInAsync(folder.Path, "--FaceWeb:KeySecret=a secret from elsewhere"))
        {
            using var browser = first.NewClient(null, jar);
            using var answer = await browser.SubmitAsync(
                "/sign-in", "sign-in", ("Email", RunningFaceWeb.Email), ("Password", RunningFaceWeb.Password));
            Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
            var key = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(Path.Combine(folder.Path, "keys"), "*.xml")));
            Assert.Contains("KeyDecryptor", key, StringComparison.Ordinal);
            Assert.DoesNotContain("masterKey", key, StringComparison.Ordinal);
        }
        foreach (var (secret, status) in new[] { ("a secret from elsewhere", HttpStatusCode.OK), ("another secret", HttpStatusCode.Unauthorized) })
        {
            await using var again = await RunningFaceWeb.StartInAsync(folder.Path, $"--FaceWeb:KeySecret={secret}");
            using var client = again.NewClient(null);
            client.DefaultRequestHeaders.Add("Cookie", jar.GetCookieHeader(new Uri("http://127.0.0.1/")));
            Assert.Equal(status, (await client.GetAsync("/api/v1/albums")).StatusCode);
        }
    }
}
