using FaceWeb.Pipeline.Imaging;

namespace FaceWeb.Pipeline.Decoding;

/// <summary>Reads files in this process: for photos of one's own, as the measuring programs do, and for comparing with the children.</summary>
public sealed class InProcessDecoder : IPhotoDecoder
{
    /// <inheritdoc/>
    public Task<PhotoInfo> IdentifyAsync(string path, PhotoLimits limits, DecodeAsker asker, CancellationToken cancel = default) =>
        Task.Run(() => PhotoFile.Identify(path, limits), cancel);

    /// <inheritdoc/>
    public Task<PhotoPixels> DecodeAsync(string path, PhotoLimits limits, DecodeAsker asker, CancellationToken cancel = default) =>
        Task.Run(() => PhotoPixels.Decode(path, limits, cancel), cancel);
}
