using FaceWeb.Data;
using FaceWeb.Data.Decisions;

namespace FaceWeb.Faces;

/// <summary>A face as pages and the HTTP API show it.</summary>
/// <param name="Id">The face's key.</param>
/// <param name="PhotoId">The photo it is on.</param>
/// <param name="Box">Its box, pixels of the upright original.</param>
/// <param name="Landmarks">
/// 68 points (iBUG order), each two numbers x and y in pixels of the upright original; empty while a face drawn by hand waits to be
/// measured.
/// </param>
/// <param name="DetectorScore">The detector's score, 0 to 1.</param>
/// <param name="Quality">How much its measurements can be trusted, 0 to 1.</param>
/// <param name="Decision">What a person said of it.</param>
/// <param name="Person">Who it is, when confirmed; null otherwise.</param>
/// <param name="Suggestions">At most three people above the suggesting threshold, surest first; empty when unknown or decided.</param>
/// <param name="Version">
/// Raised by every decision and every move of the box: sent back with a decision, it keeps two people from overwriting each other.
/// </param>
/// <param name="Seen">From when to when a video shows it; null on a photo.</param>
public sealed record FaceView(
    long Id,
    long PhotoId,
    BoxView Box,
    IReadOnlyList<float[]> Landmarks,
    double DetectorScore,
    double Quality,
    FaceDecision Decision,
    PersonRef? Person,
    IReadOnlyList<SuggestionView> Suggestions,
    int Version,
    SeenSpan? Seen = null);
