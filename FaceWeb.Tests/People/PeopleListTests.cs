using System.Runtime.InteropServices;
using FaceWeb.Faces.Naming;
using FaceWeb.People;
using FaceWeb.Tests.History;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Tests.People;

/// <summary>Lists of people: order, search, and which face is shown.</summary>
public sealed class PeopleListTests(ReviewHouse house) : IClassFixture<ReviewHouse>
{
    [Fact]
    public async Task A_list_is_searched_and_ordered_at_once_page_by_page()
    {
        var faces = await house.AddFacesAsync(6);
        var (few, many) = (await house.NameAsync("Zzyx Few"), await house.NameAsync("Ärmel Zzyx"));
        var newest = await house.NameAsync("zzýx New");
        await house.SayAsync(ReviewHouse.Anna, faces[0], "confirmed", few);
        foreach (var face in faces[1..4])
            await house.SayAsync(ReviewHouse.Anna, face, "confirmed", many);
        await house.SuggestAsync(faces[4], newest);

        async Task<IEnumerable<long>> ListAsync(PeopleOrder order, int skip = 0) =>
            (await house.People.ListAsync(new PeopleFilter(Order: order, Search: " ZZYX "), skip, 2)).Items.Select(p => p.Id);
        Assert.Equal([many, few], await ListAsync(PeopleOrder.MostFaces));
        Assert.Equal([newest], await ListAsync(PeopleOrder.MostFaces, 2));
        Assert.Equal([newest, many], await ListAsync(PeopleOrder.NewestFirst));
        Assert.Equal(newest, (await ListAsync(PeopleOrder.MostSuggested)).First());
        Assert.Equal(3, (await house.People.ListAsync(new PeopleFilter(Search: "zzyx"), 0, 1)).Total);
        Assert.Empty((await house.People.ListAsync(new PeopleFilter(Search: "nobody at all"), 0, 5)).Items);
    }

    [Fact]
    public async Task Of_the_best_pictures_one_with_open_eyes_is_the_cover_and_a_chosen_cover_stays()
    {
        var faces = await house.AddFacesAsync(3);
        await using (var db = await house.OpenAsync())
        {
            // The sharpest has its eyes closed; the blurred one has the widest eyes and is no cover all the same.
            foreach (var (face, quality, gap) in new[] { (faces[0], 0.9f, 1f), (faces[1], 0.8f, 6f), (faces[2], 0.2f, 12f) })
            {
                await db.Faces.Where(f => f.Id == face).ExecuteUpdateAsync(set => set
                    .SetProperty(f => f.Quality, quality).SetProperty(f => f.Landmarks, Eyes(gap)));
            }
        }
        var person = await house.NameAsync("Blinker");
        foreach (var face in faces)
            await house.SayAsync(ReviewHouse.Anna, face, "confirmed", person);
        Assert.Equal(faces[1], (await house.People.FindAsync(person)).CoverFaceId);
        Assert.Equal(faces[1], Assert.Single(await house.Search.SearchAsync("Blinker", 5)).CoverFaceId);
        Assert.Equal(faces[2], (await house.People.UpdateAsync(person, new PersonPatch { CoverFaceId = faces[2] })).CoverFaceId);
        Assert.Equal(faces[1], (await house.People.UpdateAsync(person, new PersonPatch { CoverFaceId = null })).CoverFaceId);
    }

    [Fact]
    public async Task Two_people_of_one_name_are_told_apart_by_cover_faces_and_birth_year()
    {
        var faces = await house.AddFacesAsync(3);
        var (elder, younger) = (await house.NameAsync("Name Sake"), await house.NameAsync("Name Sake"));
        await house.SayAsync(ReviewHouse.Anna, faces[0], "confirmed", elder);
        await house.SayAsync(ReviewHouse.Anna, faces[1], "confirmed", younger);
        await house.SayAsync(ReviewHouse.Anna, faces[2], "confirmed", younger);
        await house.People.UpdateAsync(elder, new PersonPatch { BirthDate = new DateOnly(1950, 1, 1) });
        var found = await house.Search.SearchAsync("name sake", 10);
        Assert.Equal(
            [new PersonSummary(elder, "Name Sake", false, faces[0], 1, 0, new DateOnly(1950, 1, 1)),
                new PersonSummary(younger, "Name Sake", false, faces[2], 2, 0, null)],
            found);
    }

    // Eyes 30 pixels wide with lids this far apart; an open eye's ratio is about 0.3, so 9 pixels.
    private static byte[] Eyes(float gap)
    {
        var points = new float[136];
        foreach (var eye in new[] { 36, 42 })
        {
            float left = eye == 36 ? 0 : 60;
            float[] xs = [0, 10, 20, 30, 20, 10];
            for (var i = 0; i < 6; i++)
                (points[2 * (eye + i)], points[(2 * (eye + i)) + 1]) = (left + xs[i], i is 1 or 2 ? -gap / 2 : i is 4 or 5 ? gap / 2 : 0);
        }
        return MemoryMarshal.AsBytes(points.AsSpan()).ToArray();
    }
}
