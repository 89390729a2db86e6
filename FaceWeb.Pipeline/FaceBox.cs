namespace FaceWeb.Pipeline;

/// <summary>A rectangle in pixels of the upright original photo; X and Y are its left and top edge.</summary>
public readonly record struct FaceBox(double X, double Y, double Width, double Height)
{
    /// <summary>The x of the right edge.</summary>
    public double Right => X + Width;

    /// <summary>The y of the bottom edge.</summary>
    public double Bottom => Y + Height;

    /// <summary>The centre's x.</summary>
    public double CenterX => X + Width / 2;

    /// <summary>The centre's y.</summary>
    public double CenterY => Y + Height / 2;

    /// <summary>Width times height in square pixels; 0 for an empty box.</summary>
    public double Area => Math.Max(0, Width) * Math.Max(0, Height);

    /// <summary>The shared area in square pixels; 0 where the boxes do not touch.</summary>
    public double Intersection(FaceBox other) =>
        Math.Max(0, Math.Min(Right, other.Right) - Math.Max(X, other.X))
        * Math.Max(0, Math.Min(Bottom, other.Bottom) - Math.Max(Y, other.Y));

    /// <summary>Shared area over joint area, 0 (apart) to 1 (the same box).</summary>
    public double IntersectionOverUnion(FaceBox other)
    {
        var shared = Intersection(other);
        var joint = Area + other.Area - shared;
        return joint <= 0 ? 0 : shared / joint;
    }

    /// <summary>The same box with every number multiplied, as when the photo is enlarged by that factor.</summary>
    public FaceBox Scale(double factor) => new(X * factor, Y * factor, Width * factor, Height * factor);

    /// <summary>What of the box lies on a photo of this size; of area 0 where nothing does.</summary>
    public FaceBox ClippedTo(int width, int height)
    {
        double left = Math.Max(0, X), top = Math.Max(0, Y);
        return new(left, top, Math.Min(width, Right) - left, Math.Min(height, Bottom) - top);
    }
}
