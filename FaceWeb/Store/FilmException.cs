namespace FaceWeb.Store;

/// <summary>A film could not be made; the message says why, for the user.</summary>
public sealed class FilmException : Exception
{
    /// <summary>Makes one.</summary>
    public FilmException()
    {
    }

    /// <summary>Makes one.</summary>
    public FilmException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one.</summary>
    public FilmException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
