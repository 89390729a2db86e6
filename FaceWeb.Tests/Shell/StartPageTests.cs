using FaceWeb.Shell;

namespace FaceWeb.Tests.Shell;

/// <summary>The address that the start prints can be opened.</summary>
public class StartPageTests
{
    [Theory]
    [InlineData("http://localhost:5080", "http://localhost:5080")]
    [InlineData("http://127.0.0.1:41234", "http://127.0.0.1:41234")]
    [InlineData("http://0.0.0.0:5080", "http://localhost:5080")]
    [InlineData("http://[::]:5080", "http://localhost:5080")]
    [InlineData("http://*:8080", "http://localhost:8080")]
    [InlineData("http://+:80", "http://localhost")]
    [InlineData("https://photos.example.org:443", "https://photos.example.org")]
    [InlineData("https://[::1]:8443/faces", "https://[::1]:8443/faces")]
    public void An_address_to_listen_on_becomes_one_to_open(string listening, string page) =>
        Assert.Equal([page], StartPage.Addresses([listening]));

    [Fact]
    public void Two_that_are_the_same_page_are_printed_once() =>
        Assert.Equal(["http://localhost:8080"], StartPage.Addresses(["http://0.0.0.0:8080", "http://[::]:8080"]));
}
