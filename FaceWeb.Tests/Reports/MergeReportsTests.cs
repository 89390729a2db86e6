using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceWeb.Data;
using FaceWeb.People;
using FaceWeb.Tests.History;
using FaceWeb.Tests.Training;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Tests.Reports;

/// <summary>
/// Reported of other products: merging two people of one name, merging both ways at once, or merging somebody hidden loses faces, makes rings that
/// no page can open, or cannot be undone.
/// </summary>
public sealed class MergeReportsTests(ReviewServer server) : IClassFixture<ReviewServer>
{
    private HttpClient Admin => server.Admin;

    [Fact]
    public async Task Two_people_of_one_name_are_merged_and_the_name_names_the_one_afterwards()
    {
        var faces = await server.AddFacesAsync(4);
        var (one, two) = (await NewAsync("Ann Lee"), await NewAsync("Ann Lee"));
        await ConfirmAsync(faces[0], one);
        await ConfirmAsync(faces[1], two);
        await ConfirmAsync(faces[2], two);
        var asked = await Admin.PutAsJsonAsync($"/api/v1/faces/{faces[3]}/decision", new { decision = "confirmed", personName = "Ann Lee" });
        Assert.Equal(HttpStatusCode.Conflict, asked.StatusCode);

        var merged = await Admin.PostAsync($"people/{one}/merge", new { from = new[] { two } });
        Assert.Equal(3, merged.GetProperty("faces").GetInt32());
        Assert.Equal([one], await NamedAsync("Ann Lee"));
        var said = await Admin.PutAsJsonAsync($"/api/v1/faces/{faces[3]}/decision", new { decision = "confirmed", personName = "Ann Lee" });
        Assert.True(said.IsSuccessStatusCode, await said.Content.ReadAsStringAsync());
        Assert.Equal(one, await PersonOfAsync(faces[3]));

        // Undone: the face named since stays where it was named, the others go back.
        await Admin.PostAsync("decisions/undo");
        await Admin.PostAsync("decisions/undo");
        Assert.Equal([one, two], await NamedAsync("Ann Lee"));
        Assert.Equal((one, two), (await PersonOfAsync(faces[0]), await PersonOfAsync(faces[1])));
        Assert.Equal((two, null), (await PersonOfAsync(faces[2]), await PersonOfAsync(faces[3])));
    }

    [Fact]
    public async Task A_merged_into_b_while_b_is_merged_into_a_leaves_one_of_them_with_all_faces()
    {
        for (var round = 0; round < 6; round++)
        {
            var faces = await server.AddFacesAsync(2);
            var (a, b) = (await NewAsync($"A {round}"), await NewAsync($"B {round}"));
            await ConfirmAsync(faces[0], a);
            await ConfirmAsync(faces[1], b);
            var answers = await Task.WhenAll(MergeAsync(Admin, a, b), MergeAsync(server.Editor, b, a));
            Assert.Single(answers, HttpStatusCode.OK);
            Assert.Contains(answers, status => status is HttpStatusCode.Conflict or HttpStatusCode.NotFound);
            var living = await LivingAsync([a, b]);
            Assert.Equal(Assert.Single(living), await PersonOfAsync(faces[0]));
            Assert.Equal(living[0], await PersonOfAsync(faces[1]));
        }
    }

    [Fact]
    public async Task Three_people_merged_in_a_ring_at_once_leave_no_ring()
    {
        for (var round = 0; round < 4; round++)
        {
            var faces = await server.AddFacesAsync(3);
            var people = new long[3];
            for (var i = 0; i < 3; i++)
            {
                people[i] = await NewAsync($"Ring {round} {i}");
                await ConfirmAsync(faces[i], people[i]);
            }
            await Task.WhenAll(Enumerable.Range(0, 3).Select(i => MergeAsync(i % 2 == 0 ? Admin : server.Editor, people[(i + 1) % 3], people[i])));
            var living = await LivingAsync(people);
            Assert.InRange(living.Count, 1, 2);
            foreach (var face in faces)
                Assert.Contains(await PersonOfAsync(face) ?? 0, living);
            // Whoever is merged away says into whom: no answer goes in a ring.
            foreach (var gone in people.Except(living))
            {
                var answer = await Admin.GetAsync(new Uri($"/api/v1/people/{gone}", UriKind.Relative));
                Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
                Assert.Contains("has been merged into", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Merging_somebody_hidden_with_somebody_visible_and_undoing_it_leaves_both_as_they_were(bool intoHidden)
    {
        var faces = await server.AddFacesAsync(3);
        var (visible, hidden) = (await NewAsync($"Visible {intoHidden}"), await NewAsync($"Hidden {intoHidden}"));
        await ConfirmAsync(faces[0], visible);
        await ConfirmAsync(faces[1], hidden);
        await using (var db = await server.OpenAsync())
        {
            db.Suggestions.Add(new Suggestion { FaceId = faces[2], Rank = 0, PersonId = visible, Probability = 0.9f });
            await db.SaveChangesAsync();
            await db.Faces.Where(f => f.Id == faces[2]).ExecuteUpdateAsync(set => set.SetProperty(f => f.BestPersonId, visible));
        }
        await HideAsync(hidden);
        var (into, from) = intoHidden ? (hidden, visible) : (visible, hidden);
        var merged = await Admin.PostAsync($"people/{into}/merge", new { from = new[] { from } });
        Assert.Equal((2, intoHidden), (merged.GetProperty("faces").GetInt32(), merged.GetProperty("hidden").GetBoolean()));
        await using (var db = await server.OpenAsync())
        {
            // Nobody hidden is suggested, not even where counts and filters look.
            var best = await db.Faces.Where(f => f.Id == faces[2]).Select(f => f.BestPersonId).SingleAsync();
            Assert.Equal(intoHidden ? null : visible, best);
        }
        await Admin.PostAsync("decisions/undo");
        Assert.Equal((visible, hidden), (await PersonOfAsync(faces[0]), await PersonOfAsync(faces[1])));
        Assert.False((await Admin.ReadAsync($"people/{visible}")).GetProperty("hidden").GetBoolean());
        Assert.True((await Admin.ReadAsync($"people/{hidden}")).GetProperty("hidden").GetBoolean());
    }

    [Fact]
    public async Task A_merge_undone_after_the_one_who_stayed_was_renamed_gives_both_back_and_keeps_the_name()
    {
        var faces = await server.AddFacesAsync(2);
        var (a, b) = (await NewAsync("Stays"), await NewAsync("Goes"));
        await ConfirmAsync(faces[0], a);
        await ConfirmAsync(faces[1], b);
        await server.FaceWeb.UseAsync<PeopleService, PersonView>(people => people.MergeAsync(a, [b], ReviewHouse.Anna));
        await server.FaceWeb.UseAsync<PeopleService, PersonView>(
            people => people.UpdateAsync(a, new PersonPatch { Name = "Renamed" }, ReviewHouse.Ben));
        await server.FaceWeb.UseAsync<FaceWeb.History.StepService, long>(async steps =>
        {
            await steps.UndoAsync(ReviewHouse.Anna);
            return 0;
        });
        Assert.Equal("Renamed", (await Admin.ReadAsync($"people/{a}")).GetProperty("name").GetString());
        Assert.Equal("Goes", (await Admin.ReadAsync($"people/{b}")).GetProperty("name").GetString());
        Assert.Equal((a, b), (await PersonOfAsync(faces[0]), await PersonOfAsync(faces[1])));
    }

    [Fact]
    public async Task A_person_merged_while_faces_are_confirmed_as_them_loses_none()
    {
        for (var round = 0; round < 3; round++)
        {
            var faces = await server.AddFacesAsync(12);
            var (a, b) = (await NewAsync($"Busy A {round}"), await NewAsync($"Busy B {round}"));
            var said = faces.Select(async face =>
            {
                var answer = await server.Editor.PutAsJsonAsync($"/api/v1/faces/{face}/decision", new { decision = "confirmed", personId = a });
                return (face, answer.StatusCode);
            }).ToList();
            var merge = MergeAsync(Admin, b, a);
            var answers = await Task.WhenAll(said);
            Assert.Equal(HttpStatusCode.OK, await merge);
            foreach (var (face, status) in answers)
            {
                Assert.True(status is HttpStatusCode.OK or HttpStatusCode.Conflict, $"{status}");
                Assert.Equal(status == HttpStatusCode.OK ? b : null, await PersonOfAsync(face));
            }
        }
    }

    private static async Task<HttpStatusCode> MergeAsync(HttpClient client, long into, long from) =>
        (await client.PostAsJsonAsync($"/api/v1/people/{into}/merge", new { from = new[] { from } })).StatusCode;

    private async Task<long> NewAsync(string name) => (await Admin.PostAsync("people", new { name })).GetProperty("id").GetInt64();

    private Task<JsonElement> ConfirmAsync(long face, long person) =>
        Admin.PostAsync("faces/decisions", new { items = new[] { new { faceId = face, decision = "confirmed", personId = person } } });

    private async Task HideAsync(long person)
    {
        var answer = await Admin.PatchAsJsonAsync($"/api/v1/people/{person}", new { hidden = true });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<long?> PersonOfAsync(long face) =>
        (await Admin.ReadAsync($"faces/{face}")).GetProperty("person") is { ValueKind: JsonValueKind.Object } person
            ? person.GetProperty("id").GetInt64()
            : null;

    private async Task<List<long>> NamedAsync(string name)
    {
        await using var db = await server.OpenAsync();
        return await db.People.Where(p => p.Name == name && p.MergedIntoId == null).Select(p => p.Id).Order().ToListAsync();
    }

    private async Task<List<long>> LivingAsync(IReadOnlyCollection<long> people)
    {
        await using var db = await server.OpenAsync();
        return await db.People.Where(p => people.Contains(p.Id) && p.MergedIntoId == null).Select(p => p.Id).ToListAsync();
    }
}
