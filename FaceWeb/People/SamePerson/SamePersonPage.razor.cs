using FaceWeb.Access;
using FaceWeb.Groups;
using FaceWeb.History;
using FaceWeb.History.Decisions;
using FaceWeb.Layout;
using FaceWeb.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace FaceWeb.People.SamePerson;

/// <summary>Asks of two who look alike whether they are the same, pair by pair, most alike first.</summary>
public sealed partial class SamePersonPage : LivePage
{
    private static readonly string[] PairId = ["same-pair"];

    private readonly HashSet<(long, long)> notSure = [];
    private SamePersonProposal? current;
    private int total;
    private long keep;
    private bool reading = true;
    private bool focus;
    private UndoRedo? back;

    [Inject]
    private SamePersonService Same { get; set; } = default!;

    [Inject]
    private PeopleService People { get; set; } = default!;

    [Inject]
    private GroupDecisions Groups { get; set; } = default!;

    [Inject]
    private DecisionService Decisions { get; set; } = default!;

    private string Status => (reading, total) switch
    {
        (true, _) => "Comparing the people…",
        (_, 0) => "",
        _ => $"{Words.Count(total, "pair")} to answer, most alike first.",
    };

    /// <inheritdoc />
    protected override bool Concerns(Change change) => change.Kind is ChangeKind.Person or ChangeKind.Face or ChangeKind.Suggestions;

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await ReadAsync();
            focus = true;
            StateHasChanged();
        }
        else if (focus)
        {
            // After the last pair the browser side (focus.js) leads to the heading; a pair that comes much later takes the focus from nothing.
            focus = false;
            if (current is not null)
                await Browser.RunAsync("layout/focus.js", "focusFirst", PairId, false);
        }
    }

    // The pair that the user looks at stays until it is answered or gone.
    /// <inheritdoc />
    protected override async Task ReadAsync()
    {
        var open = await Same.ListAsync(0, LookAlikePeople.MostPairs, Closed);
        var left = open.Items.Where(p => !notSure.Contains(KeyOf(p))).ToList();
        var before = current is null ? default : KeyOf(current);
        current = left.Find(p => KeyOf(p) == before) ?? left.FirstOrDefault();
        if (current is not null && KeyOf(current) != before)
            keep = current.Person.Id;
        (total, reading) = (left.Count, false);
    }

    private static (long, long) KeyOf(SamePersonProposal pair) => (pair.Person.Id, pair.Other?.Id ?? -pair.Group!.Id);

    private static string Describe(SamePersonProposal pair) => pair.Other is { } other
        ? $"{pair.Person.Name} and {other.Name}: press S for the same person, D for different people, N if you are not sure"
        : $"{pair.Person.Name} and a group of {pair.Group!.Size} faces without a name: press S for the same person, D for different people, N if you "
            + $"are not sure";

    private async Task SameAsync()
    {
        if (current is not { } pair)
            return;
        await AnswerAsync(async () =>
        {
            var who = await WhoAsync(ActionSource.SamePerson);
            if (pair.Other is not { } other)
            {
                await Groups.NameAsync(pair.Group!.Id, pair.Person.Id, null, null, who);
                return;
            }
            var (kept, gone) = keep == other.Id ? (other, pair.Person) : (pair.Person, other);
            await People.MergeAsync(kept.Id, [gone.Id], who);
            Snackbar.Add($"Merged into {kept.Name}.", Severity.Success);
        });
    }

    private async Task DifferentAsync()
    {
        if (current is not { } pair)
            return;
        await AnswerAsync(async () =>
        {
            var who = await WhoAsync(ActionSource.SamePerson);
            if (pair.Other is { } other)
                await Same.TellApartAsync(pair.Person.Id, other.Id, who);
            else
                await Decisions.DecideAsync([.. pair.Group!.FaceIds.Take(DecisionService.MaxItems)
                    .Select(f => FaceDecisionRequest.Of(f, Saying.Reject(pair.Person.Id)))], who);
            Snackbar.Add("Remembered: two people.", Severity.Success);
        });
    }

    private async Task NotSureAsync()
    {
        if (current is not { } pair)
            return;
        notSure.Add(KeyOf(pair));
        await ReadAsync();
        focus = true;
    }

    private async Task AnswerAsync(Func<Task> answer)
    {
        await TryAsync(answer);
        await ReadAsync();
        focus = true;
    }

    private async Task DoneAsync()
    {
        await ReadAsync();
        focus = true;
    }

    private async Task KeyAsync(KeyboardEventArgs e)
    {
        if (!await MayEditAsync() || (back is not null && await back.KeyAsync(e)))
            return;
        await (e.Key switch
        {
            _ when e.CtrlKey || e.MetaKey || e.AltKey || e.Repeat => Task.CompletedTask,
            "s" or "S" => SameAsync(),
            "d" or "D" => DifferentAsync(),
            "n" or "N" => NotSureAsync(),
            _ => Task.CompletedTask,
        });
    }
}
