using System.Net;
using FaceWeb.Accounts.SigningIn;

namespace FaceWeb.Tests.Accounts;

/// <summary>Guessing is slowed down, by address and by account, and nobody is locked out by strangers.</summary>
public sealed class SignInPaceTests
{
    private static readonly IPAddress Home = IPAddress.Parse("203.0.113.7");

    private readonly ManualClock clock = new();

    [Fact]
    public void An_address_waits_longer_and_longer_but_never_long()
    {
        var pace = new SignInPace(clock);
        for (var i = 0; i < SignInPace.FreeTries; i++)
        {
            Assert.Equal(TimeSpan.Zero, pace.Wait(Home, $"account {i}", known: false));
            pace.Failed(Home, $"account {i}", known: false);
        }
        var waits = new List<double>();
        for (var i = 0; i < 8; i++)
        {
            pace.Failed(Home, $"another {i}", known: false);
            var wait = pace.Wait(Home, "any", known: true);
            waits.Add(wait.TotalSeconds);
            clock.Pass(wait);
            Assert.Equal(TimeSpan.Zero, pace.Wait(Home, "any", known: true));
        }
        Assert.Equal([1, 2, 4, 8, 16, 30, 30, 30], waits);

        // Another address of the same line, and one that writes the same address otherwise.
        Assert.Equal(TimeSpan.Zero, pace.Wait(IPAddress.Parse("203.0.113.8"), "any", known: false));
        pace.Failed(Home, "any", known: true);
        Assert.True(pace.Wait(Home.MapToIPv6(), "any", known: true) > TimeSpan.Zero);
        pace.Succeeded(Home);
        Assert.Equal(TimeSpan.Zero, pace.Wait(Home, "any", known: true));
    }

    [Fact]
    public void Strangers_from_everywhere_do_not_keep_the_only_admin_out_of_a_known_browser()
    {
        var pace = new SignInPace(clock);
        for (var i = 0; i < 1000; i++)
            pace.Failed(new IPAddress(new byte[] { 198, 51, (byte)(i / 250), (byte)(i % 250) }), "Admin@example.org", known: false);
        Assert.InRange(pace.Wait(Home, "admin@example.org ", known: false).TotalSeconds, 1, SignInPace.LongestWait.TotalSeconds);
        Assert.Equal(TimeSpan.Zero, pace.Wait(Home, "admin@example.org", known: true));
        clock.Pass(SignInPace.LongestWait);
        Assert.Equal(TimeSpan.Zero, pace.Wait(Home, "admin@example.org", known: false));
    }

    [Fact]
    public void A_whole_IPv6_line_is_one_address_and_codes_wait_longer()
    {
        var pace = new SignInPace(clock);
        for (var i = 0; i <= SignInPace.FreeTries; i++)
            pace.Failed(IPAddress.Parse($"2001:db8:1:2::{i}"), $"account {i}", known: false);
        Assert.True(pace.Wait(IPAddress.Parse("2001:db8:1:2:ffff::1"), "any", known: false) > TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, pace.Wait(IPAddress.Parse("2001:db8:1:3::1"), "any", known: false));

        for (var i = 0; i < 40; i++)
            pace.CodeFailed(IPAddress.Parse($"2001:db8:{i + 100}::1"), "anna");
        Assert.Equal(SignInPace.LongestWaitForCode, pace.WaitForCode(Home, "anna"));
        Assert.Equal(TimeSpan.Zero, pace.WaitForCode(Home, "ben"));
    }
}
