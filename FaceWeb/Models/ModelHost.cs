using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Embedding;
using FaceWeb.Pipeline.ModelPacks;
using Microsoft.Extensions.Options;

namespace FaceWeb.Models;

/// <summary>
/// The models that this process measures faces with, opened once at the start. They are never unloaded while the process lives: a job
/// that is still measuring when the server stops would otherwise run into freed memory.
/// </summary>
public sealed class ModelHost(IOptions<ModelOptions> options, ILogger<ModelHost> log)
{
    /// <summary>The folder, beside the packs', of the fusion that the careful setting uses.</summary>
    public const string FusionFolder = "careful";

    private FacePipeline? pipeline;

    /// <summary>Whether the models are loaded.</summary>
    public bool IsOpen => pipeline is not null;

    /// <summary>The opened pipeline; any number of threads may use it.</summary>
    /// <exception cref="InvalidOperationException"><see cref="Open"/> has not been called.</exception>
    public FacePipeline Pipeline => pipeline ?? throw new InvalidOperationException("The models are not loaded yet.");

    /// <summary>What faces are compared by: one pack's embedding, or several joined.</summary>
    public RecognitionModel Recognition => Pipeline.Recognition;

    /// <summary>Its name, which classifiers carry.</summary>
    public string Model => Recognition.Name;

    /// <summary>The setting that chose it.</summary>
    public RecognitionSetting Setting { get; private set; }

    /// <summary>Which device runs each model.</summary>
    public IReadOnlyList<ModelDevice> Devices => Pipeline.Devices;

    /// <summary>Loads the models that the settings name and logs the device of each.</summary>
    /// <exception cref="ModelPackException">A file is missing or wrong, or a setting is; the message is one sentence for the admin.</exception>
    /// <exception cref="FaceWeb.Pipeline.Imaging.PhotoException">
    /// OpenCV's native library cannot be loaded; the message says what to install.
    /// </exception>
    public void Open()
    {
        var settings = options.Value;
        var folder = Path.GetFullPath(settings.Folder ?? Path.Combine(AppContext.BaseDirectory, "models"));
        if (!Enum.TryParse<RecognitionSetting>(settings.Recognition, ignoreCase: true, out var setting) || !Enum.IsDefined(setting))
            throw new ModelPackException($"FaceWeb:Models:Recognition is '{settings.Recognition}': it must be fast or careful.");
        Setting = setting;
        try
        {
            pipeline = FacePipeline.Open(
                Path.Combine(folder, settings.Pack),
                new PipelineOptions
                {
                    Device = settings.Device,
                    SmallestFace = settings.SmallestFace,
                    Fusion = setting == RecognitionSetting.Careful
                    ? Path.Combine(folder, FusionFolder) : null
                });
        }
        catch (ModelPackException e) when (setting == RecognitionSetting.Careful)
        {
            throw new ModelPackException($"FaceWeb:Models:Recognition is careful, which cannot be had: {e.Message} (Or set it to fast.)", e);
        }
        catch (ArgumentException e)
        {
            throw new ModelPackException($"FaceWeb:Models is set wrongly: {e.Message}", e);
        }
        // What holds for all models is said once.
        foreach (var same in pipeline.Devices.GroupBy(d => (d.Device, d.Note)))
        {
            var files = string.Join(", ", same.Select(d => $"{d.File} ({d.Role})"));
            if (same.Key.Note.Length == 0)
                log.LogInformation("On {Device}: {Files}.", same.Key.Device, files);
            else
                log.LogWarning("On {Device}: {Files}: {Note}", same.Key.Device, files, same.Key.Note);
        }
        foreach (var preparation in pipeline.Preparations)
            log.LogInformation("Model {File} ({Role}) for speed: {Sentence}.", preparation.File, preparation.Role, preparation.Sentence);
        pipeline.FellBack += device => log.LogWarning("Model {File} ({Role}): {Note}", device.File, device.Role, device.Note);
    }
}
