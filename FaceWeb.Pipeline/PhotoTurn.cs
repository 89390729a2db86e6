using FaceWeb.Pipeline.Landmarks;

namespace FaceWeb.Pipeline;

/// <summary>How far a photo is turned clockwise, in quarters of a circle.</summary>
public readonly record struct PhotoTurn
{
    private PhotoTurn(int quarters) => Quarters = quarters;

    /// <summary>Not at all.</summary>
    public static PhotoTurn None => default;

    /// <summary>By 90 degrees clockwise: what was the top is at the right.</summary>
    public static PhotoTurn Right => new(1);

    /// <summary>By 180 degrees: upside down.</summary>
    public static PhotoTurn Around => new(2);

    /// <summary>By 90 degrees counterclockwise (270 clockwise): what was the top is at the left.</summary>
    public static PhotoTurn Left => new(3);

    /// <summary>The three that change a photo.</summary>
    public static IReadOnlyList<PhotoTurn> Others { get; } = [Right, Around, Left];

    /// <summary>Quarters of a circle clockwise, 0 to 3.</summary>
    public int Quarters { get; }

    /// <summary>Degrees clockwise: 0, 90, 180 or 270.</summary>
    public int Degrees => 90 * Quarters;

    /// <summary>The turn that undoes this one.</summary>
    public PhotoTurn Back => new((4 - Quarters) % 4);

    /// <summary>Whether width and height change places.</summary>
    public bool OnItsSide => Quarters % 2 == 1;

    /// <summary>The turn by so many degrees clockwise.</summary>
    /// <param name="degrees">A multiple of 90; may be negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is no multiple of 90.</exception>
    public static PhotoTurn OfDegrees(int degrees) => degrees % 90 == 0
        ? new(((degrees / 90 % 4) + 4) % 4)
        : throw new ArgumentOutOfRangeException(nameof(degrees), degrees, "A photo is turned by multiples of 90 degrees.");

    /// <summary>Its degrees.</summary>
    public override string ToString() => $"{Degrees}°";

    /// <summary>This turn and then another.</summary>
    public PhotoTurn Then(PhotoTurn other) => new((Quarters + other.Quarters) % 4);

    /// <summary>Where a box of the photo lies once the photo is turned.</summary>
    /// <param name="box">In pixels of the photo before.</param>
    /// <param name="width">The photo's width before.</param>
    /// <param name="height">The photo's height before.</param>
    public FaceBox Of(FaceBox box, int width, int height) => Quarters switch
    {
        1 => new(height - box.Bottom, box.X, box.Height, box.Width),
        2 => new(width - box.Right, height - box.Bottom, box.Width, box.Height),
        3 => new(box.Y, width - box.Right, box.Height, box.Width),
        _ => box,
    };

    /// <summary>Where landmarks of the photo lie once the photo is turned; each keeps its place in the order.</summary>
    /// <param name="landmarks">In pixels of the photo before.</param>
    /// <param name="width">The photo's width before.</param>
    /// <param name="height">The photo's height before.</param>
    public Landmarks68 Of(Landmarks68 landmarks, int width, int height)
    {
        var turn = this;
        return new([.. landmarks.Points.Select(p => turn.Of(p, width, height))]);
    }

    /// <summary>Where a point of the photo lies once the photo is turned.</summary>
    /// <param name="point">In pixels of the photo before.</param>
    /// <param name="width">The photo's width before.</param>
    /// <param name="height">The photo's height before.</param>
    public LandmarkPoint Of(LandmarkPoint point, int width, int height) => Quarters switch
    {
        1 => new(height - point.Y, point.X),
        2 => new(width - point.X, height - point.Y),
        3 => new(point.Y, width - point.X),
        _ => point,
    };

    /// <summary>How far something is tilted once the photo is turned.</summary>
    /// <param name="tilt">Degrees clockwise, as the roll of a face.</param>
    /// <returns>Degrees, -180 to 180.</returns>
    public double Of(double tilt) => Math.IEEERemainder(tilt + Degrees, 360);
}
