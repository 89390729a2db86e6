using System.Numerics.Tensors;
using FaceWeb.Bench.Training;
using FaceWeb.Pipeline.Search;

namespace FaceWeb.Tests.Search;

/// <summary>The index finds what comparing every face finds, while faces come and go.</summary>
public class FaceIndexTests
{
    private const int Dimension = 512;
    private readonly SyntheticPeople people = new(Dimension, isotropic: false, 0.75f, 1);

    [Fact]
    public void Few_faces_are_compared_one_by_one()
    {
        using var index = new FaceIndex(Dimension);
        var faces = Enumerable.Range(0, 300).Select(_ => people.Anyone()).ToList();
        for (var i = 0; i < faces.Count; i++)
            index.Add(1000 + i, faces[i]);
        var query = people.Near(faces[7]);
        var found = index.Nearest(query, 12);
        Assert.Equal(Truth(faces.Index().Select(face => ((long)face.Index + 1000, face.Item)), query, 12), found.Select(face => face.FaceId));
        Assert.Equal(1007, found[0].FaceId);
        Assert.Equal(TensorPrimitives.Dot<float>(faces[7], query), found[0].Cosine, 0.001f);
        Assert.DoesNotContain(index.Nearest(query, 12, id => id != 1007), face => face.FaceId == 1007);
    }

    [Fact]
    public void Of_many_faces_hardly_one_of_the_nearest_ten_is_missed_while_faces_come_and_go()
    {
        using var index = new FaceIndex(Dimension);
        var faces = new Dictionary<long, float[]>();
        var centres = Enumerable.Range(0, 3000).Select(_ => people.Anyone()).ToList();
        var random = new Random(5);
        for (var id = 0; id < 2 * FaceIndex.ScannedFaces; id++)
        {
            faces[id] = people.Near(centres[random.Next(centres.Count)]);
            index.Add(id, faces[id]);
            // Every eighth goes again, a face is measured anew now and then.
            if (id % 8 == 7)
                Assert.Equal(faces.Remove(id / 2), index.Remove(id / 2));
            if (id % 100 == 99 && faces.ContainsKey(id - 50))
                index.Add(id - 50, faces[id - 50] = people.Near(centres[random.Next(centres.Count)]));
        }
        Assert.Equal(faces.Count, index.Count);
        Assert.False(index.Remove(-1));
        var right = 0;
        for (var i = 0; i < 50; i++)
        {
            var query = i % 2 == 0 ? people.Near(centres[i]) : people.Anyone();
            var found = index.Nearest(query, 10);
            Assert.All(found, face => Assert.Equal(TensorPrimitives.Dot<float>(faces[face.FaceId], query), face.Cosine, 0.001f));
            Assert.Equal(found.OrderByDescending(face => face.Cosine), found);
            right += found.Select(face => face.FaceId).Intersect(Truth(faces.Select(face => (face.Key, face.Value)), query, 10)).Count();
        }
        Assert.InRange(right, 497, 500);
    }

    [Fact]
    public async Task Faces_are_found_while_others_are_added_and_taken_out()
    {
        using var index = new FaceIndex(Dimension);
        var kept = Enumerable.Range(0, 200).Select(_ => people.Anyone()).ToList();
        for (var i = 0; i < kept.Count; i++)
            index.Add(i, kept[i]);
        var changing = Task.Run(() =>
        {
            var others = new SyntheticPeople(Dimension, isotropic: false, 0.75f, 2);
            for (var id = 1000; id < 30_000; id++)
            {
                index.Add(id, others.Anyone());
                if (id % 3 == 0)
                    index.Remove(id - 1);
            }
        });
        var searches = 0;
        for (; !changing.IsCompleted || searches < 50; searches++)
            Assert.Equal(searches % kept.Count, index.Nearest(kept[searches % kept.Count], 3)[0].FaceId);
        await changing;
        Assert.Equal(kept.Count + 29_000 - 9_666, index.Count);
    }

    [Fact]
    public void What_it_cannot_compare_is_refused()
    {
        using var index = new FaceIndex(Dimension);
        Assert.Throws<ArgumentException>(() => index.Add(1, new float[128]));
        Assert.Throws<ArgumentException>(() => index.Nearest(new float[640], 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Nearest(new float[Dimension], 0));
        Assert.Empty(index.Nearest(people.Anyone(), 10));
    }

    private static IEnumerable<long> Truth(IEnumerable<(long FaceId, float[] Embedding)> faces, float[] query, int most) =>
        faces.OrderByDescending(face => TensorPrimitives.Dot<float>(face.Embedding, query)).Take(most).Select(face => face.FaceId);
}
