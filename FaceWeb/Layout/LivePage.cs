using System.Diagnostics;
using System.Globalization;
using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace FaceWeb.Layout;

/// <summary>
/// A page that shows what changes while it is open. It reads itself anew after changes that concern it, at most once every
/// <see cref="Pause"/> and not while its browser is away, and shows the sentence of a <see cref="RefusedException"/> instead of breaking.
/// </summary>
public abstract class LivePage : ComponentBase, IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>The least time between the end of one reading and the start of the next.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);

    /// <summary>
    /// How many times as long as it took to read the page waits before it reads again, where that is longer than <see cref="Pause"/>: 4 leaves four
    /// fifths of the time to other things.
    /// </summary>
    protected virtual int PauseOfReadings => 0;

    private readonly CancellationTokenSource closed = new();
    private IDisposable? subscription;
    private int asked;
    private int reading;

    /// <summary>Opens the page.</summary>
    protected LivePage() => Closed = closed.Token;

    /// <summary>Where changes are announced.</summary>
    [Inject]
    protected ChangeFeed Feed { get; set; } = default!;

    /// <summary>Short messages at the page's edge.</summary>
    [Inject]
    protected ISnackbar Snackbar { get; set; } = default!;

    /// <summary>The dialogs.</summary>
    [Inject]
    protected IDialogService Dialogs { get; set; } = default!;

    /// <summary>The address bar.</summary>
    [Inject]
    protected NavigationManager Navigation { get; set; } = default!;

    /// <summary>What the page asks of its browser.</summary>
    [Inject]
    protected BrowserModules Browser { get; set; } = default!;

    /// <summary>Whether anybody can see the page.</summary>
    [Inject]
    protected BrowserConnection Connection { get; set; } = default!;

    /// <summary>Who is signed in.</summary>
    [CascadingParameter]
    protected Task<AuthenticationState> Authentication { get; set; } = default!;

    // Taken once: what goes on after the page closed may still ask.
    /// <summary>Cancelled when the page closes.</summary>
    protected CancellationToken Closed { get; }

    /// <summary>Keeps in the address what the page shows, so that the way back leads to it; the page is not read again.</summary>
    /// <param name="query">Parameters that the page takes from its query, with their values; null takes one out.</param>
    protected Task KeepAsync(params (string Name, string? Value)[] query) =>
        Browser.RunAsync("layout/place.js", "keep", query.ToDictionary(p => p.Name, p => p.Value));

    /// <summary>Keeps the page of a list in the address.</summary>
    /// <param name="page">From 1.</param>
    protected Task KeepPageAsync(int page) => KeepAsync(("page", page == 1 ? null : page.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The signed-in user as the one who acts.</summary>
    /// <param name="source">The page's name, kept in the history of decisions.</param>
    protected async Task<Actor> WhoAsync(string source) => Actor.From((await Authentication).User, source);

    /// <summary>Whether the user may decide and name. Buttons are not drawn otherwise; keys ask here.</summary>
    protected async Task<bool> MayEditAsync()
    {
        var user = (await Authentication).User;
        return user.IsInRole(Roles.Admin) || user.IsInRole(Roles.Editor);
    }

    /// <summary>Whether a change can alter what this page shows. Called outside the circuit: only read fields.</summary>
    protected virtual bool Concerns(Change change) => true;

    /// <summary>Reads what the page shows. The page is drawn afterwards.</summary>
    protected abstract Task ReadAsync();

    /// <inheritdoc />
    protected override void OnInitialized() => subscription = Feed.Listen(batch => batch.Any(Concerns) ? ReadSoonAsync() : Task.CompletedTask);

    /// <summary>Does something that the user asked for; shows why when it is refused.</summary>
    /// <returns>Whether it was done.</returns>
    protected async Task<bool> TryAsync(Func<Task> act)
    {
        try
        {
            await act();
            return true;
        }
        catch (RefusedException e)
        {
            Snackbar.Add(e.Message, Severity.Error);
            return false;
        }
    }

    /// <summary>Asks before something is lost.</summary>
    /// <param name="title">The question, for example <c>Delete the album “Summer”?</c></param>
    /// <param name="lost">What is lost and what is kept.</param>
    /// <param name="verb">The text of the button that does it, for example <c>Delete the album</c>.</param>
    protected Task<bool> ConfirmAsync(string title, string lost, string verb) => ConfirmDialog.AskAsync(Dialogs, title, lost, verb);

    /// <summary>Stops listening.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Stops listening.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing || closed.IsCancellationRequested)
            return;
        subscription?.Dispose();
        closed.Cancel();
        closed.Dispose();
    }

    // Changes that come while a reading runs are answered by one more reading after it, however many they were.
    private async Task ReadSoonAsync()
    {
        Interlocked.Exchange(ref asked, 1);
        if (Interlocked.CompareExchange(ref reading, 1, 0) != 0)
            return;
        try
        {
            while (!closed.IsCancellationRequested && Volatile.Read(ref asked) == 1)
            {
                await Connection.BackAsync(Closed);
                Interlocked.Exchange(ref asked, 0);
                var begun = Stopwatch.GetTimestamp();
                await InvokeAsync(async () =>
                {
                    if (closed.IsCancellationRequested)
                        return;
                    await ReadOrSayWhyAsync();
                    StateHasChanged();
                });
                var pause = PauseOfReadings * Stopwatch.GetElapsedTime(begun);
                await Task.Delay(new TimeSpan(Math.Clamp(pause.Ticks, Pause.Ticks, LongestPause.Ticks)), CancellationToken.None);
            }
        }
        finally
        {
            Interlocked.Exchange(ref reading, 0);
        }
        // A change may have been announced between the last look and the line above.
        if (!closed.IsCancellationRequested && Volatile.Read(ref asked) == 1)
            await ReadSoonAsync();
    }

    private async Task ReadOrSayWhyAsync()
    {
        try
        {
            await ReadAsync();
        }
        catch (RefusedException)
        {
            // What the page shows was deleted meanwhile; the next thing the user does on it says so.
        }
    }
}
