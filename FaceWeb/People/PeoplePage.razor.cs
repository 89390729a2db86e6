using FaceWeb.Access;
using FaceWeb.Faces.Naming;
using FaceWeb.Groups;
using FaceWeb.Layout;
using FaceWeb.Live;
using FaceWeb.People.SamePerson;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web.Virtualization;
using MudBlazor;

namespace FaceWeb.People;

/// <summary>Everybody who has a name: found, ordered, made, selected and merged.</summary>
public sealed partial class PeoplePage : LivePage
{
    private const float RowHeight = 216;

    private readonly Dictionary<long, PersonSummary> selected = [];
    private ElementReference grid;
    private Virtualize<PersonRow>? rows;
    private string hidden = "no";
    private string search = "";
    private int typed;
    private PeopleOrder order;
    private int columns = 6;
    private int total = -1;
    private int groups;
    private int proposals;

    /// <summary>Part of a name.</summary>
    [SupplyParameterFromQuery(Name = "find")]
    private string? Find { get; set; }

    /// <summary>In which order.</summary>
    [SupplyParameterFromQuery(Name = "order")]
    private string? Order { get; set; }

    /// <summary><c>yes</c> shows hidden people.</summary>
    [SupplyParameterFromQuery(Name = "hidden")]
    private string? Hidden { get; set; }

    [Inject]
    private PeopleService People { get; set; } = default!;

    [Inject]
    private SamePersonService Same { get; set; } = default!;

    [Inject]
    private GroupsCount Groups { get; set; } = default!;

    private string Status => total switch
    {
        < 0 => "Reading the people…",
        0 when search.Length > 0 => $"Nobody is called “{search}”.",
        _ => selected.Count > 0 ? $"{Words.Count(total, "person", "people")}, {selected.Count} selected" : Words.Count(total, "person", "people"),
    };

    /// <inheritdoc />
    protected override bool Concerns(Change change) => change.Kind is ChangeKind.Person or ChangeKind.Face or ChangeKind.Suggestions;

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        base.OnInitialized();
        (search, hidden) = (Find ?? "", Hidden == "yes" ? "yes" : "no");
        order = Enum.TryParse<PeopleOrder>(Order, out var wanted) ? wanted : PeopleOrder.Name;
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        columns = Math.Max(2, (int)(await Browser.AskAsync<double>("layout/grid.js", "width", grid) / 150));
        await ReadAsync();
        StateHasChanged();

        // Comparing everybody takes a moment in a large library: the page does not wait for it.
        proposals = (await Same.ListAsync(0, 0, Closed)).Total;
        StateHasChanged();
    }

    /// <inheritdoc />
    protected override async Task ReadAsync()
    {
        groups = Groups.Newest ?? await Groups.GetAsync();
        await RefreshAsync();
    }

    private async Task RefreshAsync()
    {
        if (rows is not null)
            await rows.RefreshDataAsync();
    }

    private async Task FilterAsync()
    {
        await KeepAsync(
            ("find", search.Length > 0 ? search : null), ("order", order == PeopleOrder.Name ? null : order.ToString()),
            ("hidden", hidden == "yes" ? hidden : null));
        await RefreshAsync();
    }

    private async Task SearchAsync()
    {
        // Fast typing: only the last letters of a burst reach the database.
        var mine = ++typed;
        await Task.Delay(150);
        if (mine == typed)
            await FilterAsync();
    }

    private async ValueTask<ItemsProviderResult<PersonRow>> RowsAsync(ItemsProviderRequest request)
    {
        var found = await People.ListAsync(new PeopleFilter(hidden == "yes", order, search), request.StartIndex * columns, request.Count * columns);
        if (total != found.Total)
        {
            total = found.Total;
            StateHasChanged();
        }
        return new([.. found.Items.Chunk(columns).Select(people => new PersonRow(people))], (found.Total + columns - 1) / columns);
    }

    private void Toggle(PersonSummary person)
    {
        if (!selected.Remove(person.Id))
            selected[person.Id] = person;
    }

    private async Task CreateAsync()
    {
        var name = await TextDialog.AskAsync(Dialogs, "New person", "Name of the person", "Add the person");
        if (name is not null && await TryAsync(() => People.CreateAsync(name)))
            await ReadAsync();
    }

    private async Task MergeAsync()
    {
        if (await MergeDialog.AskAsync(Dialogs, selected.Values) is not { } kept)
            return;
        if (await TryAsync(async () => await MergedInto(kept)))
        {
            Snackbar.Add($"Merged {selected.Count} people into {kept.Name}.", Severity.Success);
            selected.Clear();
        }
        await ReadAsync();
    }

    private async Task MergedInto(PersonSummary kept)
    {
        await People.MergeAsync(kept.Id, [.. selected.Keys.Where(id => id != kept.Id)], await WhoAsync(ActionSource.People));

        // The cover that was chosen with the person stays, also where quality would now choose a face of the others.
        if (kept.CoverFaceId is { } cover)
            await People.UpdateAsync(kept.Id, new PersonPatch { CoverFaceId = cover });
    }

    private sealed record PersonRow(IReadOnlyList<PersonSummary> People);
}
