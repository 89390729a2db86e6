using FaceWeb.Api;

namespace FaceWeb.Store;

/// <summary>Does something on the disk and says in the user's words when there is no space left.</summary>
public static class Disk
{
    /// <summary>Runs a step that writes.</summary>
    /// <exception cref="RefusedException">The disk or the account's share of it is full (507).</exception>
    public static T Try<T>(Func<T> step)
    {
        try
        {
            return step();
        }
        catch (IOException e) when (IsFull(e))
        {
            throw Full();
        }
    }

    /// <summary>Runs a step that writes.</summary>
    /// <exception cref="RefusedException">The disk or the account's share of it is full (507).</exception>
    public static async Task TryAsync(Func<ValueTask> step)
    {
        try
        {
            await step();
        }
        catch (IOException e) when (IsFull(e))
        {
            throw Full();
        }
    }

    // .NET keeps the system's own number in HResult: ENOSPC 28 and EDQUOT 122 (Linux), 69 (macOS), ERROR_DISK_FULL 112 and
    // ERROR_HANDLE_DISK_FULL 39 (Windows, as 0x8007....).
    private static bool IsFull(IOException e) =>
        e.HResult is 28 or 122 or 69 or unchecked((int)0x80070070) or unchecked((int)0x80070027);

    private static RefusedException Full() => new(
        "The server's disk is full, so this photo could not be stored. Delete what is not needed and empty the trash, or ask the "
            + "admin for more space, and upload it again.",
        StatusCodes.Status507InsufficientStorage);
}
