using FaceWeb.Accounts;
using FaceWeb.Admin.Report;
using Hangfire;

namespace FaceWeb.Admin;

/// <summary>Wires the admin pages, health and Hangfire's dashboard.</summary>
public static class AdminRoom
{
    /// <summary>Adds this room's services.</summary>
    public static WebApplicationBuilder AddAdmin(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ReportReader>();
        return builder;
    }

    /// <summary>Maps health for anybody and Hangfire's dashboard for admins.</summary>
    public static WebApplication MapAdmin(this WebApplication app)
    {
        app.MapHealth();

        // The policy is asked instead of Hangfire's own filter, which would let in whoever comes from this machine.
        app.MapHangfireDashboard("/hangfire", new DashboardOptions { Authorization = [], DashboardTitle = "FaceWeb's jobs", AppPath = "/" })
            .RequireAuthorization(Policies.Admin);
        return app;
    }
}
