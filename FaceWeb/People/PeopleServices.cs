using FaceWeb.People.SamePerson;

namespace FaceWeb.People;

/// <summary>Wires people.</summary>
public static class PeopleServices
{
    /// <summary>Adds this room's services.</summary>
    public static WebApplicationBuilder AddPeople(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<PersonActions>();
        builder.Services.AddSingleton<PeopleService>();
        builder.Services.AddSingleton<PersonFaces>();
        builder.Services.AddSingleton<LookAlikePeople>();
        builder.Services.AddSingleton<SamePersonService>();
        return builder;
    }
}
