using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces;

namespace FaceWeb.Videos;

/// <summary>A track in the HTTP API.</summary>
/// <param name="FaceId">The face that stands for it: decide it like any other.</param>
/// <param name="Start">When it is first seen, milliseconds from the video's start.</param>
/// <param name="End">When it is last seen.</param>
/// <param name="Decision">What a person said of it.</param>
/// <param name="Person">Who it is, when confirmed; null otherwise.</param>
/// <param name="Suggestions">At most three people above the suggesting threshold, surest first; empty when unknown or decided.</param>
/// <param name="Sightings">
/// Where it is seen, each as five numbers: milliseconds, then left, top, width and height of the box in pixels of the upright frame; between two of
/// them it moves evenly.
/// </param>
public sealed record TrackSightings(
    long FaceId,
    long Start,
    long End,
    FaceDecision Decision,
    PersonRef? Person,
    IReadOnlyList<SuggestionView> Suggestions,
    IReadOnlyList<double[]> Sightings);
