namespace FaceWeb.Analysis.Tracks;

/// <summary>Where to cut an appearance.</summary>
/// <param name="At">Milliseconds from the video's start: the second part begins there.</param>
/// <param name="Version">The face's version that was looked at; when it is given and something was said since, nothing is done (409).</param>
public sealed record CutBody(long? At, int? Version = null);
