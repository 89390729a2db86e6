using OpenCvSharp;

namespace FaceWeb.Tests.Reports;

/// <summary>Screenshots and drawings without faces: windows with text, tables, charts, doodles, smileys of two dots and an arc.</summary>
internal static class DrawnPictures
{
    /// <summary>One of them, as PNG; its kind and all that is on it follow from the number.</summary>
    public static byte[] Png(int number)
    {
        var random = new Random(number + 1000);
        using var picture = new Mat(number % 3 == 0 ? 1170 : 768, number % 3 == 0 ? 540 : 1024, MatType.CV_8UC3, Paper(random));
        switch (number % 4)
        {
            case 0: Window(picture, random); break;
            case 1: Chart(picture, random); break;
            case 2: Doodle(picture, random); break;
            default: Smileys(picture, random); break;
        }
        return picture.ImEncode(".png");
    }

    private static void Window(Mat picture, Random random)
    {
        Cv2.Rectangle(picture, new Rect(0, 0, picture.Cols, 40), Ink(random), -1);
        var end = picture.Rows - 20;
        for (var y = 80; y < end; y += 24)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(5, 50)).Select(_ => (char)random.Next('a', 'z'))]);
            var place = new Point(20 + (random.Next(4) * 10), y);
            Cv2.PutText(picture, text, place, HersheyFonts.HersheySimplex, 0.5, Ink(random), 1, LineTypes.AntiAlias);
            if (random.Next(6) == 0)
                Cv2.Rectangle(picture, new Rect(random.Next(picture.Cols / 2), y, 60 + random.Next(100), 20), Ink(random), -1);
        }
    }

    private static void Chart(Mat picture, Random random)
    {
        var end = picture.Cols - 40;
        for (var x = 40; x < end; x += 45)
        {
            var height = random.Next(20, picture.Rows - 80);
            Cv2.Rectangle(picture, new Rect(x, picture.Rows - 40 - height, 30, height), Ink(random), random.Next(2) == 0 ? -1 : 2);
        }
        Cv2.Circle(picture, new Point(picture.Cols / 2, picture.Rows / 3), 90, Ink(random), 25);
    }

    private static void Doodle(Mat picture, Random random)
    {
        for (var i = 0; i < 60; i++)
        {
            var centre = new Point(random.Next(picture.Cols), random.Next(picture.Rows));
            Cv2.Ellipse(picture, centre, new Size(random.Next(5, 120), random.Next(5, 120)), random.Next(360), 0, random.Next(90, 360), Ink(random),
                random.Next(1, 8), LineTypes.AntiAlias);
        }
    }

    private static void Smileys(Mat picture, Random random)
    {
        for (var i = 0; i < 6; i++)
        {
            int x = random.Next(80, picture.Cols - 80), y = random.Next(80, picture.Rows - 80), r = random.Next(25, 75);
            Cv2.Circle(picture, new Point(x, y), r, new Scalar(60, 210, 250), -1, LineTypes.AntiAlias);
            Cv2.Circle(picture, new Point(x - (r / 3), y - (r / 4)), r / 8, new Scalar(30, 30, 30), -1, LineTypes.AntiAlias);
            Cv2.Circle(picture, new Point(x + (r / 3), y - (r / 4)), r / 8, new Scalar(30, 30, 30), -1, LineTypes.AntiAlias);
            Cv2.Ellipse(picture, new Point(x, y + (r / 8)), new Size(r / 2, r / 2), 0, 20, 160, new Scalar(30, 30, 30), Math.Max(1, r / 16),
                LineTypes.AntiAlias);
        }
    }

    private static Scalar Paper(Random random) => random.Next(4) == 0 ? new Scalar(32, 30, 30) : new Scalar(250, 248, 245);

    private static Scalar Ink(Random random) => new(random.Next(256), random.Next(256), random.Next(256));
}
