using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces;

namespace FaceWeb.Tests.History;

/// <summary>
/// What should be true, worked out another way than the application does: it keeps the list of operations that stand, takes an undone
/// one out of the list, and plays the rest again from the beginning.
/// </summary>
internal sealed class ReviewModel
{
    private readonly long[] faces;
    private readonly HashSet<long> startPeople;
    private readonly List<Operation> standing = [];
    private readonly HashSet<long> touched = [];
    private readonly Dictionary<string, Stack<Operation>> undone = [];
    private int time;

    public ReviewModel(long[] faces, IEnumerable<long> people)
    {
        this.faces = faces;
        startPeople = [.. people];
        Now = Replay();
    }

    public World Now { get; private set; }

    /// <summary>The operation that was undone last.</summary>
    public Operation? Undone { get; private set; }

    /// <summary>Whether any operation, standing or undone, has touched the face.</summary>
    public bool WasTouched(long face) => touched.Contains(face);

    /// <summary>Plays an operation that the application has accepted; false when it changes nothing and so is no action.</summary>
    public bool Do(Operation operation)
    {
        if (!Play(operation))
            return false;
        undone.Remove(operation.User);
        return true;
    }

    private bool Play(Operation operation)
    {
        standing.Add(operation);
        var before = Now;
        Now = Replay();
        if (operation.Merged.Count > 0 || Now.Touched[operation].Count > 0)
        {
            // What changed nothing when it was said is no part of the action.
            operation.Items.RemoveAll(i => !Now.Touched[operation].Contains(i.Face));
            touched.UnionWith(Now.Touched[operation]);
            operation.Before = Now.Touched[operation].ToDictionary(f => f, f => before.Faces[f].Person);
            operation.States = Now.Touched[operation].ToDictionary(f => f, f => before.Faces[f].Decision);
            operation.DoneAt = ++time;
            return true;
        }
        standing.Remove(operation);
        Now = before;
        return false;
    }

    /// <summary>Undoes the user's last standing operation: null when there is none, false when it must be refused.</summary>
    public bool? Undo(string user)
    {
        var at = standing.FindLastIndex(o => o.User == user);
        if (at < 0)
            return null;
        var operation = standing[at];
        if (standing.Skip(at + 1).Any(later => Now.Touched[later].Overlaps(Now.Touched[operation])))
            return false;
        standing.RemoveAt(at);
        Undone = operation;
        operation.UndoneAt = ++time;
        if (!undone.TryGetValue(user, out var mine))
            undone.Add(user, mine = new Stack<Operation>());
        mine.Push(operation);
        Now = Replay();
        foreach (var made in operation.Made)
        {
            if (Now.IsSpokenOf(made))
            {
                startPeople.Add(made);
            }
            else
            {
                startPeople.Remove(made);
                Gone.Add(made);
            }
        }
        Now = Replay();
        return true;
    }

    /// <summary>Does again what the user undid last: null when there is nothing, false when it must be refused.</summary>
    public bool? Redo(string user)
    {
        if (!undone.TryGetValue(user, out var mine) || mine.Count == 0)
            return null;
        var old = mine.Peek();
        var again = Again(old);
        if (old.Merged.Count > 0)
        {
            if (old.Merged.Append(old.Into).Any(p => !Now.People.Contains(p) || Now.MergedInto.ContainsKey(p)))
                return false;
        }
        else if (old.Before.Keys.Any(face => IsOtherwise(old, face)))
        {
            return false;
        }
        if (!Play(again))
            return false;
        Gone.ExceptWith(again.Made);
        (Redone, RedoneAs) = (old, again);
        mine.Pop();
        return true;
    }

    /// <summary>The operation that was done again last, as it was undone and as it was done again.</summary>
    public Operation? Redone { get; private set; }

    /// <inheritdoc cref="Redone" />
    public Operation? RedoneAs { get; private set; }

    // Said by somebody else since and standing, or not any more what it was before. A moved box says nothing of who it is.
    private bool IsOtherwise(Operation old, long face) =>
        standing.Any(o => o.User != old.User && o.DoneAt > old.UndoneAt && Now.Touched[o].Contains(face))
        || (old.Moved is null
            && Now.Faces[face] != (IsGone(old.Before[face], old) ? (FaceDecision.Undecided, null) : (old.States[face], Today(old.Before[face]))));

    private bool IsGone(long? person, Operation old) => person is { } id && !Now.People.Contains(id) && !old.Made.Contains(id);

    // The same, of whom the people have been merged into since. Who is not somebody is not somebody else only because the two were merged.
    private Operation Again(Operation old) => old with
    {
        Items = [.. old.Items
            .Where(i => !IsGone(i.Person, old))
            .Where(i => i.Decision != "rejected" || Today(i.Person) != Today(old.Before[i.Face]) || i.Person == old.Before[i.Face])
            .Select(i => (i.Face, i.Decision, Today(i.Person)))],
    };

    private long? Today(long? person)
    {
        while (person is { } id && Now.MergedInto.TryGetValue(id, out var into))
            person = into;
        return person;
    }

    /// <summary>People made by an operation that was undone, and of whom nobody spoke.</summary>
    public HashSet<long> Gone { get; } = [];

    private World Replay()
    {
        var world = new World(faces, startPeople);
        foreach (var operation in standing)
            world.Play(operation);
        return world;
    }

    /// <summary>What one user did.</summary>
    public sealed record Operation(string User)
    {
        public List<(long Face, string Decision, long? Person)> Items { get; init; } = [];

        public List<long> Merged { get; init; } = [];

        public long Into { get; init; }

        public List<long> Made { get; init; } = [];

        /// <summary>A face whose box was moved, with the box that it got.</summary>
        public (long Face, BoxView Box)? Moved { get; init; }

        /// <summary>The stored action.</summary>
        public long ActionId { get; set; }

        /// <summary>For an undo: the action that was taken back.</summary>
        public long? Undoes { get; init; }

        /// <summary>For a redo: the action that was done again.</summary>
        public long? Redoes { get; init; }

        /// <summary>Who the faces that it touched were before.</summary>
        public Dictionary<long, long?> Before { get; set; } = [];

        /// <summary>What was said of the faces that it touched before.</summary>
        public Dictionary<long, FaceDecision> States { get; set; } = [];

        /// <summary>When it was done, counted.</summary>
        public int DoneAt { get; set; }

        /// <summary>When it was undone, counted.</summary>
        public int UndoneAt { get; set; }

        public bool Equals(Operation? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
    }

    /// <summary>All that is said.</summary>
    public sealed class World(long[] faces, IEnumerable<long> people)
    {
        public Dictionary<long,
            (FaceDecision Decision, long? Person)> Faces
        { get; } = faces.ToDictionary(f => f, _ => (FaceDecision.Undecided, (long?)null));

        public HashSet<(long Face, long Person)> Rejected { get; } = [];

        public HashSet<long> People { get; } = [.. people];

        public Dictionary<long, long> MergedInto { get; } = [];

        /// <summary>Where the boxes are that somebody has moved.</summary>
        public Dictionary<long, BoxView> Boxes { get; } = [];

        public Dictionary<Operation, HashSet<long>> Touched { get; } = [];

        private readonly HashSet<long> spokenOf = [];

        public bool IsSpokenOf(long person) =>
            spokenOf.Contains(person) || Faces.Values.Any(f => f.Person == person) || Rejected.Any(r => r.Person == person)
            || MergedInto.Any(m => m.Key == person || m.Value == person);

        public void Play(Operation operation)
        {
            var facesBefore = Faces.ToDictionary();
            var rejectedBefore = Rejected.ToHashSet();
            People.UnionWith(operation.Made);
            foreach (var (face, decision, person) in operation.Items)
                Say(face, decision, person);
            foreach (var from in operation.Merged)
                Merge(from, operation.Into);
            var touched = Faces.Where(f => f.Value != facesBefore[f.Key]).Select(f => f.Key).ToHashSet();
            foreach (var face in touched)
                spokenOf.UnionWith(new[] { facesBefore[face].Person, Faces[face].Person }.OfType<long>());
            foreach (var (face, person) in Rejected.Except(rejectedBefore).Concat(rejectedBefore.Except(Rejected)))
            {
                touched.Add(face);
                spokenOf.UnionWith(new[] { person, facesBefore[face].Person ?? person, Faces[face].Person ?? person });
            }
            if (operation.Moved is { } moved)
            {
                Boxes[moved.Face] = moved.Box;
                touched.Add(moved.Face);
                if (Faces[moved.Face].Person is { } person)
                    spokenOf.Add(person);
            }
            Touched[operation] = touched;
        }

        private void Say(long face, string decision, long? person)
        {
            var (_, was) = Faces[face];
            if (decision == "rejected")
            {
                Rejected.Add((face, person!.Value));
                if (was == person)
                    Faces[face] = (FaceDecision.Undecided, null);
            }
            else if (decision == "confirmed")
            {
                if (was is { } wrong && wrong != person)
                    Rejected.Add((face, wrong));
                Rejected.Remove((face, person!.Value));
                Faces[face] = (FaceDecision.Confirmed, person);
            }
            else
            {
                Faces[face] = (Enum.Parse<FaceDecision>(decision, ignoreCase: true), null);
            }
        }

        private void Merge(long from, long into)
        {
            MergedInto[from] = into;
            foreach (var face in Faces.Keys.ToList())
            {
                if (Faces[face].Person == from)
                    Faces[face] = (FaceDecision.Confirmed, into);
                if (Rejected.Remove((face, from)))
                    Rejected.Add((face, into));
                if (Faces[face].Person == into)
                    Rejected.Remove((face, into));
            }
        }
    }
}
