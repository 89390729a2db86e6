using System.Diagnostics;
using System.Net.WebSockets;

namespace FaceWeb.Bench.Load;

/// <summary>One circuit's talk: reads what the server sends, says of each picture of the page that it has been drawn, and tells faults.</summary>
internal sealed class CircuitTalk(WebSocket socket)
{
    // The first batches of a page are its frame; what it shows has come when nothing more comes for so long.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);

    private readonly List<byte> buffer = [];
    private readonly byte[] part = new byte[1 << 16];
    private Task<WebSocketReceiveResult>? reading;

    /// <summary>Reads the answer to the handshake.</summary>
    public async Task HandshakeAsync(CancellationToken cancel)
    {
        while (!buffer.Contains(0x1e))
            await ReadAsync(cancel);
        buffer.RemoveRange(0, buffer.IndexOf(0x1e) + 1);
    }

    /// <summary>Sends a message.</summary>
    public Task SendAsync(byte[] message, CancellationToken cancel) => socket.SendAsync(message, WebSocketMessageType.Binary, true, cancel);

    /// <summary>Waits for the answer to a call.</summary>
    /// <returns>What was answered; empty where that is no text.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task<string> UntilAnswerAsync(string invocation, CancellationToken cancel)
    {
        while (true)
        {
            var message = await NextAsync(cancel);
            if (message is [3L, _, string id, ..] && id == invocation)
            {
                if (message is [_, _, _, 1L, var error, ..])
                    throw new InvalidOperationException($"The circuit did not start: {error}");
                return message is [_, _, _, 3L, string answer, ..] ? answer : "";
            }
            await HandleAsync(message, cancel);
        }
    }

    /// <summary>Waits until the page has been drawn and nothing more comes at once.</summary>
    public async Task UntilShownAsync(CancellationToken cancel)
    {
        while (!await HandleAsync(await NextAsync(cancel), cancel))
        {
            // Something else than a picture of the page.
        }
        while (await WithinAsync(Quiet, cancel) is { } message)
            await HandleAsync(message, cancel);
    }

    /// <summary>Goes on listening.</summary>
    public async Task StayAsync(TimeSpan time, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        while (time - watch.Elapsed is var left && left > TimeSpan.Zero)
        {
            if (await WithinAsync(left, cancel) is { } message)
                await HandleAsync(message, cancel);
        }
    }

    // True for a picture of the page.
    private async Task<bool> HandleAsync(object?[] message, CancellationToken cancel)
    {
        switch (message)
        {
            case [1L, _, _, "JS.RenderBatch", object?[] batch, ..]:
                await SendAsync(BlazorPack.Call(null, "OnRenderCompleted", Convert.ToInt64(batch[0], null), null), cancel);
                return true;
            case [1L, _, _, "JS.Error", object?[] error, ..]:
                throw new InvalidOperationException($"The circuit ended: {(error.Length > 0 ? error[0] : "")}");
            case [7L, ..]:
                throw new InvalidOperationException($"The server closed the circuit: {(message.Length > 1 ? message[1] : "")}");
            default:
                return false;
        }
    }

    private async Task<object?[]?> WithinAsync(TimeSpan time, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (BlazorPack.Next(buffer) is { } message)
                return message;
            reading ??= socket.ReceiveAsync(new ArraySegment<byte>(part), cancel);
            var left = time - watch.Elapsed;
            if (left <= TimeSpan.Zero || await Task.WhenAny(reading, Task.Delay(left, cancel)) != reading)
                return null;
            await ReadAsync(cancel);
        }
    }

    private async Task<object?[]> NextAsync(CancellationToken cancel)
    {
        while (true)
        {
            if (BlazorPack.Next(buffer) is { } message)
                return message;
            await ReadAsync(cancel);
        }
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        var got = await (reading ?? socket.ReceiveAsync(new ArraySegment<byte>(part), cancel));
        reading = null;
        if (got.MessageType == WebSocketMessageType.Close)
            throw new InvalidOperationException($"The server closed the circuit: {got.CloseStatusDescription}");
        buffer.AddRange(part.AsSpan(0, got.Count));
    }
}
