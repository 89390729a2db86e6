using Microsoft.AspNetCore.Components.Web;

namespace FaceWeb.History;

/// <summary>
/// The keys for undo and redo, the same on every page. A key that is held down counts once: what was done last must not go by mistake.
/// </summary>
internal static class StepKeys
{
    /// <summary>Ctrl+Z.</summary>
    public static bool IsUndo(KeyboardEventArgs e) => (e.CtrlKey || e.MetaKey) && !e.ShiftKey && !e.Repeat && (e.Key is "z" or "Z");

    /// <summary>Ctrl+Y or Ctrl+Shift+Z.</summary>
    public static bool IsRedo(KeyboardEventArgs e) =>
        (e.CtrlKey || e.MetaKey) && !e.Repeat && (e.ShiftKey ? e.Key is "z" or "Z" : e.Key is "y" or "Y");
}
