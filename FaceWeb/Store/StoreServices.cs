using FaceWeb.Pipeline.Decoding;
using FaceWeb.Store.Quotas;
using Microsoft.Extensions.Options;

namespace FaceWeb.Store;

/// <summary>Wires the store of originals and small pictures.</summary>
public static class StoreServices
{
    /// <summary>Adds this room's services.</summary>
    public static WebApplicationBuilder AddStore(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<UploadOptions>(builder.Configuration.GetSection("FaceWeb:Upload"));
        builder.Services.Configure<DecodingOptions>(builder.Configuration.GetSection("FaceWeb:Decoding"));
        var workers = builder.Configuration.GetValue<int?>("FaceWeb:Models:Workers") ?? Environment.ProcessorCount;
        builder.Services.AddSingleton<IPhotoDecoder>(services => new DecoderPool(
            services.GetRequiredService<IOptions<DecodingOptions>>().Value.For(workers, services.GetRequiredService<IOptions<UploadOptions>>().Value),
            (fault, path) => services.GetRequiredService<ILogger<DecoderPool>>().LogWarning(
                "A decoder process was lost while reading {File}: {Fault} {Detail}", Path.GetFileName(path), fault.Fault, fault.Detail)));
        builder.Services.AddSingleton<GivenUpPhotos>();
        builder.Services.Configure<FilmOptions>(builder.Configuration.GetSection("FaceWeb:Films"));
        builder.Services.AddSingleton<Ffmpeg>();
        builder.Services.AddSingleton<ReadableCopies>();
        builder.Services.AddSingleton<StoredMotion>();
        builder.Services.AddSingleton<VideoFiles>();
        builder.Services.AddSingleton<PhotoStore>();
        builder.Services.AddSingleton<QuotaSettings>();
        builder.Services.AddSingleton<StorageQuotas>();
        builder.Services.AddSingleton<UnfinishedUploads>();
        builder.Services.AddSingleton<DiskReserve>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<DiskReserve>());
        builder.Services.AddSingleton<StoreSweep>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<StoreSweep>());
        return builder;
    }

    /// <summary>Makes the store's folders and removes what an interrupted upload left.</summary>
    /// <exception cref="IOException">A folder cannot be made.</exception>
    public static void PrepareStore(this WebApplication app) => app.Services.GetRequiredService<PhotoStore>().Prepare();
}
