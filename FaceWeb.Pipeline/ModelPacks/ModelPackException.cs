namespace FaceWeb.Pipeline.ModelPacks;

/// <summary>A model pack cannot be used. The message is one sentence: what is missing or wrong, and how to get it right.</summary>
public sealed class ModelPackException : Exception
{
    /// <summary>Makes the exception with its one sentence.</summary>
    public ModelPackException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
