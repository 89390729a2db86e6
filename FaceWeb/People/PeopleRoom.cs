namespace FaceWeb.People;

/// <summary>Wires people.</summary>
public static class PeopleRoom
{
    /// <summary>Adds this room's services.</summary>
    public static WebApplicationBuilder AddPeople(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<PersonActions>();
        builder.Services.AddSingleton<PeopleService>();
        builder.Services.AddSingleton<PeopleNames>();
        builder.Services.AddSingleton<PersonFaces>();
        builder.Services.AddSingleton<LookAlikePeople>();
        builder.Services.AddSingleton<SamePersonService>();
        return builder;
    }

    /// <summary>Maps this room's calls of the HTTP API.</summary>
    public static RouteGroupBuilder MapPeopleApi(this RouteGroupBuilder api)
    {
        return api.MapPeopleRoutes().MapSamePersonRoutes();
    }
}
