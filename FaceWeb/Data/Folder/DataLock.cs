using Microsoft.Extensions.Options;

namespace FaceWeb.Data.Folder;

/// <summary>
/// Keeps the data folder for this process: two on one folder would analyse every photo twice and write over each other. The file stays open as
/// long as the process lives, so a process that was killed leaves no lock behind.
/// </summary>
public sealed class DataLock(IOptions<DataOptions> options) : IDisposable
{
    private FileStream? file;

    /// <summary>Takes the folder.</summary>
    /// <exception cref="DataInUseException">Another process has it.</exception>
    public void Take()
    {
        var path = Path.Combine(options.Value.DataDir, "faceweb.lock");
        try
        {
            file ??= new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new DataInUseException(
                $"Another FaceWeb works on {options.Value.DataDir} already: end it first, or name another folder with --FaceWeb:DataDir.", e);
        }
    }

    /// <inheritdoc />
    public void Dispose() => file?.Dispose();
}
