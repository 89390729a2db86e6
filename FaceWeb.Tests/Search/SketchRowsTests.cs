using System.Numerics.Tensors;
using FaceWeb.Bench.Training;
using FaceWeb.Pipeline.Search;

namespace FaceWeb.Tests.Search;

/// <summary>Sketches let no near vector go, and few others through.</summary>
public class SketchRowsTests
{
    [Theory]
    [InlineData(128)]
    [InlineData(512)]
    [InlineData(640)]
    public void What_reaches_the_bar_is_found_among_few_others(int dimension)
    {
        const double bar = 0.46;
        var people = new SyntheticPeople(dimension, isotropic: false, 0.75f, 1);
        var rows = new SketchRows(dimension);
        var vectors = new List<float[]>();
        for (var person = 0; person < 2000; person++)
        {
            var centre = people.Anyone();
            for (var i = 0; i < 5; i++)
                vectors.Add(people.Near(centre));
        }
        for (var i = 0; i < vectors.Count; i++)
        {
            rows.AddRow();
            rows.Set(i, rows.Sketch(vectors[i]));
        }
        int near = 0, looked = 0;
        for (var i = 0; i < 100; i++)
        {
            var query = vectors[i * 97];
            var found = rows.Reaching(rows.Query(query), bar, 4.5).ToHashSet();
            var truth = Enumerable.Range(0, vectors.Count).Where(row => TensorPrimitives.Dot<float>(vectors[row], query) >= bar).ToList();
            Assert.All(truth, row => Assert.Contains(row, found));
            near += truth.Count;
            looked += found.Count;
        }
        Assert.True(near >= 400, $"{near} pairs reach the bar: the data test nothing.");
        // Fewer bits say less: of 128 a quarter may have to be compared, of 512 a fiftieth.
        Assert.True(looked < 100 * vectors.Count / (dimension == 128 ? 3 : 30), $"{looked} compared for {near}.");
    }

    [Fact]
    public void An_estimate_is_right_on_average()
    {
        var people = new SyntheticPeople(512, isotropic: false, 0.75f, 2);
        var rows = new SketchRows(512);
        var errors = new List<double>();
        for (var i = 0; i < 1000; i++)
        {
            var centre = people.Anyone();
            float[] one = people.Near(centre), other = people.Near(centre);
            // As for a group's mean, shorter than one face.
            TensorPrimitives.Multiply(one, 0.8f, one);
            var sketch = rows.Sketch(one);
            errors.Add((sketch.Factor * rows.Query(other).SignedSum(sketch.Signs)) - TensorPrimitives.Dot<float>(one, other));
        }
        Assert.Equal(0, errors.Average(), 0.005);
        Assert.InRange(Math.Sqrt(errors.Average(error => error * error)), 0.005, 0.04);
    }

    [Fact]
    public void The_best_are_found_and_about_as_many_as_asked_for()
    {
        var people = new SyntheticPeople(512, isotropic: false, 0.75f, 3);
        var rows = new SketchRows(512);
        var centre = people.Anyone();
        for (var i = 0; i < 20_000; i++)
        {
            rows.AddRow();
            rows.Set(i, rows.Sketch(i % 2000 == 7 ? people.Near(centre) : people.Anyone()));
        }
        var best = rows.Best(rows.Query(people.Near(centre)), 500, 10_000);
        Assert.All(Enumerable.Range(0, 10), i => Assert.Contains((i * 2000) + 7, best));
        Assert.InRange(best.Count, 200, 1200);
    }
}
