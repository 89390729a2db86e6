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
public sealed class CallLimiter : IDisposable
{
    private readonly PartitionedRateLimiter<HttpContext>[] limiters;
    private readonly PartitionedRateLimiter<HttpContext> all;

    /// <summary>Begins to count.</summary>
    public CallLimiter(IOptions<LimitOptions> options)
    {
        var limits = options.Value;
        limiters =
        [
            PartitionedRateLimiter.Create<HttpContext, string>(context => Requests(context, limits)),
            PartitionedRateLimiter.Create<HttpContext, string>(context => IsUpload(context)
                ? RateLimitPartition.GetConcurrencyLimiter($"uploads of {Caller(context)}", _ => AtOnce(limits.UserUploads))
                : RateLimitPartition.GetNoLimiter("")),
            PartitionedRateLimiter.Create<HttpContext, string>(context => IsUpload(context)
                ? RateLimitPartition.GetConcurrencyLimiter("uploads", _ => AtOnce(limits.Uploads))
                : RateLimitPartition.GetNoLimiter("")),
        ];
        all = PartitionedRateLimiter.CreateChained(limiters);
    }

    /// <summary>Lets a call pass, or answers 429 with a sentence.</summary>
    /// <param name="context">The call.</param>
    /// <param name="next">What answers it.</param>
    public async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        using var lease = await all.AcquireAsync(context, cancellationToken: context.RequestAborted);
        if (lease.IsAcquired)
            await next(context);
        else
            await RefuseAsync(context);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        // The chain does not dispose of its links.
        all.Dispose();
        foreach (var limiter in limiters)
            limiter.Dispose();
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

    private static async Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        context.Response.Headers.RetryAfter = "1";
        await context.RequestServices.GetRequiredService<IProblemDetailsService>().TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = context,
            ProblemDetails =
            {
                Status = StatusCodes.Status429TooManyRequests,
                Detail = "That was too much at once: wait a moment, or send fewer files at the same time.",
            },
        });
    }
}
