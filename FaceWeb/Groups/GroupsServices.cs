using FaceWeb.Groups.Steps;
using FaceWeb.History.Steps;

namespace FaceWeb.Groups;

/// <summary>Wires the groups of similar unknown faces.</summary>
public static class GroupsServices
{
    /// <summary>Adds this room's services.</summary>
    public static WebApplicationBuilder AddGroups(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<GroupService>();
        builder.Services.AddSingleton<GroupsCount>();
        builder.Services.AddSingleton<GroupDecisions>();
        builder.Services.AddSingleton<GroupSeparations>();
        builder.Services.AddSingleton<ActionStep, SeparateStep>();
        return builder;
    }
}
