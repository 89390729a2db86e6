using System.Globalization;
using FaceWeb.Access;
using FaceWeb.Analysis.Boxes;
using FaceWeb.Analysis.Turning;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces;
using FaceWeb.History.Decisions;
using FaceWeb.Layout;
using FaceWeb.Live;
using FaceWeb.Pipeline;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FaceWeb.Albums;

/// <summary>One photo with its faces: looking at them, naming them, adding one that was missed.</summary>
public sealed partial class PhotoPage : LivePage
{
    private const string Source = ActionSource.Photo;

    private PhotoView? photo;
    private string? missing;
    private long? selectedId;
    private bool drawing;
    private long? moving;

    /// <summary>The photo's key.</summary>
    [Parameter]
    public long Id { get; set; }

    [Inject]
    private PhotoService Photos { get; set; } = default!;

    [Inject]
    private DecisionService Decisions { get; set; } = default!;

    [Inject]
    private HandDrawnFaces HandDrawn { get; set; } = default!;

    [Inject]
    private PhotoTurning Turning { get; set; } = default!;

    /// <summary>The face that is open at first.</summary>
    [SupplyParameterFromQuery(Name = "face")]
    private long? FaceId { get; set; }

    private FaceView? Selected => photo?.Faces.FirstOrDefault(f => f.Id == selectedId);

    private FaceView? Moved => photo?.Faces.FirstOrDefault(f => f.Id == moving);

    private string Description => $"{photo!.FileName}, {Words.Count(photo.Faces.Count, "face")}";

    // The picture takes the width it is given but never more height than the window has, so its boxes stay in sight.
    private string PictureStyle => string.Create(CultureInfo.InvariantCulture,
        $"aspect-ratio: {photo!.Width} / {photo.Height}; width: min(100%, calc((100vh - 14rem) * {(double)photo.Width / photo.Height:F4}))");

    private string Standing => photo!.State switch
    {
        PhotoState.Queued => "Waiting to be looked at for faces.",
        PhotoState.Running => "Looking for faces …",
        PhotoState.Failed => "The faces could not be looked for.",
        _ when photo.Faces.Count == 0 => "No face was found. Add one that was missed with “Add a face”.",
        _ => photo.Faces.Count(f => f.Decision == FaceDecision.Undecided) is var left and > 0 ? $"{left} to review" : "All reviewed",
    };

    /// <inheritdoc />
    protected override bool Concerns(Change change) => change.ConcernsPhoto(Id);

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (photo?.Id == Id)
            return;
        (selectedId, drawing, moving) = (FaceId, false, null);
        await ReadAsync();
    }

    /// <inheritdoc />
    protected override async Task ReadAsync()
    {
        try
        {
            var found = await Photos.FindAsync(Id);
            if (found.Duration is not null)
            {
                // Whoever links to a photo need not know that this one moves.
                Navigation.NavigateTo($"/videos/{Id}{(FaceId is { } face ? $"?face={face}" : "")}", replace: true);
                return;
            }
            (photo, missing) = (found, null);
        }
        catch (RefusedException e)
        {
            (photo, missing) = (null, e.Message);
        }
    }

    private string ImageOf(string size) => $"/api/v1/photos/{photo!.Id}/image?size={size}&v={photo.Version}";

    private int NumberOf(FaceView face) => photo!.Faces.TakeWhile(f => f.Id != face.Id).Count() + 1;

    private void Select(FaceView face) => selectedId = face.Id == selectedId ? null : face.Id;

    private async Task CloseAsync()
    {
        var was = selectedId;
        selectedId = null;
        // A keyboard user goes on where they were.
        await Browser.RunAsync("layout/focus.js", "focus", $"face-{was}");
    }

    private async Task SayAsync(Saying saying)
    {
        if (Selected is not { } face)
            return;
        var request = FaceDecisionRequest.Of(face.Id, saying, face.Version);
        var done = await TryAsync(async () => await Decisions.DecideAsync([request], await WhoAsync(Source)));
        await ReadAsync();
        if (!done || photo is null || saying.Kind is SayingKind.Rejected or SayingKind.Undecided)
            return;
        // On to the next face without a name: after this one, else from the beginning.
        var at = NumberOf(face);
        selectedId = photo.Faces.Skip(at).Concat(photo.Faces.Take(at)).FirstOrDefault(f => f.Decision == FaceDecision.Undecided)?.Id;
        await Browser.RunAsync("layout/focus.js", "focus", $"face-{selectedId ?? face.Id}");
    }

    private async Task TurnAsync(PhotoTurn by)
    {
        // A box under the pen lies on the picture as it was.
        (drawing, moving) = (false, null);
        await TryAsync(async () => await Turning.TurnAsync(Id, by, await WhoAsync(Source)));
        await ReadAsync();
    }

    private void Draw() => (drawing, selectedId, moving) = (!drawing, null, null);

    private async Task DrawnAsync(FaceBox box)
    {
        var (shown, face) = (photo!, Moved);
        var done = await TryAsync(async () =>
        {
            var drawn = face is null
                ? await HandDrawn.AddAsync(shown.Id, box, await WhoAsync(Source), shown.Turn)
                : await HandDrawn.MoveAsync(face.Id, box, face.Version, await WhoAsync(Source), shown.Turn);
            (selectedId, drawing, moving) = (drawn.Id, false, null);
        });
        await ReadAsync();
        // A box that is refused stays under the pen, so that it can be put right.
        if (done)
            await FocusAsync();
    }

    private Task PenDownAsync()
    {
        (drawing, moving) = (false, null);
        return FocusAsync();
    }

    private async Task FocusAsync()
    {
        StateHasChanged();
        if (selectedId is { } face)
            await Browser.RunAsync("layout/focus.js", "focus", $"face-{face}");
    }

    private async Task RetryAsync()
    {
        await TryAsync(() => Photos.RetryAsync(Id));
        await ReadAsync();
    }

    private async Task AnalyseAgainAsync()
    {
        if (await TryAsync(() => Photos.AnalyseAgainAsync(Id)))
            Snackbar.Add("The photo is looked at again. Names that you gave stay.", Severity.Info);
        await ReadAsync();
    }

    private async Task DeleteAsync(long id) => await Photos.DeleteAsync([id], await WhoAsync(ActionSource.Photo));

    private async Task DeleteAsync()
    {
        var shown = photo!;
        var lost = $"The photo and the names given to the {Words.Count(shown.Faces.Count, "face")} on it are put into the trash: they can be brought "
            + "back from there.";
        if (await ConfirmAsync($"Delete “{shown.FileName}”?", lost, "Delete the photo") && await TryAsync(() => DeleteAsync(shown.Id)))
            Navigation.NavigateTo(shown.NextId is { } next ? $"/photos/{next}" : $"/albums/{shown.AlbumId}");
    }
}
