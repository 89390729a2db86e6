namespace FaceWeb.Api;

/// <summary>Text for tables that people open in a spreadsheet.</summary>
public static class TableText
{
    /// <summary>The text, with a quotation mark in front where a spreadsheet would take it for a formula.</summary>
    public static string WithoutFormula(string text) => text is ['=' or '+' or '-' or '@', ..] ? $"'{text}" : text;
}
