using FaceWeb.Data;
using FaceWeb.Data.Tracks;
using FaceWeb.Faces;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Video;

namespace FaceWeb.Analysis.Tracks;

/// <summary>The kept sights of a video's track, and what the track is by them.</summary>
internal static class TrackSights
{
    /// <summary>A sight as its row.</summary>
    public static TrackImage Of(TrackPicture picture) => Of(Milliseconds(picture.Time), picture.Face, picture.Crop);

    /// <summary>A measured sight as its row.</summary>
    /// <param name="at">When it is shown, in milliseconds.</param>
    /// <param name="face">The measured face.</param>
    /// <param name="crop">Its picture.</param>
    public static TrackImage Of(long at, MeasuredFace face, byte[] crop)
    {
        var image = new TrackImage
        {
            At = at,
            X = face.Box.X,
            Y = face.Box.Y,
            Width = face.Box.Width,
            Height = face.Box.Height,
            Landmarks = StoredLandmarks.Pack(face.Landmarks),
            DetectorScore = face.DetectorScore,
            Quality = (float)face.Quality.Overall,
            Sharpness = (float)face.Quality.Sharpness,
            Yaw = (float)face.Quality.Yaw,
            Pitch = (float)face.Quality.Pitch,
            Roll = (float)face.Quality.Roll,
            Chip = face.ChipJpeg,
            Crop = crop,
        };
        image.Embeddings.AddRange(face.Embeddings.Select(e => new TrackEmbedding { Model = e.Model, Vector = HalfVector.Pack(e.Values) }));
        return image;
    }

    /// <summary>The same sight as a row of another track.</summary>
    public static TrackImage Copy(TrackImage image)
    {
        var copy = new TrackImage { At = image.At };
        Write(image, copy);
        return copy;
    }

    /// <summary>Gives a track these sights instead of those it has. Sights of the same moments keep their rows: their keys are the moments.</summary>
    public static void Replace(VideoTrack track, IReadOnlyCollection<TrackImage> sights)
    {
        var moments = sights.DistinctBy(s => s.At).ToDictionary(s => s.At);
        track.Images.RemoveAll(image => !moments.ContainsKey(image.At));
        foreach (var (at, sight) in moments)
        {
            if (track.Images.Find(image => image.At == at) is not { } row)
                track.Images.Add(sight);
            else if (row != sight)
                Write(sight, row);
        }
    }

    private static void Write(TrackImage from, TrackImage to)
    {
        (to.X, to.Y, to.Width, to.Height, to.DetectorScore) = (from.X, from.Y, from.Width, from.Height, from.DetectorScore);
        (to.Landmarks, to.Quality, to.Sharpness) = (from.Landmarks, from.Quality, from.Sharpness);
        (to.Yaw, to.Pitch, to.Roll, to.Chip, to.Crop) = (from.Yaw, from.Pitch, from.Roll, from.Chip, from.Crop);
        to.Embeddings.RemoveAll(e => from.Embeddings.TrueForAll(other => other.Model != e.Model));
        foreach (var e in from.Embeddings)
        {
            if (to.Embeddings.Find(own => own.Model == e.Model) is { } own)
                own.Vector = e.Vector;
            else
                to.Embeddings.Add(new TrackEmbedding { Model = e.Model, Vector = e.Vector });
        }
    }

    /// <summary>
    /// Makes a face what its track's sights say: box, landmarks, quality and pictures are those of the best one, its embeddings the means of the
    /// best (<see cref="TrackVectors"/>).
    /// </summary>
    /// <param name="face">The face, with track, pictures and embeddings.</param>
    /// <exception cref="InvalidOperationException">The track has no sights.</exception>
    public static void Compose(Face face)
    {
        var sights = face.Track?.Images ?? [];
        var best = sights.MaxBy(s => s.Quality) ?? throw new InvalidOperationException($"No sight of face {face.Id} is kept.");
        (face.X, face.Y, face.Width, face.Height, face.DetectorScore) = (best.X, best.Y, best.Width, best.Height, best.DetectorScore);
        (face.Landmarks, face.Quality, face.Sharpness) = (best.Landmarks, best.Quality, best.Sharpness);
        (face.Yaw, face.Pitch, face.Roll) = (best.Yaw, best.Pitch, best.Roll);
        face.Image ??= new FaceImage();
        (face.Image.Chip, face.Image.Crop) = (best.Chip, best.Crop);
        face.Track!.BestAt = best.At;
        var models = sights.SelectMany(s => s.Embeddings).Select(e => e.Model).ToHashSet();
        face.Embeddings.RemoveAll(e => !models.Contains(e.Model));
        foreach (var model in models)
        {
            var measured = sights.SelectMany(s => s.Embeddings.Where(e => e.Model == model).Select(e => (s.Quality, e.Vector)));
            var vector = HalfVector.Pack(TrackVectors.Mean(measured));
            if (face.Embeddings.Find(e => e.Model == model) is { } before)
            {
                if (before.Vector.AsSpan().SequenceEqual(vector))
                    continue;
                // A new row, not the old one changed: its key tells whoever keeps the vector in memory that there is another.
                face.Embeddings.Remove(before);
            }
            face.Embeddings.Add(new Embedding { Model = model, Vector = vector });
        }
    }

    /// <summary>A time as rows keep it.</summary>
    public static long Milliseconds(TimeSpan time) => (long)Math.Round(time.TotalMilliseconds);
}
