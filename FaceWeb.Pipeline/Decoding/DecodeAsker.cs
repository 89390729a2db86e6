namespace FaceWeb.Pipeline.Decoding;

/// <summary>Who waits for a photo to be read.</summary>
public enum DecodeAsker
{
    /// <summary>A person before a page or an upload: some children are kept free for them.</summary>
    Person,

    /// <summary>A job in the background.</summary>
    Job,
}
