using System.Globalization;
using FaceWeb.Albums;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Layout;
using FaceWeb.Live;
using FaceWeb.People;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using MudBlazor;

namespace FaceWeb.Review;

/// <summary>
/// The suggested faces as a dense grid, by person, surest first. A decision takes its face off the grid at once and is saved after;
/// decisions are saved one after the other, in the order in which they were made.
/// </summary>
public sealed partial class ReviewPage : LivePage
{
    private const int Shown = 90;
    private readonly SemaphoreSlim saving = new(1, 1);
    private readonly HashSet<long> deciding = [];
    private List<FaceView> faces = [];
    private IReadOnlyList<PersonSummary> people = [];
    private IReadOnlyList<AlbumSummary> albums = [];
    private string who = "";
    private string album = "";
    private string least = "";
    private int total;
    private int index;
    private bool keysShown;
    private bool naming;
    private bool mayEdit;

    [Inject]
    private FaceService Faces { get; set; } = default!;

    [Inject]
    private ReviewService Review { get; set; } = default!;

    [Inject]
    private PeopleService People { get; set; } = default!;

    [Inject]
    private AlbumService Albums { get; set; } = default!;

    [Inject]
    private IJSRuntime Js { get; set; } = default!;

    private FaceView? Current => index < faces.Count ? faces[index] : null;

    /// <inheritdoc />
    protected override bool Concerns(Change change) => change.Kind is ChangeKind.Face or ChangeKind.Suggestions or ChangeKind.Person;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        var user = (await Authentication).User;
        mayEdit = user.IsInRole(Accounts.Roles.Admin) || user.IsInRole(Accounts.Roles.Editor);
        albums = (await Albums.ListAsync(new Paging(1, Paging.MaxPageSize))).Items;
        await ReadAsync();
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
            await Js.InvokeVoidAsync("faceweb.focusInPlace", "review-grid");
    }

    /// <inheritdoc />
    protected override async Task ReadAsync()
    {
        var chosen = Current?.Id;
        var filter = new FaceFilter(
            FaceDecision.Undecided,
            SuggestedPersonId: long.TryParse(who, out var person) ? person : null,
            AlbumId: long.TryParse(album, out var inAlbum) ? inAlbum : null,
            MinProbability: who == "unknown" ? null : double.TryParse(least, CultureInfo.InvariantCulture, out var bar) ? bar : 0,
            Order: who == "unknown" ? FaceOrder.BestFirst : FaceOrder.SurestFirst,
            Unknown: who == "unknown");
        var found = await Faces.ListAsync(filter, 0, Shown + deciding.Count);
        total = found.Total;
        var fresh = found.Items.Where(f => !deciding.Contains(f.Id) && (who == "unknown" || f.Suggestions.Count > 0)).Take(Shown);

        // A stable sort: persons stand together, in the order of their surest face, and within each the surest stands first.
        faces = who == "unknown"
            ? [.. fresh]
            : [.. fresh.GroupBy(f => f.Suggestions[0].PersonId).OrderByDescending(g => g.Max(f => f.Suggestions[0].Probability)).SelectMany(g => g)];
        var kept = faces.FindIndex(f => f.Id == chosen);
        index = kept >= 0 ? kept : Math.Clamp(index, 0, Math.Max(0, faces.Count - 1));
        people = [.. (await People.ListAsync(new PeopleFilter(Order: PeopleOrder.MostSuggested), 0, 200)).Items.Where(p => p.Suggested > 0)];
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            saving.Dispose();
    }

    private static string PhotoOf(FaceView face) => $"/photos/{face.PhotoId}";

    private static string Describe(FaceView face) => face.Suggestions.Count == 0
        ? "Unknown face"
        : $"{face.Suggestions[0].Name}, {AlbumWords.Percent(face.Suggestions[0].Probability)}";

    private Task ReloadAsync()
    {
        index = 0;
        return ReadAsync();
    }

    private async Task SelectAsync(int at)
    {
        index = at;
        await Js.InvokeVoidAsync("faceweb.focusInPlace", "review-grid");
    }

    private async Task KeyAsync(KeyboardEventArgs e)
    {
        if (e.Key == "?")
        {
            keysShown = !keysShown;
            return;
        }
        if (e.CtrlKey || e.MetaKey)
        {
            if (e.Key == "z" && mayEdit)
                await UndoAsync();
            return;
        }
        if (Current is not { } face)
            return;
        switch (e.Key)
        {
            case "ArrowRight":
                await MoveAsync(index + 1);
                return;
            case "ArrowLeft":
                await MoveAsync(index - 1);
                return;
            case "Home":
                await MoveAsync(0);
                return;
            case "End":
                await MoveAsync(faces.Count - 1);
                return;
            case "ArrowUp" or "ArrowDown":
                // How many faces stand beside each other is known to the browser alone.
                await MoveAsync(await Js.InvokeAsync<int>("faceweb.besides", "review-grid", $"review-{face.Id}", e.Key == "ArrowDown"));
                return;
        }
        if (!mayEdit || e.AltKey)
            return;
        switch (e.Key)
        {
            case "Enter" when face.Suggestions.Count > 0:
                await SayAsync(FaceSaying.Confirm(face.Suggestions[0].PersonId));
                break;
            case "1" or "2" or "3" when face.Suggestions.Count >= e.Key[0] - '0':
                await SayAsync(FaceSaying.Confirm(face.Suggestions[e.Key[0] - '1'].PersonId));
                break;
            case "x" or "X":
                await RejectAsync();
                break;
            case "i" or "I":
                await SayAsync(new FaceSaying("ignored"));
                break;
            case "n" or "N":
                await SayAsync(new FaceSaying("notAFace"));
                break;
            case { Length: 1 } when char.IsLetter(e.Key[0]):
                naming = true;
                break;
        }
    }

    private async Task MoveAsync(int to)
    {
        index = Math.Clamp(to, 0, Math.Max(0, faces.Count - 1));
        if (Current is { } face)
            await Js.InvokeVoidAsync("faceweb.reveal", $"review-{face.Id}");
    }

    private async Task NameAsync(PersonChoice choice)
    {
        await StopNamingAsync();
        await SayAsync(choice.PersonId is { } id ? FaceSaying.Confirm(id) : new FaceSaying("confirmed", PersonName: choice.Name));
    }

    private async Task StopNamingAsync()
    {
        naming = false;
        await Js.InvokeVoidAsync("faceweb.focusInPlace", "review-grid");
    }

    private Task RejectAsync() => Current is { Suggestions.Count: > 0 } face ? SayAsync(FaceSaying.Reject(face.Suggestions[0].PersonId)) : Task.CompletedTask;

    private Task SayAsync(FaceSaying saying) => Current is { } face ? SaveAsync([face], saying) : Task.CompletedTask;

    private Task ConfirmShownAsync() => SaveAsync([.. faces], null);

    // Null confirms each face's own first name.
    private async Task SaveAsync(IReadOnlyList<FaceView> decided, FaceSaying? saying)
    {
        foreach (var face in decided)
            deciding.Add(face.Id);
        faces.RemoveAll(f => deciding.Contains(f.Id));
        total -= decided.Count;
        index = Math.Clamp(index, 0, Math.Max(0, faces.Count - 1));
        StateHasChanged();

        await saving.WaitAsync();
        try
        {
            await TryAsync(async () => await Review.DecideAsync([.. decided.Select(f => Request(f, saying))], await WhoAsync("review")));
        }
        finally
        {
            saving.Release();
            foreach (var face in decided)
                deciding.Remove(face.Id);
        }
        if (faces.Count < Shown / 3)
            await ReadAsync();
    }

    private static FaceDecisionRequest Request(FaceView face, FaceSaying? saying) => saying is null
        ? new FaceDecisionRequest(face.Id, "confirmed", face.Suggestions[0].PersonId, Version: face.Version)
        : new FaceDecisionRequest(face.Id, saying.Decision, saying.PersonId, saying.PersonName, face.Version);

    private async Task UndoAsync()
    {
        await saving.WaitAsync();
        try
        {
            await TryAsync(async () => Snackbar.Add($"Undone: {(await Review.UndoAsync(await WhoAsync("review"))).Description}", Severity.Success));
        }
        finally
        {
            saving.Release();
        }
        await ReadAsync();
    }
}
