using FaceWeb.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace FaceWeb.Access;

/// <summary>Wires sign-in, roles and API keys.</summary>
public static class AccessServices
{
    private const string CookieOrKey = "cookie-or-key";

    // Who asks here is a program, which can do nothing with a page.
    private static readonly string[] ForPrograms = ["/api", "/openapi", "/_blazor"];

    /// <summary>Adds Identity on the database, the API-key scheme and the policies.</summary>
    public static WebApplicationBuilder AddAccess(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddAuthentication(options =>
            {
                options.DefaultScheme = CookieOrKey;
                options.DefaultChallengeScheme = CookieOrKey;
            })
            .AddPolicyScheme(CookieOrKey, null, options => options.ForwardDefaultSelector = context =>
                context.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
                    ? ApiKeyHandler.Scheme
                    : IdentityConstants.ApplicationScheme)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.Scheme, null)
            .AddIdentityCookies(cookies => cookies.ApplicationCookie?.Configure(options =>
            {
                options.LoginPath = "/sign-in";
                options.AccessDeniedPath = "/not-allowed";
                options.ExpireTimeSpan = Sessions.Idle;
                options.SlidingExpiration = true;
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.Events.OnValidatePrincipal = CheckAsync;
                options.Events.OnRedirectToLogin = context => Answer(context, StatusCodes.Status401Unauthorized);
                options.Events.OnRedirectToAccessDenied = context => Answer(context, StatusCodes.Status403Forbidden);
            }));
        services.AddIdentityCore<AppUser>(options =>
            {
                options.User.RequireUniqueEmail = true;
                options.Password.RequiredLength = 10;
                options.Password.RequireDigit = false;
                options.Password.RequireLowercase = false;
                options.Password.RequireUppercase = false;
                options.Password.RequireNonAlphanumeric = false;

                // Wrong passwords slow down whoever types them; only an admin locks.
                options.Lockout.MaxFailedAccessAttempts = int.MaxValue;
            })
            .AddRoles<IdentityRole>()
            .AddEntityFrameworkStores<FaceWebDb>()
            .AddSignInManager()
            .AddDefaultTokenProviders();
        services.AddSingleton<ActingRole>();
        services.AddScoped<IUserClaimsPrincipalFactory<AppUser>, UserClaims>();
        services.AddAuthorizationBuilder()
            .AddPolicy(Policies.View, policy => policy.RequireRole(Policies.RolesOf(Policies.View)))
            .AddPolicy(Policies.Edit, policy => policy.RequireRole(Policies.RolesOf(Policies.Edit)))
            .AddPolicy(Policies.Admin, policy => policy.RequireRole(Policies.RolesOf(Policies.Admin)));
        services.AddCascadingAuthenticationState();
        services.AddOptions<AccessOptions>().Bind(builder.Configuration.GetSection("FaceWeb:Access"))
            .Validate(
                options => options.RecheckInterval > TimeSpan.Zero && options.RecheckInterval <= TimeSpan.FromMinutes(1),
                "FaceWeb:Access:RecheckInterval must be more than nothing and at most a minute (00:01:00).")
            .ValidateOnStart();
        services.AddSingleton<HostNames>();

        // The framework's own check knows only the list, and would keep out whoever asks by the machine's address.
        services.PostConfigure<HostFilteringOptions>(options => options.AllowedHosts = ["*"]);
        services.AddSingleton<UsersNow>();
        services.AddSingleton<ActingUser>();
        services.AddSingleton<RoleCheck>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<AccessLog>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusedRequests>();
        services.AddScoped<AuthenticationStateProvider, CircuitCheck>();
        services.AddScoped<CircuitHandler, ActingCircuit>();

        // Kept with everything else, so that a restart signs nobody out and a copy of the folder is a whole copy.
        services.AddDataProtection().SetApplicationName("FaceWeb");
        services.AddSingleton<KeySecret>();
        services.AddOptions<KeyManagementOptions>().Configure<IOptions<DataOptions>, ILoggerFactory, KeySecret>((keys, data, log, secret) =>
        {
            keys.XmlRepository = new FileSystemXmlRepository(new DirectoryInfo(Path.Combine(data.Value.DataDir, "keys")), log);
            if (secret.IsGiven)
                keys.XmlEncryptor = new KeyEncryptor(secret);
        });
        services.AddScoped<ApiKeyService>();
        services.AddSingleton<ApiKeyUses>();
        services.AddHostedService(services => services.GetRequiredService<ApiKeyUses>());
        return builder;
    }

    /// <summary>Answers only to this server's names. Comes before all that answers.</summary>
    public static WebApplication UseHostNames(this WebApplication app)
    {
        app.Use(app.Services.GetRequiredService<HostNames>().CheckAsync);
        return app;
    }

    /// <summary>From here on whatever a request does is done in its user's name. Comes after authentication.</summary>
    public static WebApplication UseActingUser(this WebApplication app)
    {
        var acting = app.Services.GetRequiredService<ActingUser>();
        app.Use(async (context, next) =>
        {
            acting.Current = context.User;
            acting.Address = context.Connection.RemoteIpAddress;
            await next(context);
        });
        return app;
    }

    // A cookie says who somebody was when he signed in.
    private static async Task CheckAsync(CookieValidatePrincipalContext context)
    {
        var users = context.HttpContext.RequestServices.GetRequiredService<UsersNow>();
        if (context.Principal is { } principal && principal.HasClaim(claim => claim.Type == Sessions.Claim)
            && await users.StandsAsync(principal, context.HttpContext.RequestAborted))
        {
            context.HttpContext.RequestServices.GetRequiredService<Sessions>().Note(principal);
            return;
        }
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
    }

    // A page's visitor is led to the sign-in page; a program that calls the API gets a status and problem details.
    private static Task Answer(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (ForPrograms.Any(start => context.Request.Path.StartsWithSegments(start)))
            context.Response.StatusCode = status;
        else
            context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }
}
