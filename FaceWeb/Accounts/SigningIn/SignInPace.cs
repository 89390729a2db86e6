using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace FaceWeb.Accounts.SigningIn;

/// <summary>
/// Slows down whoever guesses passwords. After some wrong ones an address, and an account, have to wait before the next try: a second, two,
/// four and so on, never longer than <see cref="LongestWait"/>, so that no stranger can lock anybody out for good. A browser that has signed in
/// to the account before does not wait for strangers' tries on it.
/// </summary>
public sealed class SignInPace(TimeProvider clock)
{
    /// <summary>So many wrong tries from one address, or on one account, cost nothing.</summary>
    public const int FreeTries = 8;

    /// <summary>The longest wait between two tries.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>The longest wait between two codes of the second factor.</summary>
    public static readonly TimeSpan LongestWaitForCode = TimeSpan.FromMinutes(10);

    /// <summary>After so long without a wrong try all is forgotten.</summary>
    public static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(30);

    // More than this and the oldest are forgotten: a stranger must not fill the memory with made-up addresses.
    private const int MostKept = 20_000;

    private readonly ConcurrentDictionary<string, Tries> tries = [];

    /// <summary>How long to wait before a try is looked at; zero when it may be made now.</summary>
    /// <param name="address">From where.</param>
    /// <param name="account">On which account, by whatever name the visitor gave.</param>
    /// <param name="known">Whether this browser has signed in to the account before.</param>
    public TimeSpan Wait(IPAddress? address, string account, bool known)
    {
        var now = clock.GetUtcNow();
        var wait = Left(AddressKey(address), now);
        return known ? wait : Max(wait, Left(AccountKey(account), now));
    }

    /// <summary>Notes a wrong try.</summary>
    public void Failed(IPAddress? address, string account, bool known)
    {
        Count(AddressKey(address));
        if (!known)
            Count(AccountKey(account));
    }

    /// <summary>
    /// How long to wait before a code of the second factor is looked at. Who comes here knows the password, and a code has only six digits: the
    /// waits grow to <see cref="LongestWaitForCode"/>.
    /// </summary>
    public TimeSpan WaitForCode(IPAddress? address, string userId)
    {
        var now = clock.GetUtcNow();
        return Max(Left(AddressKey(address), now), Left(CodeKey(userId), now));
    }

    /// <summary>Notes a wrong code.</summary>
    public void CodeFailed(IPAddress? address, string userId)
    {
        Count(AddressKey(address));
        Count(CodeKey(userId), LongestWaitForCode);
    }

    /// <summary>Forgets an address's wrong tries; those on the account by others stay.</summary>
    public void Succeeded(IPAddress? address) => tries.TryRemove(AddressKey(address), out _);

    private TimeSpan Left(string key, DateTimeOffset now) => tries.TryGetValue(key, out var t) && t.Next > now ? t.Next - now : TimeSpan.Zero;

    private void Count(string key, TimeSpan? longest = null)
    {
        var now = clock.GetUtcNow();
        tries.AddOrUpdate(key, _ => new Tries(1, now, now), (_, t) =>
        {
            var count = now - t.Last > Forgotten ? 1 : t.Count + 1;
            var wait = count <= FreeTries ? 0 : Math.Min((longest ?? LongestWait).TotalSeconds, Math.Pow(2, Math.Min(count - FreeTries - 1, 20)));
            return new Tries(count, now, now + TimeSpan.FromSeconds(wait));
        });
        if (tries.Count <= MostKept)
            return;
        foreach (var old in tries.OrderBy(t => t.Value.Last).Take(MostKept / 10))
            tries.TryRemove(old.Key, out _);
    }

    // Whoever has one IPv6 address mostly has its whole /64.
    private static string AddressKey(IPAddress? address)
    {
        if (address is null)
            return "from nowhere";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? $"from {Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))}"
            : $"from {address}";
    }

    private static string CodeKey(string userId) => $"code {userId}";

    private static string AccountKey(string account) => $"on {account.Trim().ToUpperInvariant()}";

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private readonly record struct Tries(int Count, DateTimeOffset Last, DateTimeOffset Next);
}
