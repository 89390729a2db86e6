using System.Text;

namespace FaceWeb.Albums;

/// <summary>What stands in a grid for a photo whose file is not read any more.</summary>
internal static class PlainTile
{
    /// <summary>A grey rectangle of 320 x 240 pixels.</summary>
    public static byte[] Svg { get; } = Encoding.UTF8.GetBytes("""
        <svg xmlns="http://www.w3.org/2000/svg" width="320" height="240" viewBox="0 0 320 240"><rect width="320" height="240" fill="#9e9e9e"/></svg>
        """);
}
