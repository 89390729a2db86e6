using FaceWeb.Data;
using FaceWeb.Work;

namespace FaceWeb.Suggestions;

/// <summary>What a pass says that was cancelled while it waited: the names that it would have replaced still stand.</summary>
public sealed class CancelledSuggesting(OldNames oldNames) : ICancelledWait
{
    /// <inheritdoc />
    public JobKind Kind => JobKind.Suggest;

    /// <inheritdoc />
    public async Task<string> SentenceAsync() => $"Suggesting names was cancelled before it began.{await oldNames.SentenceAsync()}";
}
