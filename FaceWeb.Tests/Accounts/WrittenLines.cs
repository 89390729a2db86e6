using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace FaceWeb.Tests.Accounts;

/// <summary>Keeps what is written to the log.</summary>
internal sealed class WrittenLines : ILoggerProvider
{
    private readonly ConcurrentQueue<string> lines = [];

    /// <summary>All that was written so far.</summary>
    public string Text => string.Join('\n', lines);

    public ILogger CreateLogger(string categoryName) => new Writer(lines);

    public void Dispose()
    {
    }

    private sealed class Writer(ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(formatter(state, exception));
    }
}
