namespace FaceWeb.Groups;

/// <summary>Wires the groups of similar unknown faces.</summary>
public static class GroupsRoom
{
    /// <summary>Adds this room's services.</summary>
    public static WebApplicationBuilder AddGroups(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<GroupService>();
        builder.Services.AddSingleton<GroupDecisions>();
        builder.Services.AddSingleton<GroupSeparations>();
        return builder;
    }

    /// <summary>Maps this room's calls of the HTTP API.</summary>
    public static RouteGroupBuilder MapGroupsApi(this RouteGroupBuilder api) => api.MapGroupsRoutes();
}
