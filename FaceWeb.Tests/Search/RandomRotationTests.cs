using System.Numerics.Tensors;
using FaceWeb.Bench.Training;
using FaceWeb.Pipeline.Search;

namespace FaceWeb.Tests.Search;

/// <summary>The rotation that sketches begin with is one: it keeps lengths and angles, for vectors of any length.</summary>
public class RandomRotationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    [InlineData(128)]
    [InlineData(333)]
    [InlineData(512)]
    [InlineData(640)]
    public void Lengths_and_angles_stay(int dimension)
    {
        var people = new SyntheticPeople(dimension, isotropic: true, 0.75f, 1);
        var rotation = new RandomRotation(dimension);
        for (var i = 0; i < 20; i++)
        {
            float[] one = people.Anyone(), other = people.Near(one);
            var cosine = TensorPrimitives.Dot<float>(one, other);
            rotation.Turn(one);
            rotation.Turn(other);
            Assert.Equal(1, TensorPrimitives.Norm<float>(one), 1e-4);
            Assert.Equal(cosine, TensorPrimitives.Dot<float>(one, other), 1e-4);
        }
    }

    [Theory]
    [InlineData(512)]
    [InlineData(640)]
    public void A_vector_of_one_number_is_spread_over_all(int dimension)
    {
        var vector = new float[dimension];
        vector[dimension - 1] = 1;
        new RandomRotation(dimension).Turn(vector);
        Assert.InRange(TensorPrimitives.MaxMagnitude<float>(vector), -0.5f, 0.5f);
        Assert.True(vector.Count(value => value != 0) > dimension / 2);
    }
}
