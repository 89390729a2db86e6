using Microsoft.AspNetCore.Diagnostics;

namespace FaceWeb.Api;

/// <summary>Turns a <see cref="RefusedException"/> and a malformed request into problem details (RFC 9457) with their sentence.</summary>
public sealed class RefusedHandler(IProblemDetailsService problems) : IExceptionHandler
{
    /// <inheritdoc />
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var (status, detail) = exception switch
        {
            RefusedException refused => (refused.Status, refused.Message),
            BadHttpRequestException bad => (bad.StatusCode, bad.InnerException is System.Text.Json.JsonException json
                ? $"The request's body is not the JSON that this call takes: {json.Message} See /openapi/v1.json for its shape."
                : UnreadableValue.Find(httpContext) ?? bad.Message),
            _ => (0, ""),
        };
        if (status == 0)
            return false;
        httpContext.Response.StatusCode = status;
        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            ProblemDetails = { Status = status, Detail = detail },
        });
    }
}
