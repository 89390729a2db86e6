using Microsoft.JSInterop;

namespace FaceWeb.Layout;

/// <summary>
/// Calls functions of the scripts in <c>wwwroot</c>, each by its module's path there (<c>layout/focus.js</c>). A module is imported once for a
/// circuit and kept until the circuit ends: the browser lets it go with the page.
/// </summary>
public sealed class BrowserModules(IJSRuntime browser)
{
    private readonly Dictionary<string, IJSObjectReference> modules = [];

    /// <summary>Calls a function and waits until it is done.</summary>
    /// <exception cref="JSDisconnectedException">The browser is gone.</exception>
    /// <exception cref="JSException">The script threw, or could not be loaded.</exception>
    public async Task RunAsync(string module, string function, params object?[] arguments) =>
        await (await ImportAsync(module)).InvokeVoidAsync(function, arguments);

    /// <summary>Calls a function and returns what it does.</summary>
    /// <exception cref="JSDisconnectedException">The browser is gone.</exception>
    /// <exception cref="JSException">The script threw, or could not be loaded.</exception>
    public async Task<T> AskAsync<T>(string module, string function, params object?[] arguments) =>
        await (await ImportAsync(module)).InvokeAsync<T>(function, arguments);

    private async Task<IJSObjectReference> ImportAsync(string module)
    {
        if (modules.TryGetValue(module, out var known))
            return known;
        // Two calls at once import it twice; the browser has it once all the same.
        return modules[module] = await browser.InvokeAsync<IJSObjectReference>("import", $"./{module}");
    }
}
