using FaceWeb.Access;
using FaceWeb.Albums;
using FaceWeb.Api;
using FaceWeb.Faces;
using FaceWeb.Faces.Naming;
using FaceWeb.Layout;
using FaceWeb.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;

namespace FaceWeb.Review;

/// <summary>
/// The suggested faces as a dense grid, by person, surest first. The grid lives in the browser (wwwroot/review): a key shows at once
/// and is saved after, in order. This page holds what is around it - filters, the name field, the keys - and tells the browser what
/// others have decided.
/// </summary>
public sealed partial class ReviewPage : LivePage, IAsyncDisposable
{
    private IReadOnlyList<SuggestedPerson> people = [];
    private IReadOnlyList<AlbumSummary> albums = [];
    private ReviewQuery query = new();
    private bool keysShown;
    private bool filtersShown;
    private IDisposable? listening;
    private DotNetObjectReference<ReviewPage>? self;
    private IJSObjectReference? browser;

    [Inject]
    private ReviewList List { get; set; } = default!;

    [Inject]
    private AlbumService Albums { get; set; } = default!;

    [Inject]
    private IJSRuntime Js { get; set; } = default!;

    /// <summary>The key ? was pressed: shows or hides the keys.</summary>
    [JSInvokable]
    public void ToggleKeys()
    {
        keysShown = !keysShown;
        StateHasChanged();
    }

    /// <inheritdoc />
    protected override bool Concerns(Change change) => change.Kind is ChangeKind.Suggestions or ChangeKind.Person or ChangeKind.Album;

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        base.OnInitialized();
        query = ReadAddress();
        listening = Feed.Listen(TellOfOthersAsync);
        Navigation.LocationChanged += FollowAddress;
        Connection.Restored += CatchUp;
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        self = DotNetObjectReference.Create(this);
        var closed = Closed;
        var user = (await Authentication).User;
        var module = await Js.InvokeAsync<IJSObjectReference>("import", closed, "./review/page.js");
        browser = await module.InvokeAsync<IJSObjectReference>(
            "start", closed, self, query.ToString(), (await WhoAsync(ActionSource.Review)).UserId, user.IsInRole(Roles.Admin)
                || user.IsInRole(Roles.Editor));
        await module.DisposeAsync();

        // The faces come first; what the filters offer may take a moment longer.
        await ReadAsync();
        StateHasChanged();
    }

    /// <inheritdoc />
    protected override async Task ReadAsync()
    {
        people = await List.PeopleAsync();
        albums = (await Albums.ListAsync(new Paging(1, Paging.MaxPageSize))).Items;
    }

    /// <summary>Lets the browser's part go; what waits to be saved there is saved all the same.</summary>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        listening?.Dispose();
        Navigation.LocationChanged -= FollowAddress;
        Connection.Restored -= CatchUp;
        try
        {
            if (browser is not null)
            {
                await browser.InvokeVoidAsync("stop");
                await browser.DisposeAsync();
            }
        }
        catch (Exception e) when (e is JSDisconnectedException or TaskCanceledException)
        {
            // The browser is gone, and the grid with it.
        }
        self?.Dispose();
    }

    private ReviewQuery ReadAddress() => ReviewQuery.Parse(new Uri(Navigation.Uri).Query);

    private Task TellOfOthersAsync(IReadOnlyCollection<Change> batch)
    {
        var faces = batch.Where(c => c.Kind == ChangeKind.Face).Select(c => c.FaceId).OfType<long>().ToArray();
        var list = batch.Any(
            c => c.Kind is ChangeKind.Suggestions or ChangeKind.Person or ChangeKind.Photo || (c.Kind == ChangeKind.Face && c.FaceId is null));
        return faces.Length == 0 && !list ? Task.CompletedTask : InvokeAsync(() => TellBrowserAsync("changed", faces, list));
    }

    // The connection was away: the browser asks for all anew.
    private void CatchUp() => _ = InvokeAsync(() => TellBrowserAsync("changed", Array.Empty<long>(), true));

    private async Task TellBrowserAsync(string what, params object?[] arguments)
    {
        if (browser is null)
            return;
        try
        {
            await browser.InvokeVoidAsync(what, arguments);
        }
        catch (Exception e) when (e is JSDisconnectedException or TaskCanceledException)
        {
            // The connection is away; when it is back the browser asks for all anew.
        }
    }

    private Task FilterAsync(ReviewQuery wanted)
    {
        var text = wanted.ToString();
        Navigation.NavigateTo(text.Length == 0 ? "/review" : $"/review?{text}", replace: true);
        return Task.CompletedTask;
    }

    private void FollowAddress(object? sender, LocationChangedEventArgs e)
    {
        var wanted = ReadAddress();
        if (wanted == query || new Uri(e.Location).AbsolutePath != "/review")
            return;
        query = wanted;
        _ = InvokeAsync(async () =>
        {
            StateHasChanged();
            await TellBrowserAsync("open", query.ToString());
        });
    }

    private async Task ConfirmShownAsync()
    {
        if (browser is null)
            return;
        var count = await browser.InvokeAsync<int>("confirmable");
        if (count > 0 && await ConfirmAsync(
            $"Confirm {Words.Count(count, "face")}?",
            "Each face that is shown and has a name suggested is confirmed as that person; chosen faces are left out. It can be undone.",
            $"Confirm {Words.Count(count, "face")}"))
        {
            await TellBrowserAsync("confirmShown");
        }
    }

    private Task NamedAsync(PersonChoice choice) => TellBrowserAsync("named", choice.PersonId, choice.Name);

    private Task StopNamingAsync() => TellBrowserAsync("stopNaming");
}
