using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.Video;

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

    /// <inheritdoc/>
    public Task<MotionFacts> FindMotionAsync(string path, DecodeAsker asker, CancellationToken cancel = default) =>
        Task.Run(() => MotionFacts.Read(path), cancel);

    /// <inheritdoc/>
    public Task<IVideoFrames> OpenVideoAsync(
        string path, VideoLimits limits, VideoSampling sampling, TimeSpan from, DecodeAsker asker, CancellationToken cancel = default) =>
        Task.FromResult<IVideoFrames>(new SampledFrames(VideoFile.Open(path, limits), sampling, from));
}
