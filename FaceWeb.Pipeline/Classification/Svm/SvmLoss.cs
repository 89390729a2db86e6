namespace FaceWeb.Pipeline.Classification.Svm;

/// <summary>What a linear SVM charges for a sample inside the margin.</summary>
internal enum SvmLoss
{
    /// <summary>C max(0, 1 - y w.x)^2: the L2-loss, LIBLINEAR's <c>-s 1</c>.</summary>
    Squared,

    /// <summary>C max(0, 1 - y w.x): the L1-loss, LIBLINEAR's <c>-s 3</c>.</summary>
    Hinge,
}
