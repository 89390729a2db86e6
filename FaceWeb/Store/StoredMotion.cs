using System.Collections.Concurrent;
using FaceWeb.Pipeline.Decoding;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.Video;

namespace FaceWeb.Store;

/// <summary>
/// The clips inside stored motion photos, and what Live Photos' files are called by: read by a decoder process when a file comes, and kept in
/// memory. After a restart each is read once more when it is asked for.
/// </summary>
public sealed class StoredMotion(PhotoStore store, IPhotoDecoder decoder, GivenUpPhotos givenUp)
{
    // About 10 MB of them; what is forgotten is read again.
    private const int Most = 50_000;

    private readonly ConcurrentDictionary<string, MotionFacts> known = new();

    /// <summary>What a stored file says.</summary>
    /// <param name="sha256">The file's hash.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>Nothing for a file that cannot be read, or was given up.</returns>
    public Task<MotionFacts> FindAsync(string sha256, CancellationToken cancel = default) => FindAsync(sha256, store.PathOf(sha256), cancel);

    /// <summary>What a received file says, before it is stored.</summary>
    internal Task<MotionFacts> FindAsync(StagedFile staged, CancellationToken cancel) => FindAsync(staged.Sha256, staged.FilePath, cancel);

    private async Task<MotionFacts> FindAsync(string sha256, string path, CancellationToken cancel)
    {
        if (known.TryGetValue(sha256, out var facts))
            return facts;
        if (givenUp.Reason(sha256) is not null)
            return MotionFacts.None;
        try
        {
            facts = await decoder.FindMotionAsync(path, DecodeAsker.Person, cancel);
        }
        catch (DecoderFaultException)
        {
            // It is not read for this again; its picture may be readable all the same.
            facts = MotionFacts.None;
        }
        catch (Exception e) when (e is IOException or PhotoException)
        {
            // Deleted at this moment, or the data folder is incomplete: the picture itself says so.
            return MotionFacts.None;
        }
        if (known.Count >= Most)
            known.Clear();
        return known[sha256] = facts;
    }
}
