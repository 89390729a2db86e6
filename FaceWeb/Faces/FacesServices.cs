using FaceWeb.Faces.Naming;

namespace FaceWeb.Faces;

/// <summary>Wires faces as every page shows them.</summary>
public static class FacesServices
{
    /// <summary>Adds this room's services.</summary>
    public static WebApplicationBuilder AddFaces(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<FaceService>();
        builder.Services.AddSingleton<FacePictures>();
        builder.Services.AddSingleton<PeopleNames>();
        builder.Services.AddSingleton<PeopleSearch>();
        return builder;
    }
}
