using System.Globalization;
using FaceWeb.Api;
using FaceWeb.Data.Decisions;
using FaceWeb.Layout;
using FaceWeb.Live;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FaceWeb.Explanation;

/// <summary>One face: why it has its name, step by step, and what has been said of it.</summary>
public sealed partial class FacePage : LivePage
{
    private FaceExplanation? explanation;
    private string? missing;

    /// <summary>The face's key.</summary>
    [Parameter]
    public long Id { get; set; }

    [Inject]
    private ExplanationService Explanations { get; set; } = default!;

    // Whose name another face of the photo has although this face is like them, too.
    private ExplainedPerson? Instead => explanation!.Face.Decision == FaceDecision.Undecided
        ? explanation.People.FirstOrDefault(p => p.OnPhotoFaceId is not null && p.IsLikely) : null;

    private string PhotoStyle => string.Create(CultureInfo.InvariantCulture,
        $"aspect-ratio: {explanation!.Photo.Width} / {explanation.Photo.Height}; width: min(100%, calc(14rem * "
            + $"{(double)explanation.Photo.Width / explanation.Photo.Height:F4}))");

    private string BoxStyle
    {
        get
        {
            var (box, photo) = (explanation!.Face.Box, explanation.Photo);
            return string.Create(CultureInfo.InvariantCulture,
                $"left: {100 * box.X / photo.Width:F3}%; top: {100 * box.Y / photo.Height:F3}%; width: {100 * box.Width / photo.Width:F3}%; height: "
                    + $"{100 * box.Height / photo.Height:F3}%");
        }
    }

    // Pictures may be kept by the browser; another box is another picture.

    /// <inheritdoc />
    protected override bool Concerns(Change change) => change.FaceId == Id
        || change.Kind is ChangeKind.Person or ChangeKind.Classifier || change.ConcernsPhoto(explanation?.Face.PhotoId ?? 0);

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (explanation?.Face.Id == Id)
            return;
        explanation = null;
        await ReadAsync();
    }

    /// <inheritdoc />
    protected override async Task ReadAsync()
    {
        try
        {
            (explanation, missing) = (await Explanations.ExplainAsync(Id, Closed), null);
        }
        catch (RefusedException e)
        {
            (explanation, missing) = (null, e.Message);
        }
    }
}
