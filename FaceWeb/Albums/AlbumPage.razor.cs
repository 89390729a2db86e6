using System.Globalization;
using FaceWeb.Access;
using FaceWeb.Analysis;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Faces.Naming;
using FaceWeb.Layout;
using FaceWeb.Live;
using FaceWeb.People;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web.Virtualization;
using Microsoft.JSInterop;
using MudBlazor;

namespace FaceWeb.Albums;

/// <summary>One album: adding photos, and the grid of those it has. Only the rows near the screen are read and drawn.</summary>
public sealed partial class AlbumPage : LivePage, IAsyncDisposable
{
    private readonly HashSet<long> selected = [];
    private Virtualize<PhotoRow>? grid;
    private AlbumSummary? album;
    private string? missing;
    private string state = "";
    private PersonChoice? person;
    private int columns;
    private float rowHeight = 200;
    private DotNetObjectReference<AlbumPage>? self;
    private IJSObjectReference? measuring;

    /// <summary>The album's key.</summary>
    [Parameter]
    public long Id { get; set; }

    /// <summary>The state whose photos alone are shown.</summary>
    [SupplyParameterFromQuery(Name = "state")]
    private string? State { get; set; }

    /// <summary>The person whose photos alone are shown.</summary>
    [SupplyParameterFromQuery(Name = "person")]
    private long? PersonId { get; set; }

    [Inject]
    private PeopleService People { get; set; } = default!;

    [Inject]
    private AnalysisCancellation Analysis { get; set; } = default!;

    private PhotoFilter Filter => new(person?.PersonId, Enum.TryParse<PhotoState>(state, out var wanted) ? wanted : null);

    /// <summary>The grid's width changed: how many photos fit beside each other, and how high a row is in pixels.</summary>
    [JSInvokable]
    public async Task FitAsync(int fitting, float height)
    {
        if (fitting == columns && Math.Abs(height - rowHeight) < 1)
            return;
        (columns, rowHeight) = (fitting, height);
        StateHasChanged();
        if (grid is not null)
            await grid.RefreshDataAsync();
        StateHasChanged();
    }

    /// <inheritdoc />
    protected override bool Concerns(Change change) => change.AlbumId == Id
        || (change.AlbumId is null && change.Kind is ChangeKind.Photo or ChangeKind.Face or ChangeKind.Album);

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (album?.Id == Id)
            return;
        (album, missing) = (null, null);
        selected.Clear();
        try
        {
            state = State ?? "";
            person = PersonId is { } wanted && await People.FindAsync(wanted) is { } found ? new PersonChoice(found.Id, found.Name) : null;
            album = await Albums.FindAsync(Id);
        }
        catch (RefusedException e)
        {
            missing = e.Message;
        }
    }

    /// <inheritdoc />
    protected override async Task ReadAsync()
    {
        try
        {
            album = await Albums.FindAsync(Id);
        }
        catch (RefusedException e)
        {
            missing = e.Message;
            return;
        }
        if (grid is not null)
            await grid.RefreshDataAsync();
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (album is null || measuring is not null)
            return;
        self ??= DotNetObjectReference.Create(this);
        measuring = await Browser.AskAsync<IJSObjectReference>("layout/grid.js", "fit", "photo-grid", self);
    }

    /// <summary>Stops measuring the grid.</summary>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        try
        {
            if (measuring is not null)
            {
                await measuring.InvokeVoidAsync("stop");
                await measuring.DisposeAsync();
            }
        }
        catch (Exception e) when (e is JSDisconnectedException or TaskCanceledException)
        {
            // The browser is gone, and its measuring with it.
        }
        self?.Dispose();
    }

    private async ValueTask<ItemsProviderResult<PhotoRow>> RowsAsync(ItemsProviderRequest request)
    {
        var wide = Math.Max(1, columns);
        var photos = await Photos.ListAsync(Id, Filter, request.StartIndex * wide, request.Count * wide);
        var rows = photos.Items.Chunk(wide).Select((row, at) => new PhotoRow(request.StartIndex + at, row));
        return new ItemsProviderResult<PhotoRow>(rows, (photos.Total + wide - 1) / wide);
    }

    private async Task FilterAsync()
    {
        selected.Clear();
        await KeepAsync(("state", state.Length > 0 ? state : null), ("person", person?.PersonId?.ToString(CultureInfo.InvariantCulture)));
        if (grid is not null)
            await grid.RefreshDataAsync();
    }

    private Task ChoosePersonAsync(PersonChoice? choice)
    {
        person = choice;
        return FilterAsync();
    }

    private void Select(PhotoSummary photo)
    {
        if (!selected.Remove(photo.Id))
            selected.Add(photo.Id);
    }

    private async Task RetryAsync(PhotoSummary photo)
    {
        if (await TryAsync(() => Photos.RetryAsync(photo.Id)))
            await ReadAsync();
    }

    private async Task RetryFailedAsync()
    {
        await TryAsync(async () => Snackbar.Add($"{Words.Count(await Photos.RetryFailedAsync(Id), "photo")} queued again.", Severity.Info));
        await ReadAsync();
    }

    private async Task CancelAnalysisAsync()
    {
        await TryAsync(
            async () => Snackbar.Add($"The analysis of {Words.Count(await Analysis.CancelAsync(Id), "photo")} is cancelled.", Severity.Info));
        await ReadAsync();
    }

    private async Task AnalyseAgainAsync()
    {
        await TryAsync(async () => Snackbar.Add(
            $"{Words.Count(await Photos.AnalyseAlbumAgainAsync(Id), "photo")} looked at again. Names that you gave stay.", Severity.Info));
        await ReadAsync();
    }

    private async Task DeleteSelectedAsync()
    {
        var what = Words.Count(selected.Count, "photo");
        if (!await ConfirmAsync(
            $"Delete {what}?", $"{what} and the names given to the faces there are put into the trash: they can be brought back from there.",
            $"Delete {what}"))
            return;
        if (await TryAsync(async () => await Photos.DeleteAsync([.. selected], await WhoAsync(ActionSource.Album))))
        {
            selected.Clear();
            await ReadAsync();
        }
    }

    private async Task RenameAsync()
    {
        var name = await TextDialog.AskAsync(Dialogs, "Rename the album", "Name of the album", "Rename", album!.Name);
        if (name is not null)
            await TryAsync(async () => album = await Albums.RenameAsync(Id, name));
    }

    private async Task DeleteAlbumAsync()
    {
        if (await ConfirmAsync($"Delete “{album!.Name}”?", AlbumWords.Lost(album), "Delete the album")
            && await TryAsync(async () => await Albums.DeleteAsync(Id, await WhoAsync(ActionSource.Album))))
            Navigation.NavigateTo("/");
    }
}
