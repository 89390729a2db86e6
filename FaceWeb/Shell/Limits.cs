using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Options;

namespace FaceWeb.Shell;

/// <summary>
/// Bounds what one caller may ask for: requests a second, and uploads at once, each by user, or by address where nobody is signed in. Files of the
/// site and the server's health are not counted.
/// </summary>
public static class Limits
{
    /// <summary>Adds the limiters.</summary>
    public static WebApplicationBuilder AddLimits(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<LimitOptions>(builder.Configuration.GetSection("FaceWeb:Limits"));
        builder.Services.AddRateLimiter(_ => { });
        builder.Services.AddOptions<Microsoft.AspNetCore.RateLimiting.RateLimiterOptions>().Configure<IOptions<LimitOptions>>((limiter, limits) =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = RefuseAsync;
            limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                PartitionedRateLimiter.Create<HttpContext, string>(context => Requests(context, limits.Value)),
                PartitionedRateLimiter.Create<HttpContext, string>(context => IsUpload(context)
                    ? RateLimitPartition.GetConcurrencyLimiter($"uploads of {Caller(context)}", _ => AtOnce(limits.Value.UserUploads))
                    : RateLimitPartition.GetNoLimiter("")),
                PartitionedRateLimiter.Create<HttpContext, string>(context => IsUpload(context)
                    ? RateLimitPartition.GetConcurrencyLimiter("uploads", _ => AtOnce(limits.Value.Uploads))
                    : RateLimitPartition.GetNoLimiter("")));
        });
        return builder;
    }

    private static RateLimitPartition<string> Requests(HttpContext context, LimitOptions limits)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null || context.Request.Path.StartsWithSegments("/health"))
            return RateLimitPartition.GetNoLimiter("");
        var (each, burst) = context.User.Identity?.IsAuthenticated == true
            ? (limits.UserRequests, limits.UserBurst)
            : (limits.VisitorRequests, limits.VisitorBurst);
        return RateLimitPartition.GetTokenBucketLimiter(Caller(context), _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = burst,
            TokensPerPeriod = each,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        });
    }

    private static ConcurrencyLimiterOptions AtOnce(int count) => new() { PermitLimit = count, QueueLimit = 0 };

    private static bool IsUpload(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>() is { MaxRequestBodySize: null };

    private static string Caller(HttpContext context) =>
        context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? context.Connection.RemoteIpAddress?.ToString() ?? "";

    private static async ValueTask RefuseAsync(
        Microsoft.AspNetCore.RateLimiting.OnRejectedContext rejected, CancellationToken cancel)
    {
        var http = rejected.HttpContext;
        http.Response.Headers.RetryAfter = "1";
        await http.RequestServices.GetRequiredService<IProblemDetailsService>().TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = http,
            ProblemDetails =
            {
                Status = StatusCodes.Status429TooManyRequests,
                Detail = "That was too much at once: wait a moment, or send fewer files at the same time.",
            },
        });
    }
}
