using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;

namespace FaceWeb.Tests.Access;

/// <summary>An address of the running application, as its own list of endpoints has it.</summary>
/// <param name="Key">Method and pattern, for example <c>GET /api/v1/albums/{id:long}</c>; pages begin with PAGE, files with FILE.</param>
/// <param name="Method">The method to ask with.</param>
/// <param name="Path">An address of this pattern.</param>
internal sealed record Door(string Key, HttpMethod Method, string Path)
{
    /// <summary>All addresses of an application.</summary>
    public static IReadOnlyList<Door> Of(EndpointDataSource endpoints) =>
        [.. endpoints.Endpoints.OfType<RouteEndpoint>().SelectMany(Of).DistinctBy(d => d.Key)];

    private static IEnumerable<Door> Of(RouteEndpoint endpoint)
    {
        var pattern = "/" + endpoint.RoutePattern.RawText!.Trim('/');
        var path = System.Text.RegularExpressions.Regex.Replace(
            pattern, @"\{(\*{0,2})([^}:]+)(:[^}]*)?\}", m => m.Groups[1].Length > 0 ? "" : m.Groups[2].Value == "documentName" ? "v1" : "999999");

        // What answers 404 for files that are not there.
        if (pattern == "/{**path:file}")
            return [new Door($"FILE {pattern}", HttpMethod.Get, "/no-such-file.txt")];
        if (endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
            return [new Door($"FILE {pattern}", HttpMethod.Get, path)];
        if (endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null)
            return [new Door($"PAGE {pattern}", HttpMethod.Get, path)];

        // The hub's two calls take any method by their pattern and answer only this one.
        var unsaid = pattern is "/_blazor/negotiate" or "/_blazor/disconnect" ? "POST" : "GET";
        var methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [unsaid];
        return methods.Where(m => m is not ("HEAD" or "OPTIONS")).Select(m => new Door($"{m} {pattern}", new HttpMethod(m), path));
    }
}
