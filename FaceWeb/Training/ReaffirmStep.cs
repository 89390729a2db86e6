using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.History.Decisions;
using FaceWeb.History.Steps;

namespace FaceWeb.Training;

/// <summary>A confirmed face looked at again and found right.</summary>
internal sealed class ReaffirmStep() : DecidingStep(ActionKind.Reaffirm)
{
    /// <inheritdoc />
    public override bool IsInHistoryOfUnchanged => true;

    /// <inheritdoc />
    public override string TellOfFace(FaceEvent e, Func<long?, string> name) => $"Looked at again: it is {name(e.AfterPersonId)}.";

    /// <inheritdoc />
    protected override void Add(DecisionLedger ledger, long faceId) => ledger.Reaffirm(faceId);
}
