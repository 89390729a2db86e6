using FaceWeb.Accounts.Export;
using FaceWeb.Accounts.SigningIn;
using FaceWeb.Data;
using Microsoft.AspNetCore.Identity;

namespace FaceWeb.Accounts;

/// <summary>Wires users and the first admin.</summary>
public static class AccountsServices
{
    /// <summary>Adds this room's services.</summary>
    public static WebApplicationBuilder AddAccounts(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<FirstAdminOptions>(builder.Configuration.GetSection("FaceWeb:Admin"));
        builder.Services.AddScoped<FirstAdmin>();
        builder.Services.AddSingleton<SetUpCode>();
        builder.Services.AddSingleton<SignInPace>();
        builder.Services.AddSingleton<KnownBrowsers>();
        builder.Services.AddSingleton<UsedCodes>();
        builder.Services.AddScoped<UserSignIn>();
        builder.Services.AddScoped<RecoveryCodes>();
        builder.Services.AddScoped<IUserStore<AppUser>>(services => services.GetRequiredService<RecoveryCodes>());
        builder.Services.AddScoped<IPasswordValidator<AppUser>, PasswordValidator<AppUser>>();
        builder.Services.AddScoped<IPasswordValidator<AppUser>, CommonPasswords>();
        builder.Services.AddScoped<UserService>();
        builder.Services.AddScoped<SecondFactorService>();
        builder.Services.AddSingleton<AccountExport>();
        return builder;
    }

    /// <summary>
    /// Makes the roles and, on an empty database, the first admin that the configuration names. Where it names none, a set-up code is made and
    /// FaceWeb listens on this machine only.
    /// </summary>
    public static async Task PrepareAccountsAsync(this WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<RecoveryCodes>().HashOldAsync();
        var first = scope.ServiceProvider.GetRequiredService<FirstAdmin>();
        await first.PrepareAsync();
        if (!await first.IsNeededAsync())
            return;
        var code = app.Services.GetRequiredService<SetUpCode>().Make();
        app.Logger.LogWarning("There is no admin yet. The set-up page asks for this code: {Code}", code);
        FirstListening.OnThisMachineOnly(app);
    }
}
