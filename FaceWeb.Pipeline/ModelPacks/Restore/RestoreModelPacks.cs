#nullable enable
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Runtime.Serialization.Json;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Xml;
using System.Xml.Linq;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// The build step that puts the model files beside their manifests. MSBuild compiles this one file itself
/// (RoslynCodeTaskFactory, netstandard2.0), so restoring needs nothing but the .NET SDK and npm, on every platform.
/// It is not part of the FaceWeb.Pipeline assembly.
/// </summary>
/// <remarks>
/// <c>npm pack</c> fetches the tarball from whatever registry npm is set up for and installs nothing: no dependency of the package and
/// none of its scripts is run. Every byte kept is checked twice: the tarball against npm's integrity, each file against its SHA-256.
/// </remarks>
public sealed class RestoreModelPacks : Task
{
    private const int NpmMinutes = 10;
    private const int LockMinutes = 15;

    /// <summary>The <c>pack.json</c> files of the packs wanted.</summary>
    [Required]
    public ITaskItem[] Manifests { get; set; } = [];

    public override bool Execute()
    {
        foreach (var manifest in Manifests)
        {
            try
            {
                Restore(manifest.GetMetadata("FullPath"));
            }
            catch (RestoreException problem)
            {
                Log.LogError(null, "FACEWEB1", null, manifest.ItemSpec, 0, 0, 0, 0, "{0}", problem.Message);
            }
        }
        return !Log.HasLoggedErrors;
    }

    private void Restore(string manifestPath)
    {
        if (!File.Exists(manifestPath))
            throw new RestoreException("There is no model pack at " + manifestPath + ": check the property ModelPacks.");
        var manifest = ReadJson(manifestPath);
        var folder = Path.GetDirectoryName(manifestPath)!;
        var pack = (string)manifest.Element("name")!;
        var files = manifest.Element("files")!.Elements().Select(e => new ModelFile(e)).ToList();
        var stamp = Path.Combine(folder, ".restored");

        // Two builds at once (two projects, two consoles) take turns; the second finds everything there.
        using (TakeTurn(Path.Combine(folder, ".restore.lock")))
        {
            var missing = files.Where(f => !f.IsGood(folder)).ToList();
            if (missing.Count > 0)
            {
                var npm = manifest.Element("npm");
                var names = string.Join(", ", missing.Select(f => f.Name));
                if (npm is null)
                    throw new RestoreException("Model pack '" + pack + "' lacks " + names + ": put the files into " + folder + " (source: "
                        + (string?)manifest.Element("source") + ").");
                Fetch(pack, folder, npm, missing, names);
            }
            var now = DateTime.UtcNow;
            foreach (var file in files)
                File.SetLastWriteTimeUtc(Path.Combine(folder, file.Name), now);
            File.WriteAllLines(stamp, files.Select(f => Path.GetFileName(folder) + "/" + f.Name));
        }
    }

    private void Fetch(string pack, string folder, XElement npm, List<ModelFile> missing, string names)
    {
        var package = (string)npm.Element("package")! + "@" + (string)npm.Element("version")!;
        var advice = " Check that npm is installed and reaches its registry, then build again (or build with -p:RestoreModels=false and put the files into " + folder + ").";
        Log.LogMessage(MessageImportance.High, "Restoring model pack '" + pack + "' (" + names + ") from npm's " + package);
        var work = Path.Combine(Path.GetTempPath(), "faceweb-models-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(work);
        try
        {
            var problem = RunNpmPack(package, work);
            var tarball = Directory.GetFiles(work, "*.tgz").FirstOrDefault();
            if (tarball is null)
                throw new RestoreException(
                    "Model pack '" + pack + "' lacks " + names + ": 'npm pack " + package + "' brought nothing (" + problem + ")." + advice);
            CheckIntegrity(pack, package, tarball, (string)npm.Element("integrity")!);
            Unpack(tarball, folder, missing);
        }
        finally
        {
            Directory.Delete(work, true);
        }
        var bad = missing.Where(f => !f.IsGood(folder)).Select(f => f.Name).ToList();
        if (bad.Count > 0)
            throw new RestoreException("Model pack '" + pack + "': " + string.Join(", ", bad) + " of " + package + " is absent or has another SHA-256 than pack.json says, so it was not installed: correct pack.json or take the package's right version.");
    }

    /// <summary>Runs <c>npm pack</c>; returns what went wrong in a few words (empty when nothing did).</summary>
    private static string RunNpmPack(string package, string work)
    {
        var windows = Path.DirectorySeparatorChar == '\\';
        var arguments = "pack " + package + " --silent --ignore-scripts";
        var start = new ProcessStartInfo(windows ? "cmd.exe" : "npm", windows ? "/c npm " + arguments : arguments)
        {
            WorkingDirectory = work,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var lastLine = "";
        try
        {
            using (var npm = new Process { StartInfo = start })
            {
                npm.OutputDataReceived += (_, _) => { };
                npm.ErrorDataReceived += (_, line) =>
                {
                    if (!string.IsNullOrWhiteSpace(line.Data) && line.Data!.IndexOf("warn", StringComparison.OrdinalIgnoreCase) < 0)
                        lastLine = line.Data!.Trim();
                };
                npm.Start();
                npm.BeginOutputReadLine();
                npm.BeginErrorReadLine();
                if (!npm.WaitForExit(NpmMinutes * 60 * 1000))
                {
                    npm.Kill();
                    return "no answer in " + NpmMinutes + " minutes";
                }
                npm.WaitForExit();
                return npm.ExitCode == 0 ? "" : lastLine.Length > 0 ? lastLine : "npm ended with code " + npm.ExitCode;
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "the program npm was not found";
        }
    }

    private static void CheckIntegrity(string pack, string package, string tarball, string integrity)
    {
        using (var stream = File.OpenRead(tarball))
        using (var sha = SHA512.Create())
        {
            if ("sha512-" + Convert.ToBase64String(sha.ComputeHash(stream)) != integrity)
                throw new RestoreException("Model pack '" + pack + "': the tarball of " + package
                    + " that npm brought has another integrity than pack.json says, so nothing was installed: check which registry npm uses.");
        }
    }

    /// <summary>Reads the ustar archive (512-byte headers) and writes the wanted entries beside the manifest, each whole or not at all.</summary>
    private static void Unpack(string tarball, string folder, List<ModelFile> wanted)
    {
        using (var stream = new GZipStream(File.OpenRead(tarball), CompressionMode.Decompress))
        {
            var header = new byte[512];
            while (ReadFully(stream, header, 512) && header[0] != 0)
            {
                var name = Text(header, 345, 155) is { Length: > 0 } prefix ? prefix + "/" + Text(header, 0, 100) : Text(header, 0, 100);
                var size = Convert.ToInt64(Text(header, 124, 12).Trim(), 8);
                // npm puts everything under one folder, usually "package/".
                var entry = name.Substring(name.IndexOf('/') + 1);
                var file = wanted.FirstOrDefault(f => f.Entry == entry);
                if (file is not null && size == file.Size)
                    Write(stream, folder, file);
                else
                    Skip(stream, size);
                Skip(stream, (512 - size % 512) % 512);
            }
        }
    }

    private static void Write(Stream stream, string folder, ModelFile file)
    {
        var content = new byte[file.Size];
        if (!ReadFully(stream, content, content.Length) || file.Hash(content) != file.Sha256)
            return;
        var target = Path.Combine(folder, file.Name);
        var half = target + ".part";
        File.WriteAllBytes(half, content);
        if (File.Exists(target))
            File.Delete(target);
        File.Move(half, target);
    }

    private static void Skip(Stream stream, long count)
    {
        var buffer = new byte[64 * 1024];
        while (count > 0)
        {
            var read = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, count));
            if (read == 0)
                return;
            count -= read;
        }
    }

    private static bool ReadFully(Stream stream, byte[] buffer, int count)
    {
        var have = 0;
        while (have < count)
        {
            var read = stream.Read(buffer, have, count - have);
            if (read == 0)
                return false;
            have += read;
        }
        return true;
    }

    private static string Text(byte[] header, int offset, int length)
    {
        var end = Array.IndexOf(header, (byte)0, offset, length);
        return Encoding.UTF8.GetString(header, offset, (end < 0 ? offset + length : end) - offset);
    }

    private static FileStream TakeTurn(string path)
    {
        for (var waited = Stopwatch.StartNew(); ; Thread.Sleep(200))
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited.Elapsed.TotalMinutes < LockMinutes)
            {
            }
            catch (IOException problem)
            {
                throw new RestoreException("Another build has been restoring models for " + LockMinutes + " minutes (" + path + ": "
                    + problem.Message + "): end it, then build again.");
            }
            catch (UnauthorizedAccessException problem)
            {
                throw new RestoreException("The model files cannot be written (" + problem.Message
                    + "): make the folder writable, or restore them with another account first.");
            }
        }
    }

    private static XElement ReadJson(string path)
    {
        try
        {
            using (var reader = JsonReaderWriterFactory.CreateJsonReader(File.ReadAllBytes(path), XmlDictionaryReaderQuotas.Max))
                return XElement.Load(reader);
        }
        catch (XmlException problem)
        {
            throw new RestoreException(path + " is not valid JSON (" + problem.Message + "): correct it.");
        }
    }

    private sealed class RestoreException(string message) : Exception(message);

    private sealed class ModelFile(XElement json)
    {
        public string Name { get; } = (string)json.Element("name")!;
        public string? Entry { get; } = (string?)json.Element("entry");
        public long Size { get; } = (long)json.Element("size")!;
        public string Sha256 { get; } = (string)json.Element("sha256")!;

        public bool IsGood(string folder)
        {
            var path = Path.Combine(folder, Name);
            return File.Exists(path) && new FileInfo(path).Length == Size && Hash(File.ReadAllBytes(path)) == Sha256;
        }

        public string Hash(byte[] content)
        {
            using (var sha = SHA256.Create())
                return string.Concat(sha.ComputeHash(content).Select(b => b.ToString("x2")));
        }
    }
}
