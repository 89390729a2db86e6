using FaceWeb.Access;
using FaceWeb.Data;
using FaceWeb.Live;
using FaceWeb.Work;
using Hangfire;

namespace FaceWeb.Suggestions;

/// <summary>
/// Asks for names to be suggested anew. Requests are gathered for <see cref="Delay"/> and done by one <see cref="SuggestJob"/> at a
/// time: a hundred decisions in a row cost one or two passes, not a hundred.
/// </summary>
/// <remarks>
/// A pass that somebody waits for (after a training, an activation, or asked for by a person) has a row among the jobs from the moment it
/// is wanted; what decisions and photos ask for has none, and is asked for anew at each start.
/// </remarks>
public sealed class SuggestService
{
    /// <summary>How long requests are gathered before they are done.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(300);

    /// <summary>The longest time between two tries of a pass that fails.</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(5);

    internal const string WaitingStep = "Waiting to suggest names";

    private readonly IBackgroundJobClient jobs;
    private readonly JobRows rows;
    private readonly RoleCheck roles;
    private readonly Lock gate = new();
    private HashSet<long> faces = [];
    private bool all;
    private bool galleryChanged;
    private int failures;
    private bool waiting;
    private int holds;
    private int running;

    /// <summary>Listens from now on to what is told of faces.</summary>
    public SuggestService(IBackgroundJobClient jobs, JobRows rows, FaceNews news, RoleCheck roles)
    {
        ArgumentNullException.ThrowIfNull(news);
        (this.jobs, this.rows, this.roles) = (jobs, rows, roles);
        news.Waiting += Request;
        news.Compared += RequestAll;
    }

    /// <summary>
    /// Queues a pass over all undecided faces as a job of its own; one that waits already will see all that has been written by now, and is
    /// the answer.
    /// </summary>
    public async Task<JobView> StartAsync()
    {
        await roles.RequireAsync(Policies.Admin);
        using var hold = Hold();
        var (job, _) = await rows.AddAsync(JobKind.Suggest, WaitingStep, besideRunning: true);
        Begin();
        return job;
    }

    /// <summary>The same as a part of a write transaction, after whose commit <see cref="Begin"/> has to be called.</summary>
    internal Task StartWithinAsync(FaceWebDb db) => rows.AddAsync(db, JobKind.Suggest, WaitingStep, besideRunning: true);

    /// <summary>Has the rows looked at for a pass that waits.</summary>
    internal void Begin()
    {
        lock (gate)
            Wake();
    }

    /// <summary>Suggests anew for all undecided faces: after a decision, a merge, a start.</summary>
    public void RequestAll()
    {
        lock (gate)
        {
            all = true;
            Wake();
        }
    }

    /// <summary>
    /// Confirmed faces were measured anew, so all others compare differently; a whole album analysed again says so for each of its photos,
    /// and <see cref="RequestAllIfGalleryChanged"/> is called once they are through.
    /// </summary>
    internal void GalleryChanged()
    {
        lock (gate)
            galleryChanged = true;
    }

    /// <summary>Does <see cref="RequestAll"/> if <see cref="GalleryChanged"/> was called since the last time.</summary>
    internal void RequestAllIfGalleryChanged()
    {
        lock (gate)
        {
            if (!galleryChanged)
                return;
            (galleryChanged, all) = (false, true);
            Wake();
        }
    }

    /// <summary>Suggests for these faces (and for the others of their photos, because nobody is twice on one photo).</summary>
    public void Request(IEnumerable<long> faceIds)
    {
        lock (gate)
        {
            faces.UnionWith(faceIds);
            if (faces.Count > 0)
                Wake();
        }
    }

    /// <summary>Whether suggestions are still to come of what has been asked for.</summary>
    public bool IsBusy
    {
        get
        {
            lock (gate)
                return waiting || holds > 0 || running > 0;
        }
    }

    /// <summary>Waits until nothing that has been asked for is still to come, at most <paramref name="longest"/>.</summary>
    internal async Task IdleAsync(TimeSpan longest, CancellationToken cancel)
    {
        for (var end = DateTime.UtcNow + longest; IsBusy && DateTime.UtcNow < end;)
            await Task.Delay(50, cancel);
    }

    /// <summary>Makes <see cref="IsBusy"/> true until the result is disposed: for whoever is about to ask.</summary>
    internal IDisposable Hold()
    {
        lock (gate)
            holds++;
        return new Held(this);
    }

    /// <summary>What has been asked for since the last call; the caller is at work until it disposes <paramref name="work"/>.</summary>
    internal (bool All, IReadOnlyCollection<long> Faces) Take(out IDisposable work)
    {
        lock (gate)
        {
            var taken = (all, faces);
            (all, faces, waiting) = (false, [], false);
            running++;
            work = new Running(this);
            return taken;
        }
    }

    /// <summary>
    /// Gives back what a pass took and could not do: it is done later, after each failure twice as late, at most
    /// <see cref="LongestDelay"/>.
    /// </summary>
    internal void Return(bool allFaces, IReadOnlyCollection<long> faceIds)
    {
        lock (gate)
        {
            failures++;
            all |= allFaces;
            faces.UnionWith(faceIds);
            Wake();
        }
    }

    /// <summary>A pass went well.</summary>
    internal void Succeeded()
    {
        lock (gate)
            failures = 0;
    }

    private void Wake()
    {
        if (waiting)
            return;
        waiting = true;
        var delay = failures == 0 ? Delay : TimeSpan.FromSeconds(Math.Min(LongestDelay.TotalSeconds, Math.Pow(2, Math.Min(failures, 20))));
        _ = EnqueueAsync(delay);
    }

    private async Task EnqueueAsync(TimeSpan delay)
    {
        await Task.Delay(delay);
        jobs.Enqueue<SuggestJob>(job => job.RunAsync(CancellationToken.None));
    }

    private sealed class Held(SuggestService service) : IDisposable
    {
        public void Dispose()
        {
            lock (service.gate)
                service.holds--;
        }
    }

    private sealed class Running(SuggestService service) : IDisposable
    {
        public void Dispose()
        {
            lock (service.gate)
                service.running--;
        }
    }
}
