namespace FaceWeb.Data.Folder;

/// <summary>Another process works on the data folder. The message is for whoever started this one.</summary>
/// <param name="message">What to do.</param>
/// <param name="reason">What the system said.</param>
public sealed class DataInUseException(string message, Exception reason) : Exception(message, reason);
