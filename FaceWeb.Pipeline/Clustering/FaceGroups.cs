using System.Numerics.Tensors;
using FaceWeb.Pipeline.Classification.Normalisation;

namespace FaceWeb.Pipeline.Clustering;

/// <summary>
/// Groups undecided faces as they come, by average linkage: a face joins the group with the greatest mean cosine to it, if that is
/// great enough, and a group that has grown is compared with the other groups, so that two halves of one person find together. Mean
/// cosines follow from the groups' sums of unit vectors, so adding a face reads each group at most once, whatever its size; among many groups
/// sketches say which. Two faces of one photo are never put together, nor those that a video shows at once, nor faces that a person has told apart (<see cref="Separate"/>). Not
/// safe for use by several threads at once.
/// </summary>
public sealed partial class FaceGroups
{
    private const int FacesAtOnce = 4096;

    private readonly int dimension;
    private readonly FaceGroupsOptions options;
    private ScoreNormalisation? normalisation;
    private double least;
    private readonly GroupSums sums;
    private readonly List<GroupState> groups = [];
    private readonly Dictionary<long, GroupState> byId = [];
    private readonly Dictionary<long, GroupedFace> faces = [];
    private readonly Separations separations = new();
    private readonly HashSet<long> moved = [];
    private readonly HashSet<long> shrunk = [];
    private long lastId;

    /// <summary>Starts without faces.</summary>
    /// <param name="dimension">Length of the embeddings.</param>
    /// <param name="options">When faces belong together; the compact pack's figures when null.</param>
    /// <param name="normalisation">By which cosines are corrected; null for cosines as they are.</param>
    public FaceGroups(int dimension, FaceGroupsOptions? options = null, ScoreNormalisation? normalisation = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        this.dimension = dimension;
        this.options = options ?? new FaceGroupsOptions();
        sums = new GroupSums(dimension, this.options.ScannedGroups);
        this.normalisation = normalisation;
        least = LeastWithoutReference();
    }

    /// <summary>Number of faces.</summary>
    public int FaceCount => this.faces.Count;

    /// <summary>Number of groups, those of a single face included.</summary>
    public int GroupCount => groups.Count;

    /// <summary>All groups, largest first; those of the same size in the order of their ids.</summary>
    public IReadOnlyList<FaceGroup> Groups => [.. Sorted().Select(Describe)];

    /// <summary>The group of a face.</summary>
    /// <returns>The group's id, or null for a face that is not here.</returns>
    public long? GroupOf(long faceId) => this.faces.TryGetValue(faceId, out var face) ? face.Group.Id : null;

    /// <summary>One group, or null where there is none of that id.</summary>
    public FaceGroup? Find(long groupId) => byId.TryGetValue(groupId, out var group) ? Describe(group) : null;

    /// <summary>Adds a face; one that is already here is left as it is.</summary>
    /// <param name="faceId">The face.</param>
    /// <param name="scene">Its photo, or when a video shows it.</param>
    /// <param name="embedding">Its embedding, of unit length.</param>
    /// <returns>The id of the group that it is in now.</returns>
    /// <exception cref="ArgumentException">The embedding has the wrong length.</exception>
    public long Add(long faceId, FaceScene scene, ReadOnlySpan<float> embedding)
    {
        if (!this.faces.TryGetValue(faceId, out var face))
        {
            face = NewFace(faceId, scene, embedding);
            Place(face, embedding);
        }
        return face.Group.Id;
    }

    /// <summary>
    /// Puts a face into a given group without looking for the nearest one: for reading back groups that were kept elsewhere. It is no
    /// change for <see cref="TakeChanges"/>.
    /// </summary>
    /// <returns>False, and the face is not here, where somebody of the group is seen at once with it.</returns>
    /// <exception cref="ArgumentException">The embedding has the wrong length, or the face is already here.</exception>
    public bool Restore(long groupId, long faceId, FaceScene scene, ReadOnlySpan<float> embedding)
    {
        if (this.faces.ContainsKey(faceId))
            throw new ArgumentException($"Face {faceId} is already in a group.", nameof(faceId));
        var face = NewFace(faceId, scene, embedding);
        if (byId.TryGetValue(groupId, out var group) && !group.Scenes.Admits(scene))
            return false;
        Join(face, group ?? NewGroup(groupId), embedding);
        moved.Remove(faceId);
        Reserve(groupId);
        return true;
    }

    /// <summary>
    /// Brings a face back that was taken out, under the number that its group had: the group is there again when it was gone. Where the
    /// face may not be in it any more (another face of its photo is, or they were told apart), it looks for its place as by <see cref="Add"/>.
    /// A group that comes back is compared with no other one before <see cref="Settle"/>, so that its faces find it one after the other.
    /// </summary>
    /// <param name="groupId">The number of the group that the face was in; never one that another group has had.</param>
    /// <param name="faceId">The face; one that is already here is left as it is.</param>
    /// <param name="scene">Its photo, or when a video shows it.</param>
    /// <param name="embedding">Its embedding, of unit length.</param>
    /// <returns>The id of the group that it is in now.</returns>
    /// <exception cref="ArgumentException">The embedding has the wrong length.</exception>
    public long Return(long groupId, long faceId, FaceScene scene, ReadOnlySpan<float> embedding)
    {
        if (this.faces.TryGetValue(faceId, out var face))
            return face.Group.Id;
        face = NewFace(faceId, scene, embedding);
        if (!byId.TryGetValue(groupId, out var group))
        {
            group = NewGroup(groupId);
            Reserve(groupId);
        }
        if (MayJoin(face, group))
            Join(face, group, embedding);
        else
            Place(face, embedding);
        return face.Group.Id;
    }

    /// <summary>Compares a group with the others and makes one of those that belong together; nothing for an unknown group.</summary>
    public void Settle(long groupId)
    {
        if (byId.TryGetValue(groupId, out var group))
            MergeGrown(group);
    }

    /// <summary>Keeps ids of groups from being given again, for example to groups that were kept elsewhere and cannot be read back.</summary>
    /// <param name="lastId">The greatest id that has been in use; new groups get greater ones.</param>
    public void Reserve(long lastId) => this.lastId = Math.Max(this.lastId, lastId);

    /// <summary>
    /// Corrects cosines by something else from now on, because the library has grown: groups stay as they are, and what comes is compared by the
    /// new levels. Nothing for the normalisation in use.
    /// </summary>
    public void Renormalise(ScoreNormalisation? normalisation)
    {
        if (this.normalisation == normalisation)
            return;
        this.normalisation = normalisation;
        least = LeastWithoutReference();
        foreach (var part in this.faces.Values.Chunk(FacesAtOnce))
        {
            var levels = normalisation?.Levels(Array.ConvertAll(part, face => face.Embedding()));
            for (var i = 0; i < part.Length; i++)
            {
                sums.Relevel(part[i].Group.Row, (levels?[i] ?? 0) - part[i].Level);
                part[i].Level = levels?[i] ?? 0;
            }
        }
    }

    /// <summary>Takes a face out, for example because it has got a name.</summary>
    /// <returns>Whether it was here.</returns>
    public bool Remove(long faceId)
    {
        if (!this.faces.Remove(faceId, out var face))
            return false;
        Leave(face);
        return true;
    }

    /// <summary>
    /// The faces that have come, gone or changed their group since the last call, with the group they are in now; null for one that is
    /// gone.
    /// </summary>
    public IReadOnlyList<(long FaceId, long? GroupId)> TakeChanges()
    {
        var changes = moved.Select(face => (face, GroupOf(face))).ToList();
        moved.Clear();
        shrunk.Clear();
        return changes;
    }

    // The sums know the levels, but not where corrected cosines are brought back to.
    private double LeastWithoutReference() => this.options.JoinCosine - (this.normalisation?.ReferenceLevel ?? 0);

    private GroupedFace NewFace(long faceId, FaceScene scene, ReadOnlySpan<float> embedding)
    {
        if (embedding.Length != this.dimension)
            throw new ArgumentException($"Face {faceId} has {embedding.Length} measurements instead of {this.dimension}: it was measured by another "
                + $"model.", nameof(embedding));
        return new GroupedFace(faceId, scene, embedding, (float)(this.normalisation?.Level(embedding) ?? 0));
    }

    private void Place(GroupedFace face, ReadOnlySpan<float> embedding)
    {
        var nearest = sums.Nearest(embedding, 1, face.Level, least, row => MayJoin(face, groups[row]));
        var group = nearest < 0 ? NewGroup(++this.lastId) : groups[nearest];
        Join(face, group, embedding);
        if (nearest >= 0)
            MergeGrown(group);
    }

    private bool MayJoin(GroupedFace face, GroupState group) =>
        group.Scenes.Admits(face.Scene) && separations.PartsOf(face.FaceId).All(mark => group.Admits(mark.Separation, mark.Part));

    private bool MayMerge(GroupState one, GroupState other)
    {
        if (one == other)
            return false;
        var (small, large) = one.Faces.Count <= other.Faces.Count ? (one, other) : (other, one);
        return small.Faces.TrueForAll(face => MayJoin(face, large));
    }

    private GroupState NewGroup(long id)
    {
        var group = new GroupState(id, groups.Count);
        groups.Add(group);
        byId.Add(id, group);
        sums.AddRow();
        return group;
    }

    private void Join(GroupedFace face, GroupState group, ReadOnlySpan<float> embedding)
    {
        face.Group = group;
        group.Faces.Add(face);
        group.Scenes.Add(face.Scene);
        foreach (var (separation, part) in separations.PartsOf(face.FaceId))
            group.Mark(separation, part);
        this.faces[face.FaceId] = face;
        moved.Add(face.FaceId);
        sums.Add(group.Row, embedding, 1, face.Level);
    }

    private void Leave(GroupedFace face)
    {
        var group = face.Group;
        group.Faces.Remove(face);
        group.Scenes.Remove(face.Scene);
        foreach (var (separation, _) in separations.PartsOf(face.FaceId))
            group.Unmark(separation);
        face.Group = null!;
        moved.Add(face.FaceId);
        shrunk.Add(group.Id);
        sums.Subtract(group.Row, face.Embedding(), face.Level);
        if (group.Faces.Count == 0)
            Drop(group);
    }

    private void MergeGrown(GroupState group)
    {
        while (true)
        {
            var sum = sums.Row(group.Row)[..this.dimension];
            var nearest = sums.Nearest(sum, group.Faces.Count, sums.LevelsOf(group.Row), least, row => MayMerge(group, groups[row]));
            if (nearest < 0)
                return;
            var (from, to) = groups[nearest].Faces.Count <= group.Faces.Count ? (groups[nearest], group) : (group, groups[nearest]);
            sums.Add(to.Row, sums.Row(from.Row)[..this.dimension], from.Faces.Count, sums.LevelsOf(from.Row));
            foreach (var face in from.Faces)
            {
                face.Group = to;
                to.Faces.Add(face);
                to.Scenes.Add(face.Scene);
                foreach (var (separation, part) in separations.PartsOf(face.FaceId))
                    to.Mark(separation, part);
                moved.Add(face.FaceId);
            }
            Drop(from);
            group = to;
        }
    }

    private void Drop(GroupState group)
    {
        byId.Remove(group.Id);
        sums.RemoveRow(group.Row);
        var last = groups[^1];
        last.Row = group.Row;
        groups[group.Row] = last;
        groups.RemoveAt(groups.Count - 1);
    }

    private IEnumerable<GroupState> Sorted() => groups.OrderByDescending(group => group.Faces.Count).ThenBy(group => group.Id);

    private FaceGroup Describe(GroupState group)
    {
        double count = group.Faces.Count;
        // |sum|^2 is the sum of all cosines, those of faces with themselves (1 each) included.
        var cosine = count < 2 ? 1 : (TensorPrimitives.SumOfSquares<float>(sums.Row(group.Row)) - count) / (count * (count - 1));
        return new FaceGroup(group.Id, group.Faces.ConvertAll(face => face.FaceId), cosine);
    }
}
