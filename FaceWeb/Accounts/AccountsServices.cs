namespace FaceWeb.Accounts;

/// <summary>Wires users and the first admin.</summary>
public static class AccountsServices
{
    /// <summary>Adds this room's services.</summary>
    public static WebApplicationBuilder AddAccounts(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<FirstAdminOptions>(builder.Configuration.GetSection("FaceWeb:Admin"));
        builder.Services.AddScoped<FirstAdmin>();
        builder.Services.AddScoped<UserService>();
        return builder;
    }

    /// <summary>Makes the roles and, on an empty database, the first admin that the configuration names.</summary>
    public static async Task PrepareAccountsAsync(this WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<FirstAdmin>().PrepareAsync();
    }
}
