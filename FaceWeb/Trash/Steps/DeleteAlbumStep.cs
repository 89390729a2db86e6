using FaceWeb.Analysis;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Live;

namespace FaceWeb.Trash.Steps;

/// <summary>An album put into the trash with its photos.</summary>
internal sealed class DeleteAlbumStep(AnalysisQueue queue, ChangeFeed changes) : DeletionStep(queue, changes)
{
    /// <inheritdoc />
    public override ActionKind Kind => ActionKind.DeleteAlbum;

    /// <inheritdoc />
    protected override async Task<(IReadOnlyList<long> Photos, IReadOnlyList<long> Albums)> PutAsync(
        FaceWebDb db, ReviewAction action, IReadOnlyList<long> keys) =>
        ([], await TrashMoves.PutAlbumAsync(db, action, keys.Single()) ? keys : []);
}
