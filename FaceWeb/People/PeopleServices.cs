using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.History.Steps;
using FaceWeb.People.Export;
using FaceWeb.People.SamePerson;
using FaceWeb.People.Steps;

namespace FaceWeb.People;

/// <summary>Wires people.</summary>
public static class PeopleServices
{
    /// <summary>Adds this room's services.</summary>
    public static WebApplicationBuilder AddPeople(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<PersonActions>();
        builder.Services.AddSingleton<ActionStep, MergeStep>();
        builder.Services.AddSingleton<ActionStep, TellApartStep>();
        builder.Services.AddSingleton<ActionStep, EditPersonStep>();
        builder.Services.AddSingleton<ActionStep>(new DecidingStep(ActionKind.Split));
        builder.Services.AddSingleton<ActionStep>(new FinalStep(ActionKind.Forget));
        builder.Services.AddSingleton<PeopleService>();
        builder.Services.AddSingleton<PersonFaces>();
        builder.Services.AddSingleton<PersonParts>();
        builder.Services.AddSingleton<PersonExport>();
        builder.Services.AddSingleton<LookAlikePeople>();
        builder.Services.AddSingleton<SamePersonService>();
        return builder;
    }
}
