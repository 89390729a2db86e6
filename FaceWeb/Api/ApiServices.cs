using System.Text.Json.Serialization;

namespace FaceWeb.Api;

/// <summary>What all HTTP endpoints share: problem details, JSON settings, the OpenAPI description, the <c>/api/v1</c> group.</summary>
public static class ApiServices
{
    /// <summary>Adds problem details, JSON settings and OpenAPI.</summary>
    public static WebApplicationBuilder AddApi(this WebApplicationBuilder builder)
    {
        builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = problem =>
        {
            if (problem.ProblemDetails is { Status: StatusCodes.Status400BadRequest, Detail: null } silent)
                silent.Detail = UnreadableValue.Find(problem.HttpContext);
        });
        builder.Services.AddAntiforgery(options => options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest);
        builder.Services.AddExceptionHandler<RefusedHandler>();

        // Outside of development a malformed request would be answered without a word of what is wrong with it.
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.Services.AddOpenApi("v1");
        builder.Services.ConfigureHttpJsonOptions(options =>
            options.SerializerOptions.Converters.Add(new JsonStringEnumConverter(System.Text.Json.JsonNamingPolicy.CamelCase)));
        return builder;
    }
}
