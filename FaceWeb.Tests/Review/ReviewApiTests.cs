using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using FaceWeb.Data;
using FaceWeb.Tests.History;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Tests.Review;

/// <summary>Faces, decisions, people and groups over HTTP: the shapes and statuses that the API promises.</summary>
public sealed class ReviewApiTests(ReviewServer server) : IClassFixture<ReviewServer>
{
    [Fact]
    public async Task A_face_has_exactly_the_promised_shape()
    {
        var face = (await server.AddFacesAsync(1))[0];
        var people = new List<long>();
        foreach (var name in new[] { "One", "Two", "Three" })
            people.Add(await NewPersonAsync(name));
        await using (var db = await server.OpenAsync())
        {
            db.Suggestions.AddRange(people.Select((p, i) => new Suggestion { FaceId = face, Rank = i, PersonId = p, Probability = 0.9f - 0.2f * i }));
            await db.SaveChangesAsync();
        }

        var json = await server.Viewer.GetFromJsonAsync<JsonElement>($"/api/v1/faces/{face}");

        Assert.Equal(
            ["id", "photoId", "box", "landmarks", "detectorScore", "quality", "decision", "person", "suggestions", "version", "seen"],
            json.EnumerateObject().Select(p => p.Name));
        Assert.Equal("""{"x":10,"y":20,"width":30.5,"height":40}""", json.GetProperty("box").GetRawText());
        Assert.Equal(68, json.GetProperty("landmarks").GetArrayLength());
        Assert.Equal("[2.5,3.5]", json.GetProperty("landmarks")[1].GetRawText());
        Assert.Equal((0.9, 0.5), (json.GetProperty("detectorScore").GetDouble(), json.GetProperty("quality").GetDouble()));
        Assert.Equal("undecided", json.GetProperty("decision").GetString());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("person").ValueKind);
        Assert.Equal($$"""{"personId":{{people[0]}},"name":"One","probability":0.9}""", json.GetProperty("suggestions")[0].GetRawText());
        Assert.Equal(people, json.GetProperty("suggestions").EnumerateArray().Select(s => s.GetProperty("personId").GetInt64()));
    }

    [Fact]
    public async Task Pictures_and_numbers_are_answered_and_pictures_are_tagged()
    {
        var face = (await server.AddFacesAsync(1))[0];
        var chip = await server.Viewer.GetAsync($"/api/v1/faces/{face}/chip");
        Assert.Equal("image/jpeg", chip.Content.Headers.ContentType!.MediaType);
        Assert.Equal([0xFF, 0xD8, 0, 1], await chip.Content.ReadAsByteArrayAsync());
        using var again = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/faces/{face}/chip");
        again.Headers.IfNoneMatch.Add(chip.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await server.Viewer.SendAsync(again)).StatusCode);
        Assert.Equal([0xFF, 0xD8, 0, 2], await server.Viewer.GetByteArrayAsync($"/api/v1/faces/{face}/crop"));

        var numbers = await server.Admin.GetFromJsonAsync<JsonElement>($"/api/v1/faces/{face}/embedding");
        Assert.Equal(["model", "values"], numbers.EnumerateObject().Select(p => p.Name));
        Assert.Equal(128, numbers.GetProperty("values").GetArrayLength());
        await ProblemAsync(await server.Viewer.GetAsync("/api/v1/faces/987654321/chip"), 404, "face 987654321");
    }

    [Fact]
    public async Task Every_decision_is_answered_with_the_face_and_undone_one_by_one()
    {
        var face = (await server.AddFacesAsync(1))[0];
        var confirmed = await PutAsync(face, """{"decision":"confirmed","personName":"Grace Hopper"}""");
        Assert.Equal("confirmed", confirmed.GetProperty("decision").GetString());
        Assert.Equal(["id", "name"], confirmed.GetProperty("person").EnumerateObject().Select(p => p.Name));
        var person = confirmed.GetProperty("person").GetProperty("id").GetInt64();
        Assert.Equal(1, (await server.Viewer.GetFromJsonAsync<JsonElement>($"/api/v1/faces?person={person}")).GetProperty("total").GetInt32());

        Assert.Equal("undecided", (await PutAsync(face, $$"""{"decision":"rejected","personId":{{person}}}""")).GetProperty("decision").GetString());
        Assert.Equal("ignored", (await PutAsync(face, """{"decision":"ignored"}""")).GetProperty("decision").GetString());
        Assert.Equal("notAFace", (await PutAsync(face, """{"decision":"notAFace"}""")).GetProperty("decision").GetString());
        Assert.Equal("undecided", (await PutAsync(face, """{"decision":"undecided"}""")).GetProperty("decision").GetString());

        foreach (var expected in new[] { "notAFace", "ignored", "undecided", "confirmed", "undecided" })
        {
            Assert.Equal(HttpStatusCode.OK, (await server.Editor.PostAsync("/api/v1/decisions/undo", null)).StatusCode);
            Assert.Equal(expected, (await server.Viewer.GetFromJsonAsync<JsonElement>($"/api/v1/faces/{face}")).GetProperty("decision").GetString());
        }
        await ProblemAsync(await server.Viewer.GetAsync($"/api/v1/people/{person}"), 404, $"person {person}");
        Assert.Equal(10, (await server.Editor.GetFromJsonAsync<JsonElement>($"/api/v1/faces/{face}/history")).GetProperty("total").GetInt32());

        // And done again one by one, as the review page asks for it too.
        var steps = await server.Editor.GetFromJsonAsync<JsonElement>("/api/v1/review/steps");
        var first = steps.GetProperty("redo");
        Assert.StartsWith("Named a face, undone ", first.GetProperty("text").GetString(), StringComparison.Ordinal);
        var redo = await server.Editor.PostAsJsonAsync("/api/v1/review/redo", new { actionId = first.GetProperty("actionId").GetInt64() });
        var redone = await redo.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(["actionId", "redoesId", "kind", "description", "faces"], redone.EnumerateObject().Select(p => p.Name));
        Assert.Equal("Grace Hopper", redone.GetProperty("faces")[0].GetProperty("person").GetProperty("name").GetString());
        foreach (var expected in new[] { "undecided", "ignored", "notAFace", "undecided" })
        {
            Assert.Equal(HttpStatusCode.OK, (await server.Editor.PostAsync("/api/v1/decisions/redo", null)).StatusCode);
            Assert.Equal(expected, (await server.Viewer.GetFromJsonAsync<JsonElement>($"/api/v1/faces/{face}")).GetProperty("decision").GetString());
        }
        await ProblemAsync(await server.Editor.PostAsync("/api/v1/decisions/redo", null), 409, "nothing to redo");
        var document = await server.Viewer.GetStringAsync("/openapi/v1.json");
        foreach (var call in new[] { "/api/v1/review/redo", "/api/v1/review/steps", "/api/v1/decisions/redo" })
            Assert.Contains($"\"{call}\"", document, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"decision":"confirmed"}""", 400, "personId or a personName")]
    [InlineData("""{"decision":"confirmed","personName":"   "}""", 400, "empty")]
    [InlineData("""{"decision":"confirmed","personName":"a\nb"}""", 400, "cannot be shown")]
    [InlineData("""{"decision":"confirmed","personName":"\uD800"}""", 400, "")]
    [InlineData("""{"decision":"confirmed","personId":987654321}""", 404, "person 987654321")]
    [InlineData("""{"decision":"rejected"}""", 400, "give a personId")]
    [InlineData("""{"decision":"probably"}""", 400, "is no decision")]
    [InlineData("""{}""", 400, "is no decision")]
    [InlineData("""{"decision":""", 400, "")]
    [InlineData("""{"decision":"ignored","version":99}""", 409, "Somebody else decided")]
    public async Task A_wrong_decision_is_a_problem_with_a_sentence_and_changes_nothing(string body, int status, string sentence)
    {
        var face = (await server.AddFacesAsync(1))[0];
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        await ProblemAsync(await server.Editor.PutAsync($"/api/v1/faces/{face}/decision", content), status, sentence);
        var json = await server.Viewer.GetFromJsonAsync<JsonElement>($"/api/v1/faces/{face}");
        Assert.Equal(("undecided", 0), (json.GetProperty("decision").GetString(), json.GetProperty("version").GetInt32()));
    }

    [Fact]
    public async Task A_bulk_is_all_or_nothing()
    {
        var faces = await server.AddFacesAsync(3);
        var bad = await server.Admin.PostAsJsonAsync("/api/v1/faces/decisions", new
        {
            items = new object[] { new { faceId = faces[0], decision = "ignored" }, new { faceId = 987654321, decision = "ignored" } },
        });
        await ProblemAsync(bad, 404, "items[1]");
        Assert.Equal(
            "undecided", (await server.Viewer.GetFromJsonAsync<JsonElement>($"/api/v1/faces/{faces[0]}")).GetProperty("decision").GetString());

        var good = await server.Admin.PostAsJsonAsync("/api/v1/faces/decisions", new
        {
            items = faces.Select(f => new { faceId = f, decision = "confirmed", personName = "Bulk" }),
        });
        var outcome = await good.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(3, outcome.GetProperty("faces").GetArrayLength());
        Assert.Equal("Bulk", Assert.Single(outcome.GetProperty("newPeople").EnumerateArray()).GetProperty("name").GetString());
        await ProblemAsync(await server.Admin.PostAsJsonAsync("/api/v1/faces/decisions", new { }), 400, "items");
        await ProblemAsync(await server.Admin.PostAsJsonAsync("/api/v1/faces/decisions", new { items = new object?[] { null } }), 400, "null");
    }

    [Fact]
    public async Task People_are_named_listed_changed_merged_split_and_forgotten()
    {
        var faces = await server.AddFacesAsync(2);
        var (tom, thomas) = (await NewPersonAsync("Tom Sawyer"), await NewPersonAsync("Thomas Sawyer"));
        foreach (var face in faces)
            await PutAsync(face, $$"""{"decision":"confirmed","personId":{{tom}}}""");

        var merged = await server.Editor.PostAsJsonAsync($"/api/v1/people/{thomas}/merge", new { from = new[] { tom } });
        Assert.Equal(2, (await merged.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("faces").GetInt32());
        await ProblemAsync(await server.Viewer.GetAsync($"/api/v1/people/{tom}"), 404, $"look at person {thomas}");
        await ProblemAsync(
            await server.Editor.PostAsJsonAsync($"/api/v1/people/{thomas}/merge", new { from = new[] { tom } }), 409, "has been merged");
        await ProblemAsync(await server.Editor.PostAsJsonAsync($"/api/v1/people/{thomas}/merge", new { from = new[] { thomas } }), 400, "themselves");

        var split = await server.Editor.PostAsJsonAsync($"/api/v1/people/{thomas}/split", new { faceIds = new[] { faces[1] }, name = "Huck" });
        Assert.Equal(HttpStatusCode.Created, split.StatusCode);
        var huck = (await split.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();

        var patched = await server.Editor.PatchAsJsonAsync(
            $"/api/v1/people/{huck}", new { name = "Huck Finn", coverFaceId = faces[1], birthDate = "2001-02-03" });
        var json = await patched.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(("Huck Finn", "2001-02-03"), (json.GetProperty("name").GetString(), json.GetProperty("birthDate").GetString()));
        await ProblemAsync(
            await server.Editor.PatchAsJsonAsync($"/api/v1/people/{huck}", new { name = new string('x', 300) }), 400, "300 characters");
        json = await (await server.Editor.PatchAsJsonAsync(
            $"/api/v1/people/{huck}", new { birthDate = (string?)null })).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((JsonValueKind.Null, "Huck Finn"), (json.GetProperty("birthDate").ValueKind, json.GetProperty("name").GetString()));

        var found = await server.Viewer.GetFromJsonAsync<JsonElement>("/api/v1/people?search=huck");
        Assert.Equal(
            ["id", "name", "hidden", "coverFaceId", "faces", "suggested", "birthDate"],
            Assert.Single(found.GetProperty("items").EnumerateArray()).EnumerateObject().Select(p => p.Name));
        Assert.Equal(HttpStatusCode.NoContent, (await server.Editor.DeleteAsync($"/api/v1/people/{huck}?faces=true")).StatusCode);
        await ProblemAsync(await server.Viewer.GetAsync($"/api/v1/faces/{faces[1]}"), 404, $"face {faces[1]}");
        Assert.Equal(HttpStatusCode.NoContent, (await server.Editor.DeleteAsync($"/api/v1/people/{thomas}")).StatusCode);
        Assert.Equal(
            "undecided", (await server.Viewer.GetFromJsonAsync<JsonElement>($"/api/v1/faces/{faces[0]}")).GetProperty("decision").GetString());
    }

    [Fact]
    public async Task A_group_is_listed_and_named()
    {
        var faces = await server.AddFacesAsync(3);
        await using (var db = await server.OpenAsync())
            await db.Faces.Where(f => faces.Contains(f.Id)).ExecuteUpdateAsync(set => set.SetProperty(f => f.GroupId, 4711));
        var group = (await server.Viewer.GetFromJsonAsync<JsonElement>("/api/v1/groups")).GetProperty("items").EnumerateArray()
            .Single(g => g.GetProperty("id").GetInt64() == 4711);
        Assert.Equal(["id", "faceIds", "size"], group.EnumerateObject().Select(p => p.Name));
        Assert.Equal(3, group.GetProperty("size").GetInt32());

        var named = await server.Admin.PostAsJsonAsync("/api/v1/groups/4711/name", new { personName = "Group Person" });
        Assert.Equal(3, (await named.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("faces").GetArrayLength());
        await ProblemAsync(await server.Admin.PostAsJsonAsync("/api/v1/groups/4711/name", new { personName = "Group Person" }), 404, "group 4711");
    }

    [Theory]
    [InlineData("/api/v1/faces?decision=maybe", "decision must be")]
    [InlineData("/api/v1/faces?page=0", "page counts from 1")]
    [InlineData("/api/v1/people?pageSize=100000", "pageSize")]
    [InlineData("/api/v1/people?order=sideways", "order must be")]
    [InlineData("/api/v1/faces?person=abc", "person is abc in the address of the call, but must be a whole number.")]
    [InlineData("/api/v1/faces?minProbability=much", "minProbability is much in the address of the call, but must be a number")]
    public async Task A_wrong_question_is_a_problem_with_a_sentence(string address, string sentence) =>
        await ProblemAsync(await server.Viewer.GetAsync(address), 400, sentence);

    [Fact]
    public async Task Viewers_look_and_strangers_do_not()
    {
        var face = (await server.AddFacesAsync(1))[0];
        Assert.Equal(HttpStatusCode.OK, (await server.Viewer.GetAsync("/api/v1/people")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden,
            (await server.Viewer.PutAsJsonAsync($"/api/v1/faces/{face}/decision", new { decision = "ignored" })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.Viewer.PostAsync("/api/v1/decisions/undo", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.Viewer.PostAsync("/api/v1/decisions/redo", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.Viewer.DeleteAsync("/api/v1/people/1")).StatusCode);
        using var nobody = server.FaceWeb.NewClient(null);
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync($"/api/v1/faces/{face}/crop")).StatusCode);
    }

    private async Task<JsonElement> PutAsync(long face, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var response = await server.Editor.PutAsync($"/api/v1/faces/{face}/decision", content);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task<long> NewPersonAsync(string name)
    {
        var response = await server.Admin.PostAsJsonAsync("/api/v1/people", new { name });
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();
    }

    private static async Task ProblemAsync(HttpResponseMessage response, int status, string sentence)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains(sentence, JsonDocument.Parse(text).RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
