using FaceWeb.Pipeline.Video;

namespace FaceWeb.Pipeline.Decoding;

/// <summary>The frames of a video that a child reads; the child is this video's until it is disposed.</summary>
internal sealed class ProcessVideoFrames(
    DecoderPool pool, DecoderProcess child, string path, VideoFacts facts, VideoWish wish, Action release) : IVideoFrames
{
    private bool lost;
    private bool disposed;

    /// <inheritdoc/>
    public VideoFacts Facts => facts;

    /// <inheritdoc/>
    public Task<VideoFrame?> NextAsync(int faces, CancellationToken cancel) => Task.Factory.StartNew(
        () =>
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            try
            {
                return pool.Next(child, path, facts, wish, faces, cancel);
            }
            catch (DecoderFaultException)
            {
                lost = true;
                throw;
            }
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (disposed)
            return ValueTask.CompletedTask;
        disposed = true;
        if (!lost)
            pool.Leave(child);
        release();
        return ValueTask.CompletedTask;
    }
}
