using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.History.Decisions;
using FaceWeb.Live;
using FaceWeb.Suggestions;
using FaceWeb.Training.Report;
using FaceWeb.Work;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FaceWeb.Training;

/// <summary>Trains, shows what came of it, and goes back.</summary>
public sealed partial class TrainingPage
{
    private ClassifierView? active;
    private ClassifierView? shown;
    private ClassifierSummary? before;
    private ReportContents? contents;
    private Paged<ClassifierSummary> history = new(0, []);
    private IReadOnlyList<ClassifierSummary> recent = [];
    private IReadOnlyList<JobView> jobs = [];

    // The pass that suggests names while it waits or runs, and one that was cancelled as long as it has left names of the classifier before.
    private JobView? names;

    private double? rate;
    private int page = 1;
    private bool read;

    /// <summary>The classifier whose report is shown; null for the active one.</summary>
    [Parameter]
    public long? Id { get; set; }

    [Inject]
    private TrainingService Training { get; set; } = default!;

    [Inject]
    private JobRows Jobs { get; set; } = default!;

    [Inject]
    private OldNames OldNames { get; set; } = default!;

    [Inject]
    private SuggestService Suggest { get; set; } = default!;

    [Inject]
    private ClassifierService Classifiers { get; set; } = default!;

    [Inject]
    private TrainingSettings Settings { get; set; } = default!;

    [Inject]
    private ReportReader Reports { get; set; } = default!;

    [Inject]
    private DecisionService Decisions { get; set; } = default!;

    [Inject]
    private ReaffirmService SecondLooks { get; set; } = default!;

    private (bool Training, bool Names) AtWork => (Running is not null, names is { State: not JobState.Cancelled });

    private JobView? Running => jobs.FirstOrDefault(j => j.State is JobState.Queued or JobState.Running);

    /// <inheritdoc />
    protected override bool Concerns(Change change) => change.Kind is ChangeKind.Job or ChangeKind.Classifier or ChangeKind.Face or ChangeKind.Person;

    /// <inheritdoc />
    protected override Task OnParametersSetAsync() => ReadAnewAsync();

    /// <inheritdoc />
    protected override Task ReadAsync() => ReadAsync(anew: false);

    // While jobs run, their progress comes twice a second: the report, which is much to read, is read again when one has ended.
    private async Task ReadAsync(bool anew)
    {
        var atWork = AtWork;
        jobs = (await Jobs.PageAsync(new Paging(1, 10), JobKind.Train)).Items;
        names = await Jobs.PageAsync(new Paging(1, 1), JobKind.Suggest) is { Items: [var last] } ? last : null;
        if (names is { State: not (JobState.Queued or JobState.Running) } && (names.State != JobState.Cancelled || await OldNames.CountAsync() == 0))
            names = null;
        if (!anew && atWork == AtWork && atWork != default)
            return;
        await TryAsync(() =>
        {
            rate = Settings.Read().FalseSuggestionRate;
            return Task.CompletedTask;
        });
        history = await Classifiers.PageAsync(new Paging(page, ClassifierService.KeptClassifiers));
        recent = page == 1 ? history.Items : recent;
        active = await Classifiers.ActiveAsync();
        before = await Classifiers.BeforeAsync();
        shown = Id is { } id ? await Classifiers.FindAsync(id) : active;
        contents = shown?.Report is { } report ? await Reports.ReadAsync(report) : null;
        read = true;
    }

    private async Task StartAsync()
    {
        if (await TryAsync(Training.StartAsync))
            await ReadAsync();
    }

    private async Task CancelAsync(long job)
    {
        if (await TryAsync(() => Jobs.CancelAsync(job)))
            await ReadAsync();
    }

    private async Task SuggestAgainAsync()
    {
        if (await TryAsync(Suggest.StartAsync))
            await ReadAsync();
    }

    private async Task ChooseRateAsync(double chosen)
    {
        await TryAsync(async () =>
        {
            await Settings.WriteAsync(new TrainingSettingsView(chosen));
            Snackbar.Add($"{ChartFrame.Percent(chosen)} of the strangers may get a name from the next training on.", Severity.Success);
        });
        await ReadAnewAsync();
    }

    private async Task ActivateAsync(long id)
    {
        if (!await TryAsync(() => Classifiers.ActivateAsync(id)))
            return;
        Snackbar.Add("This classifier is active now; names are being suggested anew.", Severity.Success);
        await ReadAnewAsync();
    }

    private async Task GoBackAsync()
    {
        if (!await TryAsync(Classifiers.GoBackAsync))
            return;
        Snackbar.Add("The classifier before is active again; names are being suggested anew.", Severity.Success);
        await ReadAnewAsync();
    }

    private async Task GoToPageAsync(int wanted)
    {
        page = wanted;
        await ReadAnewAsync();
    }

    private async Task DecideAsync(SecondLook look)
    {
        var who = await WhoAsync(ActionSource.Training);
        await TryAsync(() => look.IsRight
            ? SecondLooks.ReaffirmAsync(look.FaceId, look.Version, who)
            : Decisions.DecideAsync(
                [FaceDecisionRequest.Of(look.FaceId, look.PersonId is { } person ? Saying.Confirm(person) : Saying.Undecided, look.Version)], who));
        await ReadAnewAsync();
    }

    private async Task ReadAnewAsync()
    {
        await TryAsync(() => ReadAsync(anew: true));
        StateHasChanged();
    }
}
