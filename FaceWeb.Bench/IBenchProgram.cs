namespace FaceWeb.Bench;

/// <summary>One accuracy or speed measurement that can be run from the command line.</summary>
public interface IBenchProgram
{
    /// <summary>The word that chooses it.</summary>
    string Name { get; }

    /// <summary>Its options on one line, for the usage text.</summary>
    string Usage { get; }

    /// <summary>Runs it and returns what is to be printed as JSON.</summary>
    /// <param name="options">The command line after the name.</param>
    /// <param name="log">Where progress goes.</param>
    /// <exception cref="BenchOptionException">An option is missing or wrong.</exception>
    object Run(BenchOptions options, TextWriter log);
}
