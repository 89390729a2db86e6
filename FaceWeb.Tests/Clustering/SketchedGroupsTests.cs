using FaceWeb.Bench.Training;
using FaceWeb.Pipeline.Clustering;

namespace FaceWeb.Tests.Clustering;

/// <summary>Sketches change how long it takes to find a face's group, not which one it is.</summary>
public class SketchedGroupsTests
{
    [Fact]
    public void The_same_groups_come_out_of_the_same_decisions()
    {
        const int dimension = 512;
        var people = new SyntheticPeople(dimension, isotropic: false, 0.75f, 1);
        var centres = Enumerable.Range(0, 300).Select(_ => people.Anyone()).ToList();
        var scanned = new FaceGroups(dimension, new FaceGroupsOptions { ScannedGroups = int.MaxValue });
        var sketched = new FaceGroups(dimension, new FaceGroupsOptions { ScannedGroups = 0 });
        var random = new Random(3);
        var faces = new List<(long Id, long Photo, float[] Embedding, long Group)>();
        for (var id = 1; id <= 3000; id++)
        {
            var face = random.Next(4) == 0 ? people.Anyone() : people.Near(centres[random.Next(centres.Count)]);
            var group = scanned.Add(id, id / 2, face);
            Assert.Equal(group, sketched.Add(id, id / 2, face));
            faces.Add((id, id / 2, face, group));
            if (id % 7 == 0)
            {
                // Decided, and now and then the decision is taken back.
                var gone = faces[random.Next(faces.Count)];
                if (scanned.GroupOf(gone.Id) is { } was)
                {
                    Assert.True(scanned.Remove(gone.Id) && sketched.Remove(gone.Id));
                    if (id % 14 == 0)
                    {
                        var back = scanned.Return(was, gone.Id, gone.Photo, gone.Embedding);
                        Assert.Equal(back, sketched.Return(was, gone.Id, gone.Photo, gone.Embedding));
                        scanned.Settle(was);
                        sketched.Settle(was);
                    }
                }
            }
            if (id % 50 == 0)
            {
                var apart = scanned.Groups[random.Next(5)].FaceIds.Select((face, i) => (face, i % 2)).ToList();
                scanned.Separate(id, apart);
                sketched.Separate(id, apart);
            }
        }
        Assert.Equal(Told(scanned), Told(sketched));
        Assert.True(scanned.Groups.Count(group => group.Size > 1) > 100);
    }

    private static IEnumerable<string> Told(FaceGroups groups) =>
        groups.Groups.Select(group => $"{group.Id}: {string.Join(' ', group.FaceIds)}");
}
