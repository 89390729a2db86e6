using System.Runtime.InteropServices;
using FaceWeb.Pipeline.Landmarks;

namespace FaceWeb.Data;

/// <summary>Landmarks as <see cref="Face.Landmarks"/> keeps them: 136 little-endian single-precision numbers x0 y0 x1 y1 ...</summary>
public static class StoredLandmarks
{
    /// <summary>Packs 68 points.</summary>
    public static byte[] Pack(Landmarks68 landmarks)
    {
        ArgumentNullException.ThrowIfNull(landmarks);
        var numbers = new float[landmarks.Points.Count * 2];
        for (var i = 0; i < landmarks.Points.Count; i++)
            (numbers[2 * i], numbers[(2 * i) + 1]) = ((float)landmarks.Points[i].X, (float)landmarks.Points[i].Y);
        return MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray();
    }

    /// <summary>The points, or null where other than 68 are kept: a row written by hand, or damaged.</summary>
    public static Landmarks68? Read(ReadOnlySpan<byte> stored)
    {
        var numbers = MemoryMarshal.Cast<byte, float>(stored);
        if (numbers.Length != 2 * Landmarks68.Count)
            return null;
        var points = new LandmarkPoint[Landmarks68.Count];
        for (var i = 0; i < points.Length; i++)
            points[i] = new(numbers[2 * i], numbers[(2 * i) + 1]);
        return new(points);
    }
}
