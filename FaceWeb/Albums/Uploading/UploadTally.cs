using FaceWeb.Api;

namespace FaceWeb.Albums.Uploading;

/// <summary>Gathers what becomes of each file while an upload is read.</summary>
public sealed class UploadTally
{
    private readonly List<AcceptedFile> accepted = [];
    private readonly List<RejectedFile> rejected = [];
    private RefusedException? noSpace;
    private bool otherReasons;

    /// <summary>A photo was taken, or was there already.</summary>
    public void Accept(string fileName, long photoId, bool duplicate) => accepted.Add(new(fileName, photoId, duplicate));

    /// <summary>A photo lay in the trash and is back.</summary>
    public void AcceptBroughtBack(string fileName, long photoId) => accepted.Add(new(fileName, photoId, Duplicate: false, BroughtBack: true));

    /// <summary>A file was not taken.</summary>
    public void Reject(string fileName, RefusedException reason)
    {
        rejected.Add(new(fileName, reason.Message));
        if (reason.Status == StatusCodes.Status507InsufficientStorage)
            noSpace = reason;
        else
            otherReasons = true;
    }

    /// <summary>The result, once all files are through.</summary>
    /// <exception cref="RefusedException">There was not one file (400), or there was no space for any of them (507).</exception>
    public UploadResult Result()
    {
        if (accepted.Count == 0 && rejected.Count == 0)
            throw new RefusedException("The upload holds no file. Send one or more files in the form field \"files\".");
        if (accepted.Count == 0 && noSpace is not null && !otherReasons)
            throw noSpace;
        return new UploadResult(accepted, rejected);
    }
}
