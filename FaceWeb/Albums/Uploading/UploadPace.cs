using FaceWeb.Store;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace FaceWeb.Albums.Uploading;

/// <summary>How slow a sender may be.</summary>
internal static class UploadPace
{
    /// <summary>A phone in a tunnel sends nothing for a while; whoever sends hardly anything for long only holds a place that others wait for.</summary>
    public static void Ask(HttpContext context, UploadOptions options)
    {
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = new MinDataRate(options.MinBytesPerSecond, options.SilenceAllowed);
    }
}
