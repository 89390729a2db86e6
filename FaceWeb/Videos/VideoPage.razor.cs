using System.Globalization;
using FaceWeb.Access;
using FaceWeb.Albums;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Faces;
using FaceWeb.History.Decisions;
using FaceWeb.Layout;
using FaceWeb.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace FaceWeb.Videos;

/// <summary>One video: watching it with its names, seeing who appears when, naming whole appearances.</summary>
public sealed partial class VideoPage : LivePage, IAsyncDisposable
{
    private const string Source = ActionSource.Video;

    private VideoView? video;
    private IReadOnlyList<TimelineRow> rows = [];
    private string? missing;
    private string? source;
    private long? selectedId;
    private string? chosen;
    private bool starting;

    // What the time line's full width stands for, in milliseconds.
    private long length = 1;
    private IJSObjectReference? player;
    private DotNetObjectReference<VideoPage>? self;

    /// <summary>The video's key.</summary>
    [Parameter]
    public long Id { get; set; }

    [Inject]
    private VideoService Videos { get; set; } = default!;

    [Inject]
    private PhotoService Photos { get; set; } = default!;

    [Inject]
    private DecisionService Decisions { get; set; } = default!;

    /// <summary>The appearance that is open at first: its face's key.</summary>
    [SupplyParameterFromQuery(Name = "face")]
    private long? FaceId { get; set; }

    /// <summary>Where the video stands at first, in seconds.</summary>
    [SupplyParameterFromQuery(Name = "at")]
    private double? At { get; set; }

    private TrackView? Selected => video?.Tracks.FirstOrDefault(t => t.Face.Id == selectedId);

    private string Original => $"/api/v1/photos/{Id}/image?size=original";

    // As wide as it is given, but never so high that the time line leaves the window.
    private string FrameStyle => string.Create(CultureInfo.InvariantCulture,
        $"aspect-ratio: {video!.Photo.Width} / {video.Photo.Height}; width: min(100%, calc((100vh - 22rem) * {(double)video.Photo.Width / video.Photo.Height:F4}))");

    /// <inheritdoc />
    protected override bool Concerns(Change change) => change.PhotoId == Id
        || (change.PhotoId is null && change.Kind is ChangeKind.Suggestions or ChangeKind.Person or ChangeKind.Face);

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (video?.Photo.Id == Id)
            return;
        await StopAsync();
        (selectedId, chosen, source) = (FaceId, null, Original);
        await ReadAsync();
        if (Selected is { } track)
            chosen = Timeline.KeyOf(track);
    }

    /// <inheritdoc />
    protected override async Task ReadAsync()
    {
        try
        {
            (video, missing) = (await Videos.FindAsync(Id), null);
            rows = Timeline.Rows(video.Tracks);
            length = video.Tracks.Select(t => t.End).Append(video.Duration).Append(1).Max();
            if (Selected is { } track)
                chosen = Timeline.KeyOf(track);
        }
        catch (RefusedException e)
        {
            (video, missing, rows) = (null, e.Message, []);
        }
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (video is null)
            return;
        try
        {
            if (player is null && !starting)
            {
                starting = true;
                self ??= DotNetObjectReference.Create(this);
                player = await Browser.AskAsync<IJSObjectReference>(
                    "videos/player.js", "start", "film", self, $"/api/v1/photos/{Id}/tracks", At ?? (Selected is { } track ? track.Start / 1000d : 0d));
                starting = false;
            }
            if (player is not null && video is not null)
                await player.InvokeVoidAsync("show", Shown());
        }
        catch (Exception e) when (e is JSDisconnectedException or TaskCanceledException or ObjectDisposedException)
        {
            // The browser is gone, and the player with it.
        }
    }

    /// <summary>An appearance was pressed, in the picture or on the time line.</summary>
    [JSInvokable]
    public Task SelectAsync(long faceId)
    {
        selectedId = faceId;
        if (Selected is { } track)
            chosen = Timeline.KeyOf(track);
        StateHasChanged();
        return Task.CompletedTask;
    }

    /// <summary>The suggested name of an appearance is confirmed by a key.</summary>
    [JSInvokable]
    public async Task ConfirmAsync(long faceId)
    {
        if (!await MayEditAsync() || video?.Tracks.FirstOrDefault(t => t.Face.Id == faceId) is not { Face: { Decision: FaceDecision.Undecided, Suggestions: [var best, ..] } })
            return;
        selectedId = faceId;
        await SayAsync(Saying.Confirm(best.PersonId));
        StateHasChanged();
    }

    /// <summary>Stops the player.</summary>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        await StopAsync();
        self?.Dispose();
    }

    private object Shown() => new
    {
        faces = video!.Tracks.Select(t => new
        {
            id = t.Face.Id,
            tag = FaceWords.Tag(t.Face),
            kind = FaceWords.Class(t.Face),
            suggested = t.Face is { Decision: FaceDecision.Undecided, Suggestions.Count: > 0 },
            aside = t.Face.Decision is FaceDecision.Ignored or FaceDecision.NotAFace,
        }),
        selected = selectedId,
        row = chosen,
        duration = video.Duration,
        // What is seen where is read anew when this changes.
        stamp = string.Create(CultureInfo.InvariantCulture, $"{video.Photo.State}-{video.Photo.Turn}-{video.Tracks.Count}-{video.Tracks.Sum(t => t.End)}"),
    };

    private string ImageOf(string size) => $"/api/v1/photos/{Id}/image?size={size}&v={video!.Photo.Version}";

    private string AppearancesAs(string format) => $"/api/v1/photos/{Id}/appearances?format={format}";

    private int NumberOf(TrackView track) => video!.Tracks.TakeWhile(t => t.Face.Id != track.Face.Id).Count() + 1;

    private string Place(TrackView track) => string.Create(CultureInfo.InvariantCulture,
        $"--start: {100d * track.Start / length:F3}%; --length: {100d * (track.End - track.Start) / length:F3}%");

    private void Choose(TimelineRow row) => chosen = row.Key == chosen ? null : row.Key;

    private async Task CloseAsync()
    {
        var was = selectedId;
        selectedId = null;
        // A keyboard user goes on where they were.
        await Browser.RunAsync("layout/focus.js", "focus", $"track-{was}");
    }

    private async Task SayAsync(Saying saying)
    {
        if (Selected is not { } track)
            return;
        var request = FaceDecisionRequest.Of(track.Face.Id, saying, track.Face.Version);
        await TryAsync(async () => await Decisions.DecideAsync([request], await WhoAsync(Source)));
        await ReadAsync();
    }

    private async Task RetryAsync()
    {
        await TryAsync(() => Photos.RetryAsync(Id));
        await ReadAsync();
    }

    private async Task AnalyseAgainAsync()
    {
        if (await TryAsync(() => Photos.AnalyseAgainAsync(Id)))
            Snackbar.Add("The video is looked at again. Names that you gave stay.", Severity.Info);
        await ReadAsync();
    }

    private async Task DeleteAsync()
    {
        var shown = video!.Photo;
        var lost = $"The video and the names given to its {Words.Count(video.Tracks.Count, "appearance")} are deleted. This cannot be undone.";
        if (await ConfirmAsync($"Delete “{shown.FileName}”?", lost, "Delete the video") && await TryAsync(() => Photos.DeleteAsync([shown.Id])))
            Navigation.NavigateTo($"/albums/{shown.AlbumId}");
    }

    private async Task StopAsync()
    {
        if (player is null)
            return;
        var old = player;
        player = null;
        try
        {
            await old.InvokeVoidAsync("stop");
            await old.DisposeAsync();
        }
        catch (Exception e) when (e is JSDisconnectedException or TaskCanceledException)
        {
            // The browser is gone, and the player with it.
        }
    }
}
