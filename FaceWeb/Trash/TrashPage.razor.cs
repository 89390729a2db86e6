using System.Globalization;
using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Data.Deleted;
using FaceWeb.Layout;
using FaceWeb.Live;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FaceWeb.Trash;

/// <summary>What was deleted, by whom, how much room it takes and when it goes; to be brought back or deleted for good.</summary>
public sealed partial class TrashPage : LivePage
{
    private const int PageSize = 50;

    private Paged<TrashEntry>? entries;
    private TrashSummary? summary;
    private int shown = 1;
    private bool busy;

    [Inject]
    private TrashService Trash { get; set; } = default!;

    [Inject]
    private TrashEmptying Emptying { get; set; } = default!;

    private int Pages => Math.Max(1, ((entries?.Total ?? 0) + PageSize - 1) / PageSize);

    /// <inheritdoc />
    protected override bool Concerns(Change change) => change.Kind is ChangeKind.Album or ChangeKind.Photo or ChangeKind.Person;

    /// <inheritdoc />
    protected override Task OnInitializedAsync() => ReadAsync();

    /// <inheritdoc />
    protected override async Task ReadAsync()
    {
        entries = await Trash.ListAsync((shown - 1) * PageSize, PageSize);
        summary = await Trash.SummaryAsync();
        if (shown > Pages)
            await GoAsync(Pages);
    }

    private Task GoAsync(int to)
    {
        shown = to;
        return ReadAsync();
    }

    private Task BringBackAsync(TrashEntry entry) => DoAsync(async () =>
    {
        await Trash.BringBackAsync([entry.Id], await WhoAsync(ActionSource.Trash));
        Snackbar.Add($"{entry.Name} is back.", Severity.Success);
    });

    private async Task DeleteAsync(TrashEntry entry)
    {
        var lost = entry.Kind switch
        {
            TrashKind.Person => $"The name and all that was said of the {Words.Count(entry.Faces, "face")} are deleted. The photos stay.",
            TrashKind.Album => $"The album, its {Words.Count(entry.Photos, "photo")}, the {Words.Count(entry.Faces, "face")} on them, "
                + "their pictures, measurements and names are deleted.",
            _ => $"The file, the {Words.Count(entry.Faces, "face")} on it, their pictures, measurements and names are deleted.",
        };
        if (await ConfirmAsync($"Delete “{entry.Name}” for good?", $"{lost} It cannot be brought back.", "Delete for good"))
            await DoAsync(() => Emptying.DeleteAsync([entry.Id]));
    }

    private async Task EmptyAsync()
    {
        var all = summary!;
        var lost = $"{Words.Count(all.Items, "thing")} with {Words.Count(all.Photos, "photo")} ({Size(all.Bytes)}), the faces on them, "
            + "their pictures, measurements and names are deleted. None of it can be brought back.";
        if (await ConfirmAsync("Empty the trash?", lost, "Delete everything for good"))
            await DoAsync(Emptying.EmptyAsync);
    }

    private async Task DoAsync(Func<Task> act)
    {
        busy = true;
        try
        {
            await TryAsync(act);
        }
        finally
        {
            busy = false;
        }
        await ReadAsync();
    }

    private static string What(TrashEntry entry) => entry.Kind switch
    {
        TrashKind.Person => $"Person, confirmed on {Words.Count(entry.Faces, "face")}",
        TrashKind.Album => $"Album, {Words.Count(entry.Photos, "photo")}, {Words.Count(entry.Faces, "face")}, {Size(entry.Bytes)}",
        _ => $"Photo of the album {entry.AlbumName}, {Words.Count(entry.Faces, "face")}, {Size(entry.Bytes)}",
    };

    private static string Size(long bytes) => bytes < 1_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:N0} kB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:N1} MB");

    private static string Day(DateTime at) => at.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
