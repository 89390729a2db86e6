using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.Video;

namespace FaceWeb.Pipeline.Decoding;

/// <summary>Reads uploaded files: their headers, and their pixels.</summary>
public interface IPhotoDecoder
{
    /// <summary>Reads a photo's header: format, upright size, when it was taken.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">What the photo may ask for.</param>
    /// <param name="asker">Who waits for it.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <exception cref="PhotoException">Not a photo, damaged or beyond the limits; the message says which.</exception>
    /// <exception cref="DecoderFaultException">Reading it was stopped, or stopped its reader.</exception>
    /// <exception cref="IOException">The file is not there.</exception>
    Task<PhotoInfo> IdentifyAsync(string path, PhotoLimits limits, DecodeAsker asker, CancellationToken cancel = default);

    /// <summary>Decodes a photo and turns it upright.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">What the photo may ask for.</param>
    /// <param name="asker">Who waits for it.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <exception cref="PhotoException">Not a photo, damaged or beyond the limits; the message says which.</exception>
    /// <exception cref="DecoderFaultException">Reading it was stopped, or stopped its reader.</exception>
    /// <exception cref="IOException">The file is not there.</exception>
    Task<PhotoPixels> DecodeAsync(string path, PhotoLimits limits, DecodeAsker asker, CancellationToken cancel = default);

    /// <summary>Finds the clip inside a motion photo, and what a Live Photo's files, photo or film, are called by.</summary>
    /// <param name="path">The file, of whatever kind.</param>
    /// <param name="asker">Who waits for it.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <exception cref="DecoderFaultException">Reading it was stopped, or stopped its reader.</exception>
    /// <exception cref="IOException">The file is not there.</exception>
    Task<MotionFacts> FindMotionAsync(string path, DecodeAsker asker, CancellationToken cancel = default);

    /// <summary>Opens a video.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">What the video may ask for.</param>
    /// <param name="sampling">Which frames are looked at.</param>
    /// <param name="from">Frames before this time are left out.</param>
    /// <param name="asker">Who waits for it.</param>
    /// <param name="cancel">Stops waiting for a place.</param>
    /// <returns>Its frames; to be disposed. Each of its calls throws as this one does.</returns>
    /// <exception cref="PhotoException">Not a video, damaged or beyond the limits; the message says which.</exception>
    /// <exception cref="DecoderFaultException">Reading it was stopped, or stopped its reader.</exception>
    /// <exception cref="IOException">The file is not there.</exception>
    Task<IVideoFrames> OpenVideoAsync(
        string path, VideoLimits limits, VideoSampling sampling, TimeSpan from, DecodeAsker asker, CancellationToken cancel = default);
}
