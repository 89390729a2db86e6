namespace FaceWeb.Faces;

/// <summary>In which order faces are listed.</summary>
public enum FaceOrder
{
    /// <summary>By the probability of the first suggestion, highest first; faces without one last.</summary>
    SurestFirst = 0,

    /// <summary>By quality, best first.</summary>
    BestFirst = 1,

    /// <summary>The faces found last first.</summary>
    NewestFirst = 2,
}
