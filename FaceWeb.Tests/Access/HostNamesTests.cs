using System.Net;
using System.Net.WebSockets;
using FaceWeb.Access;
using FaceWeb.Tests.Running;
using Microsoft.Extensions.Configuration;

namespace FaceWeb.Tests.Access;

/// <summary>A page elsewhere whose name leads to this machine (DNS rebinding) gets nothing.</summary>
public sealed class HostNamesTests
{
    [Theory]
    [InlineData("", "localhost", true)]
    [InlineData("", "127.0.0.1", true)]
    [InlineData("", "[::1]", true)]
    [InlineData("", "192.168.1.7", true)]
    [InlineData("", "evil.example", false)]
    [InlineData("", "127.0.0.1.evil.example", false)]
    [InlineData("", "", false)]
    [InlineData("photos.example.org", "photos.example.org", true)]
    [InlineData("photos.example.org", "PHOTOS.example.org", true)]
    [InlineData("photos.example.org", "other.example.org", false)]
    [InlineData("a.example.org; *.b.example.org", "x.b.example.org", true)]
    [InlineData("a.example.org; *.b.example.org", "b.example.org", false)]
    [InlineData("a.example.org; *.b.example.org", "evilb.example.org", false)]
    [InlineData("*", "evil.example", true)]
    public void Names_are_taken_by_the_list(string list, string host, bool taken)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["AllowedHosts"] = list }).Build();
        Assert.Equal(taken, new HostNames(settings).Takes(host));
    }

    [Fact]
    public async Task A_rebinding_page_gets_neither_page_nor_call_nor_file()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        foreach (var (origin, opens) in new[] { ("http://evil.example", false), (faceWeb.Address.GetLeftPart(UriPartial.Authority), true) })
        {
            using var socket = new ClientWebSocket();
            socket.Options.SetRequestHeader("Authorization", $"Bearer {RunningFaceWeb.ApiKey}");
            socket.Options.SetRequestHeader("Origin", origin);
            var opening = socket.ConnectAsync(new Uri($"ws://{faceWeb.Address.Authority}/_blazor"), CancellationToken.None);
            if (opens)
                await opening;
            else
                await Assert.ThrowsAsync<WebSocketException>(() => opening);
        }
        foreach (var path in new[] { "/", "/set-up", "/sign-in", "/api/v1/albums", "/health/live", "/layout/layout.css", "/_blazor/negotiate" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = "evil.example" } };
            using var answer = await faceWeb.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains("AllowedHosts", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }
}
