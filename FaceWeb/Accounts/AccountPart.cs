using FaceWeb.Access;
using FaceWeb.Api;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace FaceWeb.Accounts;

/// <summary>
/// A part of a page that changes accounts. A circuit lives for hours: each action gets services, and so a database context, of its own.
/// </summary>
public abstract class AccountPart : ComponentBase
{
    /// <summary>Where services come from.</summary>
    [Inject]
    protected IServiceScopeFactory Scopes { get; set; } = default!;

    /// <summary>Short messages at the page's edge.</summary>
    [Inject]
    protected ISnackbar Snackbar { get; set; } = default!;

    /// <summary>The address bar.</summary>
    [Inject]
    protected NavigationManager Navigation { get; set; } = default!;

    /// <summary>Who is signed in.</summary>
    [CascadingParameter]
    protected Task<AuthenticationState> Authentication { get; set; } = default!;

    /// <summary>The signed-in user's key.</summary>
    protected async Task<string> UserIdAsync() => Actor.From((await Authentication).User).UserId;

    /// <summary>Does something with a service; shows why when it is refused.</summary>
    /// <returns>Whether it was done.</returns>
    protected async Task<bool> WithAsync<T>(Func<T, Task> act)
        where T : notnull
    {
        try
        {
            await using var scope = Scopes.CreateAsyncScope();
            await act(scope.ServiceProvider.GetRequiredService<T>());
            return true;
        }
        catch (RefusedException e)
        {
            Snackbar.Add(e.Message, Severity.Error);
            return false;
        }
    }

    /// <summary>Leads to the sign-in page: what was just changed has ended all sessions, this one too.</summary>
    protected void SignInAgain() => Navigation.NavigateTo("/sign-in?returnUrl=%2Faccount", forceLoad: true);
}
