using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Tracks;
using FaceWeb.Models;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Decoding;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.Video;
using FaceWeb.Store;

namespace FaceWeb.Analysis.Tracks;

/// <summary>Measures parts of tracks of which no sight is kept, from the video's frames.</summary>
public sealed class TrackMeasuring(ModelHost models, PhotoStore store, VideoFiles files)
{
    // Of a part: at a quarter, half and three quarters of its sightings.
    private const int SightsOfPart = 3;

    /// <summary>Measures what is lacking for cutting a track at a time; reads the video as far as it has to.</summary>
    /// <param name="face">The track's face, with its video and track.</param>
    /// <param name="at">Where it is to be cut, in milliseconds.</param>
    /// <param name="cancel">Stops between two frames.</param>
    /// <returns>New sights; none where there are some of both parts.</returns>
    /// <exception cref="RefusedException">The video cannot be read (422).</exception>
    internal async Task<IReadOnlyList<TrackImage>> MeasureLackingAsync(Face face, long at, CancellationToken cancel)
    {
        var (before, after) = TrackParts.At(face.Track!, at);
        var wanted = new List<Sighting>();
        if (!face.Track!.Images.Exists(i => i.At < at))
            wanted.AddRange(SomeOf(before));
        if (!face.Track.Images.Exists(i => i.At >= at))
            wanted.AddRange(SomeOf(after));
        if (wanted.Count == 0)
            return [];
        try
        {
            var sights = new List<TrackImage>();
            await foreach (var (time, frame) in files.FramesAsync(
                store.PathOf(face.Photo!.Sha256), [.. wanted.Select(s => TimeSpan.FromMilliseconds(s.At))], DecodeAsker.Person, cancel))
            {
                using var shown = frame;
                using var turned = face.Photo.Turn == PhotoTurn.None ? null : frame.Turned(face.Photo.Turn);
                var pixels = turned ?? frame;
                var sighting = wanted.MinBy(s => Math.Abs(s.At - time.TotalMilliseconds));
                var measured = await Task.Run(() => models.Pipeline.MeasureBox(pixels, sighting.Box, face.DetectorScore, cancel), cancel);
                sights.Add(TrackSights.Of(sighting.At, measured, VideoTracks.Crop(pixels, sighting.Box)));
            }
            return [.. sights.DistinctBy(s => s.At)];
        }
        catch (PhotoException e)
        {
            throw new RefusedException(e.Message, StatusCodes.Status422UnprocessableEntity);
        }
    }

    private static IEnumerable<Sighting> SomeOf(IReadOnlyList<Sighting> sightings) =>
        Enumerable.Range(1, SightsOfPart).Select(i => sightings[i * sightings.Count / (SightsOfPart + 1)]).DistinctBy(s => s.At);
}
