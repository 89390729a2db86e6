namespace FaceWeb.People;

/// <summary>In which order a person's faces are listed.</summary>
public enum PersonFaceOrder
{
    /// <summary>By quality, best first.</summary>
    BestFirst = 0,

    /// <summary>By the day of the photo, newest first; photos without one last.</summary>
    NewestFirst = 1,

    /// <summary>By the cosine to the mean of the person's other faces, lowest first: wrong faces stand in front.</summary>
    LeastFittingFirst = 2,
}
