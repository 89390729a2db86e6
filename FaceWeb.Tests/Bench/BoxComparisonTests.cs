using FaceWeb.Bench;
using FaceWeb.Bench.Detection;
using FaceWeb.Pipeline;

namespace FaceWeb.Tests.Bench;

/// <summary>How boxes are held against reference faces, on cases that can be counted by hand.</summary>
public sealed class BoxComparisonTests
{
    [Fact]
    public void Small_and_invalid_faces_are_neither_wanted_nor_extra()
    {
        ReferenceFace[] reference =
        [
            new(new(0, 0, 40, 40), Valid: true),
            new(new(100, 0, 40, 40), Valid: true),
            new(new(200, 0, 40, 40), Valid: false),
            new(new(300, 0, 15, 40), Valid: true),
        ];
        FaceBox[] boxes = [new(2, 2, 40, 40), new(200, 0, 40, 40), new(300, 0, 15, 40), new(400, 0, 40, 40)];
        var comparison = BoxComparison.Of(boxes, reference, 20);
        Assert.Equal(2, comparison.Wanted.Count);
        Assert.Equal([reference[1]], comparison.Missed);
        Assert.Equal([3], comparison.Extra);
    }

    [Fact]
    public void A_file_of_boxes_is_read_with_its_flags()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, """{"a.jpg": {"faces": [{"x": 1, "y": 2, "w": 3, "h": 4, "blur": 2, "invalid": 1}, {"x": 5, "y": 6, "w": 7, "h": 8}]}}""");
        Assert.Equal([new(new(1, 2, 3, 4), false), new(new(5, 6, 7, 8), true)], ReferenceFaces.Read(path)["a.jpg"]);
        File.WriteAllText(path, """{"a.jpg": {}}""");
        Assert.Throws<BenchOptionException>(() => ReferenceFaces.Read(path));
        File.Delete(path);
    }

    [Fact]
    public void The_two_parts_of_a_set_share_no_group_and_hold_everything()
    {
        string[] names = ["F1_MID1/a.jpg", "F1_MID2/b.jpg", "F2_MID1/c.jpg", "F3_MID1/d.jpg", "one.jpg", "two.jpg"];
        var first = PhotoPart.Of(names, new BenchOptions(["--part", "1"]));
        var second = PhotoPart.Of(names, new BenchOptions(["--part", "2"]));
        Assert.Equal(["F1_MID1/a.jpg", "F1_MID2/b.jpg", "F3_MID1/d.jpg", "two.jpg"], first);
        Assert.Equal(["F2_MID1/c.jpg", "one.jpg"], second);
        Assert.Equal(["F1_MID1/a.jpg", "F2_MID1/c.jpg", "one.jpg"], PhotoPart.Of(names, new BenchOptions(["--max-photos", "3"])));
        Assert.Throws<BenchOptionException>(() => PhotoPart.Of(names, new BenchOptions(["--part", "3"])));
    }
}
