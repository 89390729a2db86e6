using FaceWeb.Api;
using FaceWeb.Faces;
using FaceWeb.Faces.Naming;
using FaceWeb.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace FaceWeb.Groups;

/// <summary>One group of similar unknown faces: its faces, of which some can be selected, and what can be said of them.</summary>
public sealed partial class GroupCard : ComponentBase
{
    private const int FirstShown = 24;
    private const int MostShownParts = 12;

    private readonly HashSet<long> selected = [];
    private IReadOnlyList<FaceTile> tiles = [];
    private IReadOnlyList<SubGroupView>? parts;
    private int leastParts = 2;
    private int shown = FirstShown;
    private SelectableFaces? list;
    private PersonPicker? picker;

    /// <summary>The group.</summary>
    [Parameter, EditorRequired]
    public FaceGroupView Group { get; set; } = default!;

    /// <summary>Its place on the page, from 1.</summary>
    [Parameter, EditorRequired]
    public int Number { get; set; }

    /// <summary>When videos show those of its faces that are in one.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyDictionary<long, SeenSpan> Seen { get; set; } = default!;

    /// <summary>Does something for the user: true when it was done.</summary>
    [Parameter, EditorRequired]
    public Func<FaceGroupView, GroupAct, Task<bool>> Act { get; set; } = default!;

    /// <summary>A key was pressed that concerns the page: PageUp, PageDown, Ctrl+Z, ?.</summary>
    [Parameter]
    public EventCallback<KeyboardEventArgs> OnPageKey { get; set; }

    /// <summary>A face's photo is to be opened.</summary>
    [Parameter]
    public EventCallback<long> OnOpen { get; set; }

    [Inject]
    private GroupService Groups { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    [Inject]
    private BrowserModules Browser { get; set; } = default!;

    /// <summary>The id of the list that takes the group's keys.</summary>
    public static string IdOf(long groupId) => $"group-{groupId}";

    private string ListId => IdOf(Group.Id);

    private string Meant => selected.Count > 0 ? AlbumWordsOf(selected.Count) : "all";

    private string NameLabel => selected.Count > 0 ? $"Name of {AlbumWordsOf(selected.Count)} of group {Number}" : $"Name of group {Number}";

    private IReadOnlyList<long>? Chosen => selected.Count > 0 ? [.. selected] : null;

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        selected.IntersectWith(Group.FaceIds);
        Draw();
        if (parts is null)
            return;
        // Faces that have gone meanwhile leave the sub-groups too; new ones wait for the next look.
        var here = Group.FaceIds.ToHashSet();
        if (parts.Any(part => part.FaceIds.Any(face => !here.Contains(face))))
            parts = [.. parts.Select(part => part.FaceIds.Where(here.Contains).ToList()).Where(faces => faces.Count > 0)
                .Select(faces => new SubGroupView(faces, faces.Count))];
    }

    private static string AlbumWordsOf(int faces) => Words.Count(faces, "face");

    private void Draw() => tiles =
    [
        .. Group.FaceIds.Take(shown).Select((face, i) => new FaceTile(face, $"Face {i + 1} of {Group.Size}", Seen: Seen.GetValueOrDefault(face))),
    ];

    private void ShowAll()
    {
        shown = int.MaxValue;
        Draw();
    }

    private async Task DoAsync(GroupAct act) => await Act(Group, act);

    private Task NameAsync(PersonChoice choice) => DoAsync(new GroupAct(GroupActKind.Name, Chosen, Person: choice));

    private Task NamePartAsync(SubGroupView part, PersonChoice choice) => DoAsync(new GroupAct(GroupActKind.Name, part.FaceIds, Person: choice));

    private Task IgnoreAsync() => DoAsync(new GroupAct(GroupActKind.Ignore, Chosen));

    private Task IgnorePartAsync(SubGroupView part) => DoAsync(new GroupAct(GroupActKind.Ignore, part.FaceIds));

    private Task TakeOutAsync() => selected.Count == 0 ? Task.CompletedTask : DoAsync(new GroupAct(GroupActKind.TakeOut, [.. selected]));

    private Task SplitOffAsync(SubGroupView part) => DoAsync(new GroupAct(GroupActKind.Split, null, Parts: [part.FaceIds]));

    private async Task SplitAllAsync()
    {
        if (parts is not null && await Act(Group, new GroupAct(GroupActKind.Split, null, Parts: [.. parts.Select(part => part.FaceIds)])))
            parts = null;
    }

    private async Task ToggleSplitAsync()
    {
        leastParts = 2;
        if (parts is null)
            await SubGroupsAsync();
        else
            parts = null;
    }

    private Task FinerAsync()
    {
        leastParts = Math.Min(GroupService.MostParts, (parts?.Count ?? 1) + 1);
        return SubGroupsAsync();
    }

    private async Task SubGroupsAsync()
    {
        try
        {
            parts = await Groups.SubGroupsAsync(Group.Id, leastParts);
        }
        catch (RefusedException e)
        {
            Snackbar.Add(e.Message, Severity.Error);
        }
    }

    private async Task FocusListAsync() => await Browser.RunAsync("layout/focus.js", "focus", ListId);

    private async Task KeyAsync(KeyboardEventArgs e)
    {
        if (e.CtrlKey || e.MetaKey || e.Key is "PageUp" or "PageDown" or "?")
        {
            await OnPageKey.InvokeAsync(e);
            return;
        }
        switch (e.Key)
        {
            case "Enter" when picker is not null:
                await picker.FocusAsync();
                break;
            case "i" or "I":
                await IgnoreAsync();
                break;
            case "t" or "T" or "Delete":
                await TakeOutAsync();
                break;
            case "s" or "S":
                await ToggleSplitAsync();
                break;
            case "p" or "P" when list?.Current is { } face:
                await OnOpen.InvokeAsync(face.FaceId);
                break;
        }
    }
}
