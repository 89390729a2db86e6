using System.ComponentModel;
using Microsoft.AspNetCore.Http.Metadata;

namespace FaceWeb.Api;

/// <summary>Says which value of a call's address cannot be read as what it stands for.</summary>
public static class UnreadableValue
{
    /// <summary>One sentence about the first such value; null where every value can be read.</summary>
    public static string? Find(HttpContext context)
    {
        foreach (var parameter in context.GetEndpoint()?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>() ?? [])
        {
            var type = parameter.ParameterInfo.ParameterType;
            type = Nullable.GetUnderlyingType(type) ?? type;
            var value = context.Request.RouteValues.GetValueOrDefault(parameter.Name) as string ?? context.Request.Query[parameter.Name].ToString();
            if (parameter.HasTryParse && value.Length > 0 && TypeDescriptor.GetConverter(type) is { } reader
                && reader.CanConvertFrom(typeof(string)) && !reader.IsValid(value))
                return $"{parameter.Name} is {value} in the address of the call, but must be {KindOf(type)}.";
        }
        return null;
    }

    private static string KindOf(Type type) => type switch
    {
        _ when type == typeof(int) || type == typeof(long) => "a whole number",
        _ when type == typeof(double) || type == typeof(float) => "a number, such as 0.5",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(DateOnly) => "a date, such as 2024-01-31",
        _ when type.IsEnum => $"one of {string.Join(", ", Enum.GetNames(type))}",
        _ => $"a {type.Name}",
    };
}
