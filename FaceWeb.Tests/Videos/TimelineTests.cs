using FaceWeb.Analysis.Videos;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Data.Tracks;
using FaceWeb.Faces;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Classification.Scoring;
using FaceWeb.Videos;

namespace FaceWeb.Tests.Videos;

/// <summary>Rows of the time line, exports, stored sightings and which track is which, on made-up tracks.</summary>
public sealed class TimelineTests
{
    private static readonly PersonRef Ada = new(1, "Ada");
    private static readonly PersonRef Bob = new(2, "Bob & <Co>");

    [Fact]
    public void Rows_are_people_then_unknown_ones_then_what_was_put_aside()
    {
        var rows = Timeline.Rows(
        [
            Track(1, 0, 900, group: 7), Track(2, 500, 900, suggested: Bob), Track(3, 1000, 2000, Ada), Track(4, 3000, 4000, suggested: Ada),
            Track(5, 3000, 4000, group: 8), Track(6, 5000, 6000, group: 7), Track(7, 5000, 6000, decision: FaceDecision.NotAFace),
        ]);
        Assert.Equal(["Ada", "Bob & <Co>", "Unknown 1", "Unknown 2", "Put aside"], rows.Select(r => r.Name));
        Assert.Equal([[3, 4], [2], [1, 6], [5], [7]], rows.Select(r => r.Tracks.Select(t => (int)t.Face.Id)));
        Assert.Equal("Ada, 0:01 to 0:02", Timeline.Words(rows[0].Tracks[0]));
    }

    [Fact]
    public void A_long_video_is_shown_ten_minutes_at_a_time()
    {
        const long minute = 60_000, length = 125 * minute;
        Assert.Equal(new Stretch(0, 15 * minute), Stretch.At(14 * minute, 15 * minute));
        Assert.Equal(new Stretch(0, 10 * minute), Stretch.At(-5, length));
        Assert.Equal(new Stretch(10 * minute, 20 * minute), Stretch.At(10 * minute, length));
        Assert.Equal(new Stretch(120 * minute, length), Stretch.At(long.MaxValue, length));
        var second = Stretch.At(15 * minute, length);
        // One that lasts over its begin is shown in it as well.
        Assert.Equal([false, true, true, false], ((TrackView[])[
            Track(1, 0, 9 * minute), Track(2, 9 * minute, 11 * minute), Track(3, 19 * minute, 30 * minute), Track(4, 21 * minute, 22 * minute),
        ]).Select(second.Shows));
        Assert.Equal((595_000, 1_205_000), second.Around);
    }

    [Fact]
    public void The_whole_of_a_long_video_is_shown_in_runs()
    {
        Assert.Equal([(0, 0.25), (0.5, 1 / 240d)], Stretch.Overview([Track(1, 0, 1000), Track(2, 1000, 2390), Track(3, 4800, 4800)], 9600));
        Assert.Equal([(239 / 240d, 1 / 240d)], Stretch.Overview([Track(1, 9600, 9700)], 9600));
        Assert.Empty(Stretch.Overview([], 9600));
    }

    [Fact]
    public void Chapters_do_not_lie_over_each_other_and_are_named_by_all_who_are_seen()
    {
        List<Appearance> appearances = [new(Ada, 1, 5, 1), new(Bob, 3, 4, 2), new(Ada, 5, 6, 3), new(Ada, 3661.5, 3662, 4)];
        Assert.Equal(
            "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\nAda\n\n00:00:03.000 --> 00:00:04.000\nAda, Bob &amp; &lt;Co&gt;\n\n"
                + "00:00:04.000 --> 00:00:06.000\nAda\n\n01:01:01.500 --> 01:01:02.000\nAda\n",
            Appearances.ToVtt(appearances));
        Assert.Equal("WEBVTT\n", Appearances.ToVtt([]));
    }

    [Fact]
    public void A_table_quotes_names_and_keeps_formulas_out()
    {
        List<Appearance> appearances = [new(new(1, "Ada \"A\", Countess"), 1.25, 5, 1), new(new(2, "=1+1"), 3, 4, 2)];
        Assert.Equal(
            "person,start,end,face\r\n\"Ada \"\"A\"\", Countess\",1.250,5.000,1\r\n\"'=1+1\",3.000,4.000,2\r\n", Appearances.ToCsv(appearances));
    }

    [Fact]
    public void Sightings_are_kept_and_followed_evenly()
    {
        Sighting[] sightings = [new(100, new(10.5, 20.25, 30, 40)), new(300, new(20.5, 20.25, 30, 60))];
        var read = StoredSightings.Read(StoredSightings.Pack(sightings));
        Assert.Equal(sightings, read);
        Assert.Equal(new FaceBox(15.5, 20.25, 30, 50), StoredSightings.BoxAt(read, 200));
        Assert.Equal(sightings[0].Box, StoredSightings.BoxAt(read, 0));
        Assert.Equal(sightings[1].Box, StoredSightings.BoxAt(read, 1000));
    }

    [Fact]
    public void A_track_is_known_again_by_time_and_place()
    {
        Sighting[] left = Moving(0, 4000, 10), right = Moving(0, 4000, 300), later = Moving(5000, 9000, 10);
        // Looked at again, the times are others, and the first one ends sooner.
        Assert.Equal([1, 0, -1], TrackMatching.Match([left, right, later], [Moving(120, 3900, 300), Moving(120, 2500, 12)]));
        Assert.Equal([-1], TrackMatching.Match([left], [Moving(3500, 9000, 10)]));
        // Seen on one frame only.
        Assert.Equal([0], TrackMatching.Match([[new(1000, new(10, 10, 50, 50))]], [[new(1000, new(12, 10, 50, 50))]]));
    }

    [Fact]
    public void An_appearance_may_be_joined_with_those_shortly_before_and_after_it_its_own_row_first()
    {
        var track = Track(1, 10_000, 12_000, Ada);
        TrackView[] all =
        [
            track, Track(2, 11_000, 13_000), Track(3, 12_500, 13_000), Track(4, 15_000, 16_000, suggested: Ada), Track(5, 12_100, 14_000, Bob),
            Track(6, 23_000, 24_000, Ada), Track(7, 2_000, 3_000),
        ];
        Assert.Equal([4, 3, 7], TrackNeighbours.Of(track, all).Select(t => (int)t.Face.Id));
    }

    [Fact]
    public void The_sights_that_are_trained_on_are_good_and_different()
    {
        static float[] At(double degrees) => [(float)Math.Cos(degrees * Math.PI / 180), (float)Math.Sin(degrees * Math.PI / 180)];
        // 0.9 is the cosine of 25.8 degrees.
        var taken = TrackVectors.MostDifferent(
            At(0), [(0.9f, At(10)), (0.8f, At(40)), (0.7f, At(50)), (0.6f, At(-40)), (0.3f, At(180)), (0.5f, At(90)), (0.46f, At(140))]);
        Assert.Equal([0.8f, 0.6f, 0.5f], taken.Select(t => t.Quality));
        Assert.Empty(TrackVectors.MostDifferent(At(0), []));
    }

    [Fact]
    public void A_name_goes_to_one_of_those_who_are_seen_at_once_and_to_each_of_those_who_are_not()
    {
        IReadOnlyList<PersonSuggestion> Sure(double p) => [new(1, p, 0, p), new(2, p / 2, 0, p)];
        // 0 and 1 are seen together, 2 later.
        var settled = WithinPhoto.Assign([Sure(0.6), Sure(0.65), Sure(0.55)], _ => [], (a, b) => a + b == 1);
        Assert.Equal([2, 1, 1], settled.Select(s => (int)s[0].PersonId));
        settled = WithinPhoto.Assign([Sure(0.6), Sure(0.65), Sure(0.55)], face => face == 2 ? [] : [1], (a, b) => a + b == 1);
        Assert.Equal([0, 1, 2], settled.Select(s => s.Count));
    }

    private static Sighting[] Moving(int from, int to, double x) =>
        [.. Enumerable.Range(0, 11).Select(i => new Sighting(from + ((to - from) * i / 10), new(x + ((from + ((to - from) * i / 10)) / 100d), 50, 80, 80)))];

    private static TrackView Track(
        long id, long start, long end, PersonRef? named = null, PersonRef? suggested = null, long? group = null, FaceDecision? decision = null) =>
        new(
            new FaceView(
                id, 1, new BoxView(0, 0, 10, 10), [], 1, 1, decision ?? (named is null ? FaceDecision.Undecided : FaceDecision.Confirmed), named,
                suggested is null ? [] : [new SuggestionView(suggested.Id, suggested.Name, 0.9)], 1),
            start, end, group);
}
