using System.Numerics.Tensors;
using FaceWeb.Pipeline.Clustering;
using FaceWeb.Tests.Classification;

namespace FaceWeb.Tests.Clustering;

public sealed class FaceTemplateTests
{
    [Fact]
    public void A_template_is_nearer_to_the_person_than_the_face_and_a_face_alone_is_its_own()
    {
        var faces = new SyntheticFaces(256, 4);
        var centre = faces.Anyone();
        var groups = new FaceGroups(256);
        var all = Enumerable.Range(0, 12).Select(_ => faces.Near(centre, 0.6f)).ToArray();
        foreach (var (i, face) in all.Index())
            groups.Add(i, i, face);
        Assert.Equal(1, groups.GroupCount);
        foreach (var (i, face) in all.Index())
        {
            var (template, others) = groups.TemplateOf(i)!.Value;
            Assert.Equal(11, others);
            Assert.Equal(1, TensorPrimitives.Norm<float>(template), 3);
            Assert.True(TensorPrimitives.Dot<float>(template, centre) > TensorPrimitives.Dot<float>(face, centre) + 0.05f);
        }
        groups.Add(100, 100, faces.Anyone());
        Assert.Null(groups.TemplateOf(100));
        Assert.Null(groups.TemplateOf(4711));
        Assert.Equal(all[0], FaceTemplate.Of(all[0], new float[256], 0, 0.3));
    }

    [Fact]
    public void However_many_the_others_are_a_face_among_them_keeps_its_say()
    {
        float[] face = [1, 0], other = [0.5f, MathF.Sqrt(0.75f)];
        var (few, many) = (Own(2, 0.25), Own(10_000, 0.25));
        Assert.Equal(Own(FaceTemplate.MostFaces, 0.25), many, 5);
        Assert.True(few > many);

        // The face and four others, each counting half: (1 + 1, 2 x 0.866).
        Assert.Equal(2 / Math.Sqrt(4 + 3), many, 4);
        // As of somebody who got into a wrong group: hardly more alike than has to be.
        Assert.True(Own(10_000, 0.05) > 0.95);
        Assert.Equal(1, Own(10_000, 0), 6);
        Assert.Equal(1, Own(10_000, -0.1), 6);

        double Own(int count, double beyond) => FaceTemplate.Of(face, [other[0] * count, other[1] * count], count, beyond)[0];
    }

    [Fact]
    public void Faces_whose_group_changed_are_told_until_the_changes_are_taken()
    {
        var faces = new SyntheticFaces(256, 5);
        var (one, other) = (faces.Anyone(), faces.Anyone());
        var groups = new FaceGroups(256);
        for (var i = 0; i < 4; i++)
        {
            groups.Add(i, i, faces.Near(one, 0.4f));
            groups.Add(10 + i, 10 + i, faces.Near(other, 0.4f));
        }
        groups.TakeChanges();
        Assert.Empty(groups.Touched());
        groups.Add(4, 4, faces.Near(one, 0.4f));
        Assert.Equal([0, 1, 2, 3, 4], groups.Touched().Order());
        groups.TakeChanges();
        groups.Remove(11);
        Assert.Equal([10, 12, 13], groups.Touched().Order());
    }
}
