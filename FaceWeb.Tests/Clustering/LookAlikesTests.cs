using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Training;
using FaceWeb.Pipeline.Clustering;
using FaceWeb.Tests.Classification;

namespace FaceWeb.Tests.Clustering;

/// <summary>Who looks like somebody else, and who looks unlike their own.</summary>
public sealed class LookAlikesTests
{
    [Fact]
    public void One_person_under_two_names_is_found_and_nobody_else()
    {
        var faces = new SyntheticFaces(256, 1);
        var all = faces.People(80, 6);
        var twice = faces.Anyone();
        all.AddRange(faces.Person(200, twice, 5));
        all.AddRange(faces.Person(201, twice, 3));
        var pair = Assert.Single(LookAlikes.Find(all, 256, (_, _) => 0.43, 100));
        Assert.Equal((200, 201), (pair.OneId, pair.OtherId));

        // The mean over all pairs of their faces.
        var expected = (from a in all
                        where a.PersonId == 200
                        from b in all
                        where b.PersonId == 201
                        select (
            double)System.Numerics.Tensors.TensorPrimitives.Dot<float>(a.Embedding, b.Embedding)).Average();
        Assert.Equal(expected, pair.Cosine, 4);
        Assert.Empty(LookAlikes.Find(all, 256, (_, _) => double.PositiveInfinity, 100));
    }

    [Fact]
    public void Two_on_one_photo_are_two_however_alike()
    {
        var faces = new SyntheticFaces(128, 2);
        var centre = faces.Anyone();
        LabelledFace[] twins = [new(1, 1, 10, faces.Near(centre, 0.1f), 1), new(2, 1, 11, faces.Near(centre, 0.1f), 1),
            new(3, 2, 11, faces.Near(centre, 0.1f), 1)];
        Assert.Empty(LookAlikes.Find(twins, 128, (_, _) => 0.4, 100));
        Assert.Single(LookAlikes.Find([.. twins.Take(1), twins[2]], 128, (_, _) => 0.4, 100));
    }

    [Fact]
    public void The_wrong_faces_of_a_person_fit_least()
    {
        var faces = new SyntheticFaces(256, 3);
        var own = faces.Person(1, faces.Anyone(), 20).ToList();
        var wrong = faces.Person(1, faces.Anyone(), 2).ToList();
        var fits = PersonFit.CosinesToOthers([.. own.Concat(wrong).Select(face => face.Embedding)]);
        var leastFitting = Enumerable.Range(0, 22).OrderBy(i => fits[i]).Take(2).Order();
        Assert.Equal([20, 21], leastFitting);
        Assert.Equal([1.0], PersonFit.CosinesToOthers([own[0].Embedding]));
        Assert.Empty(PersonFit.CosinesToOthers([]));
    }

    [Fact]
    public void A_tree_is_cut_into_as_many_parts_as_are_asked_for_where_there_are_so_many()
    {
        var faces = new SyntheticFaces(128, 4);
        var centres = Enumerable.Range(0, 3).Select(_ => faces.Anyone()).ToArray();
        var tree = new AverageLinkage([.. Enumerable.Range(0, 12).Select(i => ((long)i, faces.Near(centres[i % 3], 0.6f)))]);
        Assert.Equal([4, 4, 4], tree.Split(0.3, 2).Select(part => part.Count));
        Assert.True(tree.Split(0.3, 5).Count >= 5);
        Assert.Equal(12, tree.Split(0.3, 5).Sum(part => part.Count));
        Assert.Single(tree.Cut(-1));
    }
}
