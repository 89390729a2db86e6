namespace FaceWeb.Trash.Forgetting;

/// <summary>
/// Something that is being deleted for good: begun before its deletion is committed (<see cref="Erasing.Begin"/>), and either erased or, where the
/// deletion does not come about, disposed of.
/// </summary>
public sealed class Erasure : IDisposable
{
    private readonly Func<bool, Task> erase;
    private readonly Action end;
    private bool ended;

    internal Erasure(Func<bool, Task> erase, Action end) => (this.erase, this.end) = (erase, end);

    /// <summary>Leaves no byte of it, once the deletion is committed.</summary>
    /// <param name="classifiers">Whether classifiers lost their contents: a new one is trained then.</param>
    public async Task EraseAsync(bool classifiers)
    {
        using (this)
            await erase(classifiers);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (ended)
            return;
        ended = true;
        end();
    }
}
