using FaceWeb.Access;
using Hangfire;

namespace FaceWeb.Jobs;

/// <summary>Wires the list of jobs and Hangfire's dashboard.</summary>
public static class JobsServices
{
    /// <summary>Adds this room's services.</summary>
    public static WebApplicationBuilder AddJobs(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<JobsService>();
        return builder;
    }

    /// <summary>Maps Hangfire's dashboard, for admins.</summary>
    public static WebApplication MapDashboard(this WebApplication app)
    {
        // The policy is asked instead of Hangfire's own filter, which would let in whoever comes from this machine.
        app.MapHangfireDashboard("/hangfire", new DashboardOptions { Authorization = [], DashboardTitle = "FaceWeb's jobs", AppPath = "/" })
            .RequireAuthorization(Policies.Admin);
        return app;
    }
}
