using MudBlazor;

namespace FaceWeb.Layout;

/// <summary>FaceWeb's colours. Text on each background keeps a contrast of at least 4.5 to 1 (WCAG 2.2, AA).</summary>
public static class FaceWebTheme
{
    private static readonly string[] Fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif"];

    /// <summary>The theme, light and dark.</summary>
    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#3d5a98",
            Secondary = "#8a4b2d",
            AppbarBackground = "#ffffff",
            AppbarText = "#1d2433",
            Background = "#f6f7fb",
            DrawerBackground = "#ffffff",
            Success = "#1c7c4a",
            Warning = "#8a5a00",
            Error = "#b3261e",
            Info = "#20639b",
            TextPrimary = "#1d2433",
            TextSecondary = "#525c70",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#a9c0f5",
            PrimaryContrastText = "#10203f",
            Secondary = "#f0b08f",
            SecondaryContrastText = "#3c1a08",
            AppbarBackground = "#171b24",
            AppbarText = "#e8ebf2",
            Background = "#10131a",
            Surface = "#1b202b",
            DrawerBackground = "#171b24",
            Success = "#7bd6a2",
            SuccessContrastText = "#06301b",
            Warning = "#f2c46d",
            WarningContrastText = "#332200",
            Error = "#ffb4ab",
            ErrorContrastText = "#5c0a06",
            Info = "#9bcbf2",
            InfoContrastText = "#06263f",
            TextPrimary = "#e8ebf2",
            TextSecondary = "#b3bccd",
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "10px", DrawerWidthLeft = "220px" },
        Typography = new Typography { Default = new DefaultTypography { FontFamily = Fonts } },
    };
}
