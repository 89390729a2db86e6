using System.Diagnostics;

namespace FaceWeb.Tests.Running;

/// <summary>Waits for what is bound to come, though nobody says when.</summary>
internal static class Eventually
{
    /// <summary>Waits until something is so; the test fails where it is not within two minutes.</summary>
    public static async Task IsAsync(Func<Task<bool>> isSo)
    {
        var watch = Stopwatch.StartNew();
        while (!await isSo())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(2), "What is waited for did not come.");
            await Task.Delay(50);
        }
    }
}
