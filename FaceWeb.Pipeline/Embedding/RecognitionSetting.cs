namespace FaceWeb.Pipeline.Embedding;

/// <summary>How much time a face's measurements may cost.</summary>
public enum RecognitionSetting
{
    /// <summary>One pack's embedding.</summary>
    Fast = 0,

    /// <summary>The embeddings of two packs, joined into one (see <see cref="FusionManifest"/>).</summary>
    Careful = 1,
}
