namespace FaceWeb.Api;

/// <summary>
/// Something that a person asked for cannot be done. The message is for that person: one sentence or two that say what was wrong and
/// what to do. Pages show it, the HTTP API answers it as problem details with <see cref="Status"/>.
/// </summary>
/// <param name="message">What was wrong and what to do.</param>
/// <param name="status">The HTTP status: 400 by default, 404 not found, 409 conflict, 413 too large, 507 no space ...</param>
public sealed class RefusedException(string message, int status = StatusCodes.Status400BadRequest) : Exception(message)
{
    /// <summary>The HTTP status that says the same.</summary>
    public int Status { get; } = status;

    /// <summary>A thing that is not there (404).</summary>
    /// <param name="what">The thing, for example <c>album 12</c>.</param>
    public static RefusedException NotFound(string what) =>
        new($"There is no {what}. It may have been deleted; go back to the list and look again.", StatusCodes.Status404NotFound);
}
