using FaceWeb.Work;

namespace FaceWeb.Suggestions;

/// <summary>A pass over all undecided faces that has a row among the jobs.</summary>
/// <param name="suggester">Does the pass.</param>
/// <param name="requests">Gets back what a cancelled pass took.</param>
/// <param name="groups">Begins anew after a cancelled pass.</param>
/// <param name="oldNames">What a cancelled pass leaves.</param>
/// <param name="pass">The pass.</param>
/// <param name="asked">
/// Whether somebody asked for the row; else it goes when the pass has ended well: one for each decision would be thousands.
/// </param>
internal sealed class SuggestWork(
    NameSuggester suggester, SuggestService requests, UndecidedGroups groups, OldNames oldNames, SuggestPass pass, bool asked) : IJobWork
{
    /// <inheritdoc />
    public string FirstStep => "Reading people and groups";

    /// <inheritdoc />
    public async Task<JobEnd> DoAsync(JobProgress progress)
    {
        await suggester.RunAsync(pass, progress, progress.Token);
        return asked ? JobEnd.Done(pass.Sentence) : JobEnd.Unasked;
    }

    /// <inheritdoc />
    public async Task<JobEnd> CancelledAsync()
    {
        // Only the pass over all was called off: photos analysed meanwhile still get their names.
        groups.Forget();
        requests.Request(pass.FaceIds);
        return JobEnd.Cancelled(pass.CancelledSentence + await oldNames.SentenceAsync());
    }

    /// <inheritdoc />
    public JobEnd Deleted(OperationCanceledException stopped) => Again(stopped);

    /// <inheritdoc />
    public JobEnd Failed(Exception error, long jobId) => Again(error);

    private static JobEnd Again(Exception error) => JobEnd.WaitAgain($"Waiting to try again: {error.Message}");
}
