using System.Globalization;
using FaceWeb.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FaceWeb.Tests.Work;

/// <summary>
/// Holds a job of a running FaceWeb in the middle of its work, at the line of its log in which it says that it has come to a step: however
/// fast the machine is, the job goes on only when the test lets it, and however slow, the test waits for it.
/// </summary>
[ProviderAlias("Held")]
internal sealed class HeldJob : ILoggerProvider
{
    /// <summary>What the FaceWeb has to be started with.</summary>
    public const string Setting = "--Logging:Held:LogLevel:FaceWeb.Work=Debug";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private readonly string step;
    private readonly TaskCompletionSource<long> reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim goOn = new();

    private HeldJob(string step) => this.step = step;

    /// <summary>Holds the next job that comes to a step of which the words begin like this.</summary>
    public static HeldJob At(RunningFaceWeb faceWeb, string step)
    {
        var held = new HeldJob(step);
        faceWeb.App.Services.GetRequiredService<ILoggerFactory>().AddProvider(held);
        return held;
    }

    /// <summary>Waits until the job is held.</summary>
    /// <returns>The job's key.</returns>
    public Task<long> ReachedAsync() => reached.Task.WaitAsync(Longest);

    /// <summary>Waits until the held job has been told to stop, and lets it go on.</summary>
    public async Task StopsAsync()
    {
        await stopping.Task.WaitAsync(Longest);
        GoOn();
    }

    /// <summary>Lets the job go on.</summary>
    public void GoOn() => goOn.Set();

    /// <inheritdoc />
    public ILogger CreateLogger(string categoryName) => new Line(this);

    /// <inheritdoc />
    public void Dispose() => GoOn();

    private void Read(IEnumerable<KeyValuePair<string, object?>> values, string line)
    {
        if (values.FirstOrDefault(v => v.Key == "JobId").Value is not { } job)
            return;
        if (line.EndsWith(" is to stop.", StringComparison.Ordinal))
        {
            if (reached.Task.IsCompletedSuccessfully)
                stopping.TrySetResult();
        }
        else if (line.Contains($": {step}", StringComparison.Ordinal) && reached.TrySetResult(Convert.ToInt64(job, CultureInfo.InvariantCulture)))
        {
            goOn.Wait(Longest);
        }
    }

    private sealed class Line(HeldJob held) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (state is IEnumerable<KeyValuePair<string, object?>> values)
                held.Read(values, formatter(state, exception));
        }
    }
}
