using System.Globalization;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Layout;
using FaceWeb.Live;
using FaceWeb.Review;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FaceWeb.People;

/// <summary>One person: the faces, what is suggested, the history.</summary>
public sealed partial class PersonPage : LivePage
{
    private const int PageSize = 60;
    private readonly HashSet<long> selected = [];
    private PersonView? person;
    private string? missing;
    private Paged<FaceView> confirmed = new(0, []);
    private Paged<FaceView> suggested = new(0, []);
    private Paged<HistoryEntry> history = new(0, []);
    private int page = 1;

    /// <summary>The person.</summary>
    [Parameter]
    public long Id { get; set; }

    [Inject]
    private PeopleService People { get; set; } = default!;

    [Inject]
    private FaceService Faces { get; set; } = default!;

    [Inject]
    private ReviewService Review { get; set; } = default!;

    /// <inheritdoc />
    protected override bool Concerns(Change change) => change.Kind is ChangeKind.Person or ChangeKind.Face or ChangeKind.Suggestions;

    /// <inheritdoc />
    protected override Task OnParametersSetAsync()
    {
        page = 1;
        selected.Clear();
        return ReadAsync();
    }

    /// <inheritdoc />
    protected override async Task ReadAsync()
    {
        try
        {
            person = await People.FindAsync(Id);
            missing = null;
        }
        catch (RefusedException e)
        {
            missing = e.Message;
            return;
        }
        confirmed = await Faces.ListAsync(new FaceFilter(FaceDecision.Confirmed, PersonId: Id), (page - 1) * PageSize, PageSize);
        suggested = await Faces.ListAsync(new FaceFilter(FaceDecision.Undecided, SuggestedPersonId: Id), 0, PageSize);
        history = await Review.HistoryOfPersonAsync(Id, 0, 20);
    }

    private Task GoToAsync(int wanted)
    {
        page = wanted;
        return ReadAsync();
    }

    private void Toggle(long face)
    {
        if (!selected.Remove(face))
            selected.Add(face);
    }

    private async Task DoAsync(Func<Task> act)
    {
        if (await TryAsync(act))
            await ReadAsync();
    }

    private Task SayAsync(FaceView face, string decision) => DoAsync(async () =>
        await Review.DecideAsync([new FaceDecisionRequest(face.Id, decision, Id, Version: face.Version)], await WhoAsync("person")));

    private Task ConfirmAllAsync() => DoAsync(async () =>
        await Review.DecideAsync([.. suggested.Items.Select(f => new FaceDecisionRequest(f.Id, "confirmed", Id, Version: f.Version))], await WhoAsync("person")));

    private Task NotThemAsync() => DoAsync(async () =>
    {
        await Review.DecideAsync([.. selected.Select(f => new FaceDecisionRequest(f, "rejected", Id))], await WhoAsync("person"));
        selected.Clear();
    });

    private async Task SplitAsync()
    {
        var name = await TextDialog.AskAsync(Dialogs, "Split off", "Name of the other person", "Split off");
        if (name is null)
            return;
        await DoAsync(async () =>
        {
            await People.SplitAsync(Id, [.. selected], name, await WhoAsync("person"));
            selected.Clear();
        });
    }

    private Task CoverAsync() => DoAsync(async () =>
    {
        await People.UpdateAsync(Id, new PersonPatch { CoverFaceId = selected.Single() });
        selected.Clear();
    });

    private async Task RenameAsync()
    {
        var name = await TextDialog.AskAsync(Dialogs, "Rename", "Name of the person", "Rename", person!.Name);
        if (name is not null)
            await DoAsync(() => People.UpdateAsync(Id, new PersonPatch { Name = name }));
    }

    private Task HideAsync() => DoAsync(() => People.UpdateAsync(Id, new PersonPatch { Hidden = !person!.Hidden }));

    private async Task BirthAsync()
    {
        var text = await TextDialog.AskAsync(
            Dialogs, "Birth date", "Year-month-day, for example 1984-05-17", "Save", person!.BirthDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "");
        if (text is null)
            return;
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            Snackbar.Add($"“{text}” is not a date: write it as year-month-day, for example 1984-05-17.", Severity.Error);
            return;
        }
        await DoAsync(() => People.UpdateAsync(Id, new PersonPatch { BirthDate = day }));
    }

    private async Task ForgetAsync(bool faces)
    {
        var lost = faces
            ? $"The name and all measurements of {person!.Name}'s {person.Faces} faces are deleted, for good. The photos stay."
            : $"The name goes; {person!.Name}'s {person.Faces} faces become undecided. This cannot be undone.";
        if (await ConfirmAsync($"Forget {person.Name}?", lost, "Forget")
            && await TryAsync(async () => await People.DeleteAsync(Id, faces, await WhoAsync("person"))))
            Navigation.NavigateTo("/people");
    }

    private Task UndoAsync() => DoAsync(async () =>
        Snackbar.Add($"Undone: {(await Review.UndoAsync(await WhoAsync("person"))).Description}", Severity.Success));
}
