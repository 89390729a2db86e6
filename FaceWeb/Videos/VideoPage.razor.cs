using System.Globalization;
using FaceWeb.Access;
using FaceWeb.Albums;
using FaceWeb.Analysis;
using FaceWeb.Analysis.Tracks;
using FaceWeb.Analysis.Videos;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces;
using FaceWeb.History.Decisions;
using FaceWeb.Layout;
using FaceWeb.Live;
using FaceWeb.Videos.Films;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace FaceWeb.Videos;

/// <summary>One video: watching it with its names, seeing who appears when, naming whole appearances.</summary>
public sealed partial class VideoPage : LivePage, IAsyncDisposable
{
    private const string Source = ActionSource.Video;

    private VideoView? video;
    private string? missing;
    private string? source;
    private long? selectedId;
    private string? chosen;
    private bool starting;
    private bool unplayable;
    private string? withoutFilm;
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

    [Inject]
    private TrackEditing Tracks { get; set; } = default!;

    [Inject]
    private EveryFrame Frames { get; set; } = default!;

    [Inject]
    private FilmService Films { get; set; } = default!;

    [Inject]
    private AnalysisCancellation Cancellation { get; set; } = default!;

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

    /// <inheritdoc/>
    protected override int PauseOfReadings => 4;

    /// <inheritdoc />
    protected override bool Concerns(Change change) => change.ConcernsPhoto(Id);

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (video?.Photo.Id == Id)
            return;
        await StopAsync();
        (selectedId, chosen, source) = (FaceId, null, Original);
        (unplayable, withoutFilm) = (false, null);
        reached = (long)(Math.Clamp(At ?? 0, 0, 1e7) * 1000);
        await ReadAsync();
        if (Selected is not { } track)
            return;
        chosen = Timeline.KeyOf(track);
        if (At is null)
            await ReachedAsync(track.Start);
    }

    /// <inheritdoc />
    protected override async Task ReadAsync()
    {
        try
        {
            (video, missing) = (await Videos.FindAsync(Id), null);
            if (unplayable && source == Original && await Films.FindAsync(Id, FilmKind.Preview) is { } film)
                source = $"/api/v1/photos/{Id}/film?v={film.LastWriteTimeUtc.Ticks:x}";
            if (Selected is { } track)
                chosen = Timeline.KeyOf(track);
            LayOut();
        }
        catch (RefusedException e)
        {
            (video, missing) = (null, e.Message);
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
            {
                var shown = Shown();
                toSend = false;
                await player.InvokeVoidAsync("show", shown);
            }
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

    /// <summary>The browser cannot play the original: a small film is offered instead, and made where there is none.</summary>
    [JSInvokable]
    public async Task CannotPlayAsync()
    {
        if (unplayable)
            return;
        unplayable = true;
        try
        {
            if (await Films.FindAsync(Id, FilmKind.Preview) is null)
                await Films.StartAsync(Id, FilmKind.Preview);
        }
        catch (RefusedException e)
        {
            withoutFilm = e.Message;
        }
        await ReadAsync();
        StateHasChanged();
    }

    /// <summary>An appearance is cut by a key.</summary>
    /// <param name="faceId">Its face.</param>
    /// <param name="at">Where, milliseconds from the video's start.</param>
    [JSInvokable]
    public async Task CutAsync(long faceId, long at)
    {
        if (!await MayEditAsync())
            return;
        var version = video?.Tracks.FirstOrDefault(t => t.Face.Id == faceId)?.Face.Version;
        if (await TryAsync(async () => await Tracks.CutAsync(faceId, at, version, await WhoAsync(Source))))
            Snackbar.Add($"Cut at {Words.Clock(at)}. The part with the best picture keeps its name.", Severity.Info);
        await ReadAsync();
        StateHasChanged();
    }

    /// <summary>An appearance is joined by a key: with the nearest of its row.</summary>
    [JSInvokable]
    public async Task JoinAsync(long faceId)
    {
        if (!await MayEditAsync() || video?.Tracks.FirstOrDefault(t => t.Face.Id == faceId) is not { } track)
            return;
        if (TrackNeighbours.Of(track, video.Tracks).FirstOrDefault(t => Timeline.KeyOf(t) == Timeline.KeyOf(track)) is { } near)
            await JoinWithAsync(faceId, near.Face.Id);
        else
            Snackbar.Add("No other appearance in this row is near enough to be joined.", Severity.Info);
        StateHasChanged();
    }

    /// <summary>Stops the player.</summary>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        await StopAsync();
        self?.Dispose();
    }

    private string ImageOf(string size) => $"/api/v1/photos/{Id}/image?size={size}&v={video!.Photo.Version}";

    private string AppearancesAs(string format) => $"/api/v1/photos/{Id}/appearances?format={format}";

    private int NumberOf(TrackView track) => video!.Tracks.TakeWhile(t => t.Face.Id != track.Face.Id).Count() + 1;

    private void Choose(TimelineRow row)
    {
        chosen = row.Key == chosen ? null : row.Key;
        ShowStretch();
    }

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

    private async Task LookAtEveryFrameAsync()
    {
        if (await TryAsync(() => Frames.StartAsync(Id)))
            Snackbar.Add("Every frame is looked at. Names that you gave stay.", Severity.Info);
        await ReadAsync();
    }

    private async Task CancelAsync()
    {
        await TryAsync(() => Cancellation.CancelPhotoAsync(Id));
        await ReadAsync();
    }

    private async Task CutHereAsync()
    {
        if (player is not null && Selected is { } track)
            await CutAsync(track.Face.Id, await player.InvokeAsync<long>("time"));
    }

    private async Task JoinWithAsync(long faceId, long otherId)
    {
        TrackPair? joined = null;
        if (await TryAsync(async () => joined = await Tracks.JoinAsync(faceId, otherId, await WhoAsync(Source))))
            selectedId = joined!.FaceId;
        await ReadAsync();
    }

    private async Task DeleteAsync(long id) => await Photos.DeleteAsync([id], await WhoAsync(ActionSource.Video));

    private async Task DeleteAsync()
    {
        var shown = video!.Photo;
        var lost = $"The video and the names given to its {Words.Count(video.Tracks.Count, "appearance")} are put into the trash: they "
            + "can be brought back from there.";
        if (await ConfirmAsync($"Delete “{shown.FileName}”?", lost, "Delete the video") && await TryAsync(() => DeleteAsync(shown.Id)))
            Navigation.NavigateTo($"/albums/{shown.AlbumId}");
    }

    private async Task StopAsync()
    {
        if (player is null)
            return;
        var old = player;
        (player, toSend) = (null, true);
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
