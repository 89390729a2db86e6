namespace FaceWeb.Trash.Forgetting;

/// <summary>
/// Something that is being deleted for good: begun before its deletion is committed (<see cref="Erasing.Begin"/>), and either erased or, where the
/// deletion does not come about, disposed of.
/// </summary>
public sealed class Erasure : IDisposable
{
    private readonly Func<Task> erase;
    private readonly Action tell;
    private readonly Action end;
    private bool ended;

    internal Erasure(Func<Task> erase, Action tell, Action end) => (this.erase, this.tell, this.end) = (erase, tell, end);

    /// <summary>Whether classifiers have lost their contents: a new one is trained at the end, even where the deletion does not come about.</summary>
    internal bool Classifiers { get; set; }

    /// <summary>Leaves no byte of it, once the deletion is committed.</summary>
    public async Task EraseAsync()
    {
        using (this)
        {
            Tell();
            await erase();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (ended)
            return;
        ended = true;
        Tell();
        end();
    }

    private void Tell()
    {
        if (Classifiers)
            tell();
        Classifiers = false;
    }
}
