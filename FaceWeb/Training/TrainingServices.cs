using FaceWeb.History.Steps;
using FaceWeb.Training.Report;
using FaceWeb.Work;

namespace FaceWeb.Training;

/// <summary>Wires trainings, classifiers and their reports.</summary>
public static class TrainingServices
{
    /// <summary>Adds this room's services and its queue.</summary>
    public static WebApplicationBuilder AddTraining(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.Configure<TrainingRateOptions>(builder.Configuration.GetSection("FaceWeb:Training"));
        services.AddSingleton<TrainingService>();
        services.AddSingleton<ClassifierService>();
        services.AddSingleton<TrainingSettings>();
        services.AddSingleton<ReaffirmService>();
        services.AddSingleton<ActionStep, ReaffirmStep>();
        services.AddSingleton<ReportReader>();
        services.AddTransient<TrainJob>();
        services.AddQueue(JobQueues.Train, 1);
        return builder;
    }

    /// <summary>Takes up the classifier and the trainings that a process before left.</summary>
    public static async Task PrepareTrainingAsync(this WebApplication app)
    {
        var classifiers = app.Services.GetRequiredService<ClassifierService>();
        await classifiers.AdoptAsync();
        var training = app.Services.GetRequiredService<TrainingService>();
        await training.RecoverAsync();
        if (await classifiers.IsEmptiedAsync())
            await training.TrainAgainAsync();
    }
}
