using System.Globalization;
using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces;
using FaceWeb.Faces.Naming;
using FaceWeb.History;
using FaceWeb.History.Decisions;
using FaceWeb.Layout;
using FaceWeb.Live;
using FaceWeb.Trash;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace FaceWeb.People;

/// <summary>One person: the faces by quality, day or how unusual they are, what is suggested, the history.</summary>
public sealed partial class PersonPage : LivePage
{
    private const int PageSize = 60;
    private const int MostInVideos = 300;
    private readonly HashSet<long> selected = [];
    private PersonView? person;
    private SelectableFaces? faces;

    // Not there for those who may only look.
    private UndoRedo? back;
    private string? missing;
    private Paged<PersonFaceView> confirmed = new(0, []);
    private Paged<FaceView> suggested = new(0, []);
    private IReadOnlyList<VideoAppearance> inVideos = [];
    private IReadOnlyList<FaceTile> tiles = [];
    private IReadOnlyList<IReadOnlyList<long>> others = [];
    private PersonFaceOrder order;
    private int page = 1;
    private int comparing;
    private int readings;
    private (long Person, int Faces) compared;

    /// <summary>The person.</summary>
    [Parameter]
    public long Id { get; set; }

    /// <summary>The page of confirmed faces, from 1.</summary>
    [SupplyParameterFromQuery(Name = "page")]
    private int? Page { get; set; }

    [Inject]
    private PeopleService People { get; set; } = default!;

    [Inject]
    private TrashService Trash { get; set; } = default!;

    [Inject]
    private PersonFaces Own { get; set; } = default!;

    [Inject]
    private FaceService Faces { get; set; } = default!;

    [Inject]
    private DecisionService Decisions { get; set; } = default!;

    /// <inheritdoc />
    protected override bool Concerns(Change change) => change.ConcernsPerson(Id);

    /// <inheritdoc />
    protected override Task OnParametersSetAsync()
    {
        page = Math.Max(1, Page ?? 1);
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
        confirmed = await Own.ListAsync(Id, order, (page - 1) * PageSize, PageSize);
        tiles = [.. confirmed.Items.Select(Tile)];
        suggested = await Faces.ListAsync(new FaceFilter(FaceDecision.Undecided, SuggestedPersonId: Id), 0, PageSize);
        inVideos = await Own.InVideosAsync(Id, MostInVideos);
        readings++;
        _ = CompareAsync();
    }

    // Comparing a person's faces with each other takes a moment where there are thousands: the page does not wait for it, and does it
    // only when there are other faces than the last time.
    private async Task CompareAsync()
    {
        var (who, mine) = (person!, ++comparing);
        if (compared == (who.Id, who.Faces))
            return;
        try
        {
            var parts = await Own.PartsAsync(who.Id, Closed);
            if (mine != comparing)
                return;
            (others, compared) = ([.. parts.Skip(1)], (who.Id, who.Faces));
            StateHasChanged();
        }
        catch (OperationCanceledException)
        {
            // The page closed.
        }
    }

    private static string SuggestedWords(FaceView face) =>
        FaceWords.WithSeen($"Suggested face, {Words.Percent(face.Suggestions[0].Probability)}", face.Seen);

    private FaceTile Tile(PersonFaceView face)
    {
        var fit = face.Fit?.ToString("0.00", CultureInfo.InvariantCulture);
        var taken = face.TakenAt?.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
        var label = string.Join(", ", new[] { $"Face of {person!.Name}", taken, face.Age, fit is null ? null : $"fits {fit}" }.OfType<string>());
        return new FaceTile(
            face.FaceId, label, string.Join(" · ", new[] { fit, face.Age }.OfType<string>()) is { Length: > 0 } caption ? caption : null,
            face.Seen);
    }

    private async Task GoToAsync(int wanted)
    {
        page = wanted;
        await KeepPageAsync(page);
        await ReadAsync();
    }

    private void Select(IReadOnlyList<long> faces)
    {
        selected.Clear();
        selected.UnionWith(faces);
    }

    private void OpenPhoto(long face)
    {
        if (confirmed.Items.FirstOrDefault(f => f.FaceId == face) is { } shown)
            Navigation.NavigateTo(FaceAddress.Of(face, shown.PhotoId, shown.Seen));
    }

    private async Task KeyAsync(KeyboardEventArgs e)
    {
        if (back is not null && await back.KeyAsync(e))
            return;
        switch (e.Key)
        {
            case "x" or "X" or "Delete" when selected.Count > 0 && !e.CtrlKey:
                if (await MayEditAsync())
                    await NotThemAsync();
                break;
            case "p" or "P" when faces?.Current is { } face:
                OpenPhoto(face.FaceId);
                break;
        }
    }

    private async Task DoAsync(Func<Task> act)
    {
        if (await TryAsync(act))
            await ReadAsync();
    }

    private Task SayAsync(FaceView face, Saying saying) => DoAsync(async () =>
        await Decisions.DecideAsync([FaceDecisionRequest.Of(face.Id, saying, face.Version)], await WhoAsync(ActionSource.Person)));

    private Task ConfirmAllAsync() => DoAsync(async () =>
        await Decisions.DecideAsync(
            [.. suggested.Items.Select(f => FaceDecisionRequest.Of(f.Id, Saying.Confirm(Id), f.Version))], await WhoAsync(ActionSource.Person)));

    private Task NotThemAsync() => DoAsync(async () =>
    {
        await Decisions.DecideAsync([.. selected.Select(f => FaceDecisionRequest.Of(f, Saying.Reject(Id)))], await WhoAsync(ActionSource.Person));
        selected.Clear();
    });

    private async Task SplitAsync()
    {
        var count = Words.Count(selected.Count, "face");
        if (await ChoosePersonDialog.AskAsync(
            Dialogs, "Somebody else", $"Who is on the {count}? A new name makes a new person.", [Id]) is not { } other)
            return;
        await DoAsync(async () =>
        {
            var who = await WhoAsync(ActionSource.Person);
            if (other.PersonId is { } known)
                await Decisions.DecideAsync([.. selected.Select(f => FaceDecisionRequest.Of(f, Saying.Confirm(known)))], who);
            else
                await People.SplitAsync(Id, [.. selected], other.Name, who);
            selected.Clear();
            Snackbar.Add($"{count} went to {other.Name}.", Severity.Success);
        });
    }

    private Task CoverByQualityAsync() =>
        DoAsync(async () => await People.UpdateAsync(Id, new PersonPatch { CoverFaceId = null }, await WhoAsync(ActionSource.Person)));

    private Task CoverAsync() => DoAsync(async () =>
    {
        await People.UpdateAsync(Id, new PersonPatch { CoverFaceId = selected.Single() }, await WhoAsync(ActionSource.Person));
        selected.Clear();
    });

    private async Task RenameAsync()
    {
        var name = await TextDialog.AskAsync(Dialogs, "Rename", "Name of the person", "Rename", person!.Name);
        if (name is not null)
            await DoAsync(async () => await People.UpdateAsync(Id, new PersonPatch { Name = name }, await WhoAsync(ActionSource.Person)));
    }

    private Task HideAsync() =>
        DoAsync(async () => await People.UpdateAsync(Id, new PersonPatch { Hidden = !person!.Hidden }, await WhoAsync(ActionSource.Person)));

    private async Task BirthAsync()
    {
        if (await BirthDateDialog.AskAsync(Dialogs, person!.Name, person.BirthDate) is { } answer)
            await DoAsync(async () => await People.UpdateAsync(Id, new PersonPatch { BirthDate = answer.Day }, await WhoAsync(ActionSource.Person)));
    }

    private async Task DeleteAsync()
    {
        var lost = $"{person!.Name} goes to the trash and can be brought back from there. Until then the "
            + $"{Words.Count(person.Faces, "face")} confirmed as them are undecided.";
        if (await ConfirmAsync($"Delete {person.Name}?", lost, "Delete the person")
            && await TryAsync(async () => await Trash.PutPersonAsync(Id, await WhoAsync(ActionSource.Person))))
            Navigation.NavigateTo("/people");
    }

    private async Task ForgetAsync(bool faces)
    {
        var lost = faces
            ? $"The name, the {Words.Count(person!.Faces, "face")} confirmed as {person.Name} with their pictures and measurements, those in "
                + "the trash too, their part of the history, and what classifiers have learnt from them are deleted for good: a new classifier "
                + "is trained. The photos stay. Older backups go with the next one that is made."
            : $"The name and what classifiers have learnt of it go; the {Words.Count(person!.Faces, "face")} confirmed as {person.Name} become "
                + "undecided. This cannot be undone. Older backups keep the name until they are pruned.";
        if (await ConfirmAsync($"Forget {person.Name}?", lost, "Forget")
            && await TryAsync(async () => await People.DeleteAsync(Id, faces, await WhoAsync(ActionSource.Person))))
            Navigation.NavigateTo("/people");
    }
}
