using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.Landmarks;
using OpenCvSharp;

namespace FaceWeb.Tests.Detection;

/// <summary>Turning photos by quarters: what lies where afterwards.</summary>
public class PhotoTurnTests
{
    [Fact]
    public void Turning_to_the_right_brings_the_top_left_corner_to_the_top_right()
    {
        // A photo of 10 x 6; a box of 2 x 1 in its top left corner.
        var corner = new FaceBox(0, 0, 2, 1);
        Assert.Equal(new FaceBox(5, 0, 1, 2), PhotoTurn.Right.Of(corner, 10, 6));
        Assert.Equal(new FaceBox(8, 5, 2, 1), PhotoTurn.Around.Of(corner, 10, 6));
        Assert.Equal(new FaceBox(0, 8, 1, 2), PhotoTurn.Left.Of(corner, 10, 6));
        Assert.Equal(corner, PhotoTurn.None.Of(corner, 10, 6));
    }

    [Fact]
    public void A_turn_and_its_way_back_leave_everything_as_it_was()
    {
        var box = new FaceBox(3, 1, 4, 2);
        foreach (var turn in PhotoTurn.Others)
        {
            Assert.Equal(PhotoTurn.None, turn.Then(turn.Back));
            var (width, height) = turn.OnItsSide ? (6, 10) : (10, 6);
            Assert.Equal(box, turn.Back.Of(turn.Of(box, 10, 6), width, height));
            Assert.Equal(turn, PhotoTurn.OfDegrees(turn.Degrees));
            Assert.Equal(turn, PhotoTurn.OfDegrees(turn.Degrees - 360));
        }
        Assert.Equal(PhotoTurn.Left, PhotoTurn.Right.Then(PhotoTurn.Around));
        Assert.Throws<ArgumentOutOfRangeException>(() => PhotoTurn.OfDegrees(45));
    }

    [Fact]
    public void Landmarks_and_tilt_go_with_the_box()
    {
        var points = new LandmarkPoint[Landmarks68.Count];
        points[0] = new(3, 1);
        foreach (var turn in PhotoTurn.Others)
        {
            var turned = turn.Of(new Landmarks68(points), 10, 6).Points[0];
            var box = turn.Of(new FaceBox(3, 1, 0, 0), 10, 6);
            Assert.Equal((box.X, box.Y), (turned.X, turned.Y));
        }
        Assert.Equal(100, PhotoTurn.Right.Of(10.0));
        Assert.Equal(-80, PhotoTurn.Left.Of(10.0));
        Assert.Equal(-170, PhotoTurn.Around.Of(10.0));
    }

    [Fact]
    public void Pixels_go_where_boxes_go()
    {
        OpenCvLibrary.Require();
        foreach (var turn in PhotoTurn.Others.Append(PhotoTurn.None))
        {
            var mat = new Mat(6, 10, MatType.CV_8UC3, Scalar.Black);
            mat.Set(1, 3, new Vec3b(255, 255, 255));
            using var photo = new PhotoPixels(mat, 20, 12);
            using var turned = photo.Turned(turn);
            var (width, height) = turn.OnItsSide ? (12, 20) : (20, 12);
            Assert.Equal((width, height), (turned.OriginalWidth, turned.OriginalHeight));
            var there = turn.Of(new FaceBox(3, 1, 1, 1), 10, 6);
            Assert.Equal(255, turned.Mat.At<Vec3b>((int)there.Y, (int)there.X).Item0);
            Assert.Equal(3 * 255, turned.Mat.Sum().Val0 + turned.Mat.Sum().Val1 + turned.Mat.Sum().Val2, 1e-9);
        }
    }
}
