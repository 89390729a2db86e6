using System.Globalization;
using FaceWeb.Api;
using FaceWeb.Data;

namespace FaceWeb.Faces.Naming;

/// <summary>Reads a person's name as somebody typed it.</summary>
public static class PersonName
{
    /// <summary>The name without spaces around it, composed (Unicode form C).</summary>
    /// <param name="text">What was typed.</param>
    /// <exception cref="RefusedException">
    /// It is empty, longer than <see cref="Person.MaxNameLength"/> characters, or holds control characters.
    /// </exception>
    public static string Read(string? text)
    {
        var name = text?.Trim() ?? "";
        if (name.Length == 0)
            throw new RefusedException("The name is empty: give the person a name.");
        if (!IsPlain(name))
            throw new RefusedException("The name holds characters that cannot be shown, such as line breaks or tabs: type it without them.");
        name = name.Normalize();
        if (name.Length > Person.MaxNameLength)
            throw new RefusedException($"The name has {name.Length} characters, but at most {Person.MaxNameLength} are taken: shorten it.");
        return name;
    }

    // Half of a surrogate pair is no character at all and cannot be normalised or stored.
    private static bool IsPlain(string name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsSurrogatePair(name, i))
                i++;
            else if (char.GetUnicodeCategory(name[i]) is UnicodeCategory.Control or UnicodeCategory.LineSeparator
                     or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate)
                return false;
        }
        return true;
    }
}
