using FaceWeb.Analysis;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Live;

namespace FaceWeb.Trash.Steps;

/// <summary>Photos put into the trash, each as a thing of its own.</summary>
internal sealed class DeletePhotosStep(AnalysisQueue queue, ChangeFeed changes) : DeletionStep(queue, changes)
{
    /// <inheritdoc />
    public override ActionKind Kind => ActionKind.DeletePhotos;

    /// <inheritdoc />
    protected override async Task<(IReadOnlyList<long> Photos, IReadOnlyList<long> Albums)> PutAsync(
        FaceWebDb db, ReviewAction action, IReadOnlyList<long> keys)
    {
        var put = await TrashMoves.PutPhotosAsync(db, action, keys);
        return ([.. put.Select(p => p.Id)], [.. put.Select(p => p.AlbumId).Distinct()]);
    }
}
