namespace FaceWeb.Pipeline.Decoding;

/// <summary>Why a child was lost or killed while it read a file.</summary>
public enum DecoderFault
{
    /// <summary>It ended by itself: a fault in a native decoder, or the system's out-of-memory killer.</summary>
    Crash,

    /// <summary>It took more memory than the file may need.</summary>
    Memory,

    /// <summary>It took more processor time than the file may need.</summary>
    ProcessorTime,

    /// <summary>It did not answer in time.</summary>
    WallTime,

    /// <summary>What it answered is no answer.</summary>
    Answer,
}
