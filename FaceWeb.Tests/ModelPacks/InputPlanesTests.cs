using FaceWeb.Pipeline.ModelPacks;
using OpenCvSharp;

namespace FaceWeb.Tests.ModelPacks;

/// <summary>A picture as an input tensor: every number as the formula gives it, in the plane, row and column where it belongs.</summary>
public class InputPlanesTests
{
    [Theory]
    [InlineData("rgb", 77, 40, 77, 40, false)]
    [InlineData("bgr", 77, 40, 77, 40, true)]
    [InlineData("bgr", 77, 40, 50, 31, false)]
    [InlineData("gray", 33, 9, 33, 9, false)]
    [InlineData("rgb", 15, 4, 15, 4, false)]
    [InlineData("gray", 3, 2, 3, 2, true)]
    public void Every_number_is_where_it_belongs(string channels, int width, int height, int columns, int rows, bool mirrored)
    {
        var input = new ModelInput(width, height, channels,
            channels == "gray" ? [7.5f] : [127, 116.28f, 103.53f], channels == "gray" ? [256] : [128, 57.12f, 57.375f]);
        using var picture = new Mat(rows, columns, input.Planes == 1 ? MatType.CV_8UC1 : MatType.CV_8UC3);
        var random = new Random(5);
        var values = new byte[rows, columns, input.Planes];
        for (var y = 0; y < rows; y++)
        {
            for (var x = 0; x < columns; x++)
            {
                for (var c = 0; c < input.Planes; c++)
                    values[y, x, c] = (byte)random.Next(256);
                if (input.Planes == 1)
                    picture.Set(y, x, values[y, x, 0]);
                else
                    picture.Set(y, x, new Vec3b(values[y, x, 0], values[y, x, 1], values[y, x, 2]));
            }
        }
        var tensor = new float[input.Length];
        new InputPlanes(input).Fill(picture, tensor, mirrored);
        for (int plane = 0, i = 0; plane < input.Planes; plane++)
        {
            var channel = channels == "rgb" ? 2 - plane : plane;
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++, i++)
                {
                    var value = y < rows && x < columns ? values[y, mirrored ? columns - 1 - x : x, channel] : 0;
                    Assert.Equal((value - input.Mean[plane]) / input.Scale[plane], tensor[i]);
                }
            }
        }
    }
}
