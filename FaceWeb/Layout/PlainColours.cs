using MudBlazor;

namespace FaceWeb.Layout;

/// <summary>The dark palette as style-sheet variables, for pages that are rendered without a circuit and so cannot switch themes.</summary>
public static class PlainColours
{
    /// <summary>Declarations for a <c>:root</c> rule.</summary>
    public static string Dark { get; } = Write(FaceWebTheme.Theme.PaletteDark);

    private static string Write(Palette p) =>
        $"--mud-palette-primary: {p.Primary.Value}; --mud-palette-primary-text: {p.PrimaryContrastText.Value}; " +
        $"--mud-palette-background: {p.Background.Value}; --mud-palette-surface: {p.Surface.Value}; " +
        $"--mud-palette-text-primary: {p.TextPrimary.Value}; --mud-palette-text-secondary: {p.TextSecondary.Value}; " +
        $"--mud-palette-lines-inputs: {p.TextSecondary.Value}; " +
        $"--mud-palette-error: {p.Error.Value}; --mud-palette-error-text: {p.ErrorContrastText.Value};";
}
