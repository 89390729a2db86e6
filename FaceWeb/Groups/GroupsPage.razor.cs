using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Faces;
using FaceWeb.History;
using FaceWeb.History.Decisions;
using FaceWeb.Layout;
using FaceWeb.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace FaceWeb.Groups;

/// <summary>
/// The groups of similar unknown faces, largest first, page by page. Groups that are on the page keep their places while others come and
/// go.
/// </summary>
public sealed partial class GroupsPage : LivePage
{
    private const int PageSize = 20;

    private IReadOnlyList<FaceGroupView> shown = [];
    private IReadOnlyDictionary<long, SeenSpan> seen = new Dictionary<long, SeenSpan>();
    private int total = -1;
    private int page = 1;
    private bool keysShown;

    // Not there for those who may only look.
    private UndoRedo? back;

    // The place of the group whose list takes the focus once it is drawn.
    private int? focusAt;

    // Whether the user has just done something that leads there.
    private bool acted;

    // Faces whose decision was taken back here: their group is shown, and has the focus, as soon as it is there again.
    private IReadOnlyCollection<long> awaited = [];

    // Where groups stood that were decided here.
    private readonly Dictionary<long, int> places = [];

    /// <summary>The page of groups, from 1.</summary>
    [SupplyParameterFromQuery(Name = "page")]
    private int? Page { get; set; }

    [Inject]
    private GroupService Groups { get; set; } = default!;

    [Inject]
    private GroupDecisions Decisions { get; set; } = default!;

    [Inject]
    private GroupSeparations Separations { get; set; } = default!;

    [Inject]
    private FaceService Faces { get; set; } = default!;

    private int Pages => (Math.Max(0, total) + PageSize - 1) / PageSize;

    private string Status => total switch
    {
        < 0 => "Reading the groups…",
        0 => "",
        _ => $"{Words.Count(total, "group")} of similar faces without a name, largest first.",
    };

    /// <inheritdoc />
    protected override bool Concerns(Change change) => change.Kind is ChangeKind.Face or ChangeKind.Suggestions;

    /// <inheritdoc />
    protected override Task OnInitializedAsync()
    {
        (page, focusAt) = (Math.Max(1, Page ?? 1), 0);
        return ReadAsync();
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (focusAt is not { } at || total < 0)
            return;
        // A group that comes when there was none takes the focus from nothing.
        var after = acted;
        (focusAt, acted) = (null, false);
        if (shown.Count > 0)
            await Browser.RunAsync(
                "layout/focus.js", "focusFirst", shown.Skip(Math.Min(at, shown.Count - 1)).Select(g => GroupCard.IdOf(g.Id)).ToArray(), after);
    }

    // What the user is looking at stays where it is, with its present faces; what is new to the page comes after it.
    /// <inheritdoc />
    protected override async Task ReadAsync()
    {
        var asked = page;
        var now = await Groups.ListAsync(new Paging(page, PageSize));
        // The user has gone to another page meanwhile, which is being read, too.
        if (asked != page)
            return;
        if (now.Items.Count == 0 && now.Total > 0)
        {
            page = (now.Total + PageSize - 1) / PageSize;
            now = await Groups.ListAsync(new Paging(page, PageSize));
        }
        total = now.Total;
        var kept = await Groups.OfIdsAsync([.. shown.Select(g => g.Id)]);
        var ids = kept.Select(g => g.Id).ToHashSet();
        shown = [.. kept.Concat(now.Items.Where(g => !ids.Contains(g.Id))).Take(PageSize)];
        await ShowAwaitedAsync();
        seen = await Faces.SeenAsync([.. shown.SelectMany(g => g.FaceIds)]);
    }

    private async Task ShowAwaitedAsync()
    {
        if (awaited.Count == 0 || await Groups.HoldingAsync(awaited) is not [var back, ..])
            return;
        awaited = [];
        var list = shown.ToList();
        var at = list.FindIndex(g => g.Id == back.Id);
        if (at < 0)
        {
            // On a full page the last one makes room.
            at = Math.Min(places.GetValueOrDefault(back.Id), Math.Min(list.Count, PageSize - 1));
            list.Insert(at, back);
        }
        (shown, focusAt) = ([.. list.Take(PageSize)], at);
    }

    private async Task GoToAsync(int wanted)
    {
        (page, shown, focusAt, awaited) = (wanted, [], 0, []);
        await KeepPageAsync(page);
        await ReadAsync();
    }

    private async Task<bool> ActAsync(FaceGroupView group, GroupAct act)
    {
        if (!await MayEditAsync())
            return false;
        var at = shown.ToList().FindIndex(g => g.Id == group.Id);
        if (!await TryAsync(async () => await DoAsync(group, act, await WhoAsync(ActionSource.Groups))))
        {
            await ReadAsync();
            StateHasChanged();
            return false;
        }
        (focusAt, acted, awaited) = (Math.Max(0, at), true, []);
        places[group.Id] = Math.Max(0, at);
        await ReadAsync();
        StateHasChanged();
        return true;
    }

    private async Task DoAsync(FaceGroupView group, GroupAct act, Actor who)
    {
        switch (act.Kind)
        {
            case GroupActKind.Name:
                var person = act.Person!;
                var named = await Decisions.NameAsync(group.Id, person.PersonId, person.PersonId is null ? person.Name : null, act.FaceIds, who);
                Snackbar.Add(
                    $"Named {Words.Count(named.Outcome.Faces.Count, "face")} {person.Name}."
                    + (named.LeftOut > 0 ? $" {Words.Count(named.LeftOut, "face")} stayed: said before not to be {person.Name}." : ""),
                        Severity.Success);
                break;
            case GroupActKind.Ignore:
                var ignored = await Decisions.IgnoreAsync(group.Id, act.FaceIds, who);
                Snackbar.Add($"Ignored {Words.Count(ignored.Faces.Count, "face")}.", Severity.Success);
                break;
            case GroupActKind.TakeOut:
                var left = await Separations.TakeOutAsync(group.Id, act.FaceIds, who);
                Snackbar.Add(
                    $"Took {Words.Count(left, "face")} out. {(left == 1 ? "It does" : "They do")} not come back to this group.", Severity.Success);
                break;
            default:
                await Separations.SplitAsync(group.Id, act.Parts, who);
                Snackbar.Add("Split. The parts do not come together again.", Severity.Success);
                break;
        }
    }

    private Task UndoneAsync(IReadOnlyList<DecidedFace> faces)
    {
        awaited = [.. faces.Select(f => f.FaceId)];
        return ReadAsync();
    }

    private async Task OpenPhotoAsync(long face)
    {
        await TryAsync(async () => Navigation.NavigateTo(FaceAddress.Of(await Faces.FindAsync(face))));
    }

    private async Task PageKeyAsync(FaceGroupView group, KeyboardEventArgs e)
    {
        if (back is not null && await back.KeyAsync(e))
            return;
        var at = shown.ToList().FindIndex(g => g.Id == group.Id);
        switch (e.Key)
        {
            case "PageDown" when at + 1 < shown.Count:
                focusAt = at + 1;
                break;
            case "PageUp" when at > 0:
                focusAt = at - 1;
                break;
            case "?":
                keysShown = !keysShown;
                break;
        }
    }
}
