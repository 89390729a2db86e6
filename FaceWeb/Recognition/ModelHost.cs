using FaceWeb.Pipeline;
using FaceWeb.Pipeline.ModelPacks;
using Microsoft.Extensions.Options;

namespace FaceWeb.Recognition;

/// <summary>
/// The models that this process measures faces with, opened once at the start. They are never unloaded while the process lives: a job
/// that is still measuring when the server stops would otherwise run into freed memory.
/// </summary>
public sealed class ModelHost(IOptions<ModelOptions> options, ILogger<ModelHost> log)
{
    private FacePipeline? pipeline;

    /// <summary>Whether the models are loaded.</summary>
    public bool IsOpen => pipeline is not null;

    /// <summary>The opened pipeline; any number of threads may use it.</summary>
    /// <exception cref="InvalidOperationException"><see cref="Open"/> has not been called.</exception>
    public FacePipeline Pipeline => pipeline ?? throw new InvalidOperationException("The models are not loaded yet.");

    /// <summary>The pack's name, which embeddings carry.</summary>
    public string Model => Pipeline.Pack.Name;

    /// <summary>Which device runs each model.</summary>
    public IReadOnlyList<ModelDevice> Devices => Pipeline.Devices;

    /// <summary>Loads the models that the settings name and logs the device of each.</summary>
    /// <exception cref="ModelPackException">A file is missing or wrong, or a setting is; the message is one sentence for the admin.</exception>
    /// <exception cref="FaceWeb.Pipeline.Imaging.PhotoException">OpenCV's native library cannot be loaded; the message says what to install.</exception>
    public void Open()
    {
        var settings = options.Value;
        var folder = Path.GetFullPath(Path.Combine(settings.Folder ?? Path.Combine(AppContext.BaseDirectory, "models"), settings.Pack));
        try
        {
            pipeline = FacePipeline.Open(folder, new PipelineOptions { Device = settings.Device });
        }
        catch (ArgumentException e)
        {
            throw new ModelPackException($"FaceWeb:Models is set wrongly: {e.Message}", e);
        }
        foreach (var device in pipeline.Devices)
        {
            if (device.Note.Length == 0)
                log.LogInformation("Model {Pack}/{File} ({Role}) runs on {Device}.", Model, device.File, device.Role, device.Device);
            else
                log.LogWarning("Model {Pack}/{File} ({Role}) runs on {Device}: {Note}", Model, device.File, device.Role, device.Device, device.Note);
        }
    }
}
