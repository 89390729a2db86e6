using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace FaceWeb.Tests.Access;

/// <summary>Every address of the running application is tried by everybody, and lets in whom the table names, and nobody else.</summary>
public sealed class DoorsTests(VisitedFaceWeb house, ITestOutputHelper output) : IClassFixture<VisitedFaceWeb>
{
    private IReadOnlyList<Door> Doors { get; } =
    [
        .. Door.Of(house.FaceWeb.App.Services.GetRequiredService<EndpointDataSource>()),
        new Door("GET /api/v1/photos/{id:long}/image?size=original", HttpMethod.Get, "/api/v1/photos/999999/image?size=original"),
    ];

    [Fact]
    public void Every_address_is_in_the_table()
    {
        var unknown = Doors.Where(d => OpenTo.Rank(d.Key) is null).Select(d => d.Key).ToList();
        Assert.True(unknown.Count == 0, $"OpenTo does not say whom these let in:\n{string.Join('\n', unknown)}");
        Assert.True(Doors.Count(d => d.Key.StartsWith("PAGE ", StringComparison.Ordinal)) > 15, "The pages were not found.");
        Assert.True(Doors.Count(d => d.Key.StartsWith("FILE ", StringComparison.Ordinal)) > 50, "The files were not found.");
        Assert.Contains(Doors, d => d.Key.Contains("/_blazor", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_address_lets_in_whom_it_should_and_nobody_else()
    {
        var wrong = new ConcurrentBag<string>();
        await Task.WhenAll(house.Visitors.Select(async visitor =>
        {
            foreach (var door in Doors)
            {
                using var request = new HttpRequestMessage(door.Method, door.Path);
                if (door.Method != HttpMethod.Get)
                    request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
                using var answer = await visitor.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                if (IsLetIn(answer) != visitor.Rank >= OpenTo.Rank(door.Key) || ((int)answer.StatusCode >= 500 && door.Path != "/health/ready"))
                    wrong.Add($"{visitor.Name} at {door.Key}: {(int)answer.StatusCode} {answer.Headers.Location}");
            }
        }));
        output.WriteLine($"{Doors.Count} addresses x {house.Visitors.Count} visitors.");
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Order().Take(60)));
    }

    private static bool IsLetIn(HttpResponseMessage answer) =>
        answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        && !(answer.StatusCode == HttpStatusCode.Found && answer.Headers.Location?.ToString() is { } to
            && (to.Contains("/sign-in", StringComparison.Ordinal) || to.Contains("/not-allowed", StringComparison.Ordinal)));
}
