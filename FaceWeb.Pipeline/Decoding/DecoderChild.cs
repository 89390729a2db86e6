using System.Collections.Concurrent;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.Video;
using Microsoft.Win32.SafeHandles;

namespace FaceWeb.Pipeline.Decoding;

/// <summary>
/// The child: reads requests from its standard input and answers on its standard output until the input ends, which it does with the parent.
/// It holds no state of one file when it reads the next.
/// </summary>
public static class DecoderChild
{
    /// <summary>Serves until the parent is gone; does not return before.</summary>
    /// <returns>The exit code.</returns>
    public static int Run()
    {
        // Whatever a native library prints must not come between two frames.
        var output = NativeCalls.Duplicate(1);
        _ = NativeCalls.Duplicate(2, 1);
        using var from = new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, 0);
        using var to = new FileStream(new SafeFileHandle(output, ownsHandle: true), FileAccess.Write, 0);
        OpenCvLibrary.Require();
        MagickDecoder.Load();
        ChildConfinement.Enter();
        DecoderFrames.Write(to, new DecodeReply.Ready(DecoderFrames.Version).Write());
        using var requests = new BlockingCollection<DecodeRequest>();
        new Thread(() => Listen(from, requests)) { IsBackground = true, Name = "requests" }.Start();
        SharedPixels? handedOver = null;
        ChildVideo? video = null;
        foreach (var request in requests.GetConsumingEnumerable())
        {
            handedOver?.Dispose();
            if (request.Wish is not (DecodeWish.Release or DecodeWish.NextFrame))
            {
                video?.Dispose();
                video = null;
            }
            handedOver = request.Wish == DecodeWish.Release ? null : Answer(request, to, ref video);
        }
        return 0;
    }

    /// <summary>Sees the parent's end also while a picture is being read: the process must not go on without one.</summary>
    private static void Listen(Stream from, BlockingCollection<DecodeRequest> requests)
    {
        try
        {
            while (DecoderFrames.Read(from) is { } payload)
                requests.Add(DecodeRequest.Read(payload));
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            Console.Error.WriteLine(e.Message);
        }
        NativeCalls.ExitNow(0);
    }

    private static SharedPixels? Answer(DecodeRequest request, Stream to, ref ChildVideo? video)
    {
        SharedPixels? pixels = null;
        DecodeReply reply;
        try
        {
            switch (request.Wish)
            {
                case DecodeWish.Identify:
                    reply = new DecodeReply.Identified(PhotoFile.Identify(request.Path, request.Limits));
                    break;
                case DecodeWish.FindMotion:
                    reply = new DecodeReply.Motion(MotionFacts.Read(request.Path));
                    break;
                case DecodeWish.OpenVideo:
                    video = ChildVideo.Open(request.Path, request.Video ?? throw new InvalidDataException("How is not said."));
                    reply = new DecodeReply.Video(video.Facts);
                    break;
                case DecodeWish.NextFrame:
                    (reply, pixels) = (video ?? throw new InvalidDataException("No video is open.")).Next(request.Faces);
                    break;
                default:
                    (reply, pixels) = Decode(request, to);
                    break;
            }
        }
        catch (PhotoException refused)
        {
            reply = new DecodeReply.Refused(refused.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            reply = new DecodeReply.Unreadable(e.Message);
        }
        catch (Exception e)
        {
            // Memory that is used up, a reader's own surprise: this process may be damaged, so the parent replaces it.
            reply = new DecodeReply.Failed($"{e.GetType().Name}: {e.Message}");
        }
        DecoderFrames.Write(to, reply.Write());
        return pixels;
    }

    private static (DecodeReply Reply, SharedPixels Pixels) Decode(DecodeRequest request, Stream to)
    {
        using var messages = NativeMessages.Listen();
        using var stored = StoredPhoto.Decode(
            request.Path, request.Limits, (width, height) => DecoderFrames.Write(to, new DecodeReply.Admitted(width, height).Write()));
        var damaged = stored.Damaged || messages.TellOfDamage();
        var pixels = SharedPixels.Create(stored.Width, stored.Height);
        try
        {
            using var picture = pixels.AsPicture(stored.Width, stored.Height);
            stored.WriteUpright(picture);
            return (new DecodeReply.Pixels(
                pixels.Descriptor, stored.Width, stored.Height, stored.OriginalWidth, stored.OriginalHeight, damaged), pixels);
        }
        catch
        {
            pixels.Dispose();
            throw;
        }
    }
}
