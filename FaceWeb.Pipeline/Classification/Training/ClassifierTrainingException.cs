namespace FaceWeb.Pipeline.Classification.Training;

/// <summary>A training that cannot be done; the message is a sentence for a person that says what is wrong and what to do.</summary>
public sealed class ClassifierTrainingException : Exception
{
    /// <summary>Makes the exception.</summary>
    public ClassifierTrainingException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception without a sentence of its own.</summary>
    public ClassifierTrainingException()
        : base("The classifier could not be trained.")
    {
    }

    /// <summary>Makes the exception with what caused it.</summary>
    public ClassifierTrainingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
