namespace FaceWeb.Pipeline.Quality;

/// <summary>Where a head looks, in degrees; 0, 0, 0 is straight into the camera.</summary>
internal readonly record struct HeadPose(double Yaw, double Pitch, double Roll);
