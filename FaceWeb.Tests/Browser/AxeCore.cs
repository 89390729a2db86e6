using System.Text.Json;
using Microsoft.Playwright;

namespace FaceWeb.Tests.Browser;

/// <summary>
/// Looks for what keeps people out of a page, by axe-core: WCAG 2.2, levels A and AA, and axe-core's best practices. What it cannot decide
/// itself ("incomplete", such as the contrast of text over a photo) is not counted.
/// </summary>
internal static class AxeCore
{
    private const string Run = """
        async () => (await axe.run(document, {
          runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
          resultTypes: ["violations"],
        })).violations.flatMap(v => v.nodes.map(n => `${v.id}: ${v.help}: ${n.target.join(" ")}: ${n.html.slice(0, 200)}: ${n.failureSummary.replace(/\s+/g, " ")}`))
        """;

    private static string FileName => Path.Combine(Repository.Root, "node_modules", "axe-core", "axe.min.js");

    /// <summary>axe-core's source; skips the calling test, out loud, where it was not fetched.</summary>
    public static string SourceOrSkip()
    {
        Skip.IfNot(File.Exists(FileName), "axe-core is not in node_modules: run .ci/test, or npm ci, which fetch it.");
        return File.ReadAllText(FileName);
    }

    /// <summary>Looks at a page as it stands now.</summary>
    /// <returns>Each violation in words, with the rule and the element; empty when there is none.</returns>
    public static async Task<IReadOnlyList<string>> FindAsync(IPage page, string source)
    {
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window"))
            await page.EvaluateAsync(source);
        var found = await page.EvaluateAsync<JsonElement>(Run);
        return [.. found.EnumerateArray().Select(v => v.GetString()!)];
    }
}
