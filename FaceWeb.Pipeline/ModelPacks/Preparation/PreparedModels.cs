using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;

namespace FaceWeb.Pipeline.ModelPacks.Preparation;

/// <summary>
/// Prepared models beside their pack, in its folder <c>prepared</c>: each under a name made from the hash of the file that it was prepared
/// from and of the versions of this code and of ONNX Runtime, with a note that holds its SHA-256. What does not fit its note is prepared anew.
/// </summary>
internal static class PreparedModels
{
    /// <summary>
    /// The prepared model, from the folder if it is there, else prepared now and put there. A folder that cannot be written is no fault.
    /// </summary>
    /// <param name="pack">The pack's folder.</param>
    /// <param name="file">The model's file name.</param>
    /// <param name="content">The ONNX file as it comes, checked before.</param>
    /// <param name="input">What the model wants to see.</param>
    public static PreparedModel Open(string pack, string file, byte[] content, ModelInput input)
    {
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            $"{Convert.ToHexStringLower(SHA256.HashData(content))} {ModelPreparer.Version} {OrtEnv.Instance().GetVersionString()}")))[..16];
        var path = Path.Combine(pack, "prepared", $"{Path.GetFileNameWithoutExtension(file)}-{key}");
        if (Find(path, content) is { } known)
            return known;
        var prepared = ModelPreparer.Prepare(content, input);
        // What changed nothing is as quickly found again.
        return prepared.Final && prepared.Sentence != ModelPreparer.Nothing ? Keep(path, prepared, asItComes: prepared.Content == content) : prepared;
    }

    private static PreparedModel? Find(string path, byte[] content)
    {
        try
        {
            if (!File.Exists(path + ".json")
                || JsonSerializer.Deserialize<Note>(File.ReadAllBytes(path + ".json")) is not { Sentence: { } sentence } note)
                return null;
            if (note.Sha256 is null)
                return new(content, sentence, Final: true);
            var prepared = File.ReadAllBytes(path + ".onnx");
            return Convert.ToHexStringLower(SHA256.HashData(prepared)) == note.Sha256 ? new(prepared, sentence, Final: true) : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static PreparedModel Keep(string path, PreparedModel prepared, bool asItComes)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (!asItComes)
                Write(path + ".onnx", prepared.Content);
            // The note comes last: without it the model is not used.
            Write(path + ".json", JsonSerializer.SerializeToUtf8Bytes(
                new Note(prepared.Sentence, asItComes ? null : Convert.ToHexStringLower(SHA256.HashData(prepared.Content)))));
            return prepared;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return prepared with { Sentence = $"{prepared.Sentence}; not kept for the next start ({problem.Message.TrimEnd('.')})" };
        }
    }

    private static void Write(string path, byte[] content)
    {
        var half = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            File.WriteAllBytes(half, content);
            File.Move(half, path, overwrite: true);
        }
        finally
        {
            File.Delete(half);
        }
    }

    private sealed record Note(string Sentence, string? Sha256);
}
