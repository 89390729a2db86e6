using System.Data.Common;
using FaceWeb.Data.Decisions;
using FaceWeb.Data.Deleted;
using FaceWeb.Data.Tracks;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace FaceWeb.Data;

/// <summary>Everything FaceWeb knows, but for the picture files.</summary>
public sealed class FaceWebDb(DbContextOptions<FaceWebDb> options) : IdentityDbContext<AppUser>(options)
{
    /// <summary>Albums.</summary>
    public DbSet<Album> Albums => Set<Album>();

    /// <summary>Photos.</summary>
    public DbSet<Photo> Photos => Set<Photo>();

    /// <summary>Faces.</summary>
    public DbSet<Face> Faces => Set<Face>();

    /// <summary>Pictures of faces.</summary>
    public DbSet<FaceImage> FaceImages => Set<FaceImage>();

    /// <summary>When faces are seen in videos.</summary>
    public DbSet<VideoTrack> VideoTracks => Set<VideoTrack>();

    /// <summary>The kept sights of videos' tracks.</summary>
    public DbSet<TrackImage> TrackImages => Set<TrackImage>();

    /// <summary>The measurements of the kept sights of videos' tracks.</summary>
    public DbSet<TrackEmbedding> TrackEmbeddings => Set<TrackEmbedding>();

    /// <summary>Embeddings.</summary>
    public DbSet<Embedding> Embeddings => Set<Embedding>();

    /// <summary>People.</summary>
    public DbSet<Person> People => Set<Person>();

    /// <summary>People whom an undo took away.</summary>
    public DbSet<RemovedPerson> RemovedPeople => Set<RemovedPerson>();

    /// <summary>Suggested names.</summary>
    public DbSet<Suggestion> Suggestions => Set<Suggestion>();

    /// <summary>Names said to be wrong.</summary>
    public DbSet<Rejection> Rejections => Set<Rejection>();

    /// <summary>Faces told apart.</summary>
    public DbSet<FaceSeparation> FaceSeparations => Set<FaceSeparation>();

    /// <summary>People told apart.</summary>
    public DbSet<DifferentPeople> DifferentPeople => Set<DifferentPeople>();

    /// <summary>What people did.</summary>
    public DbSet<ReviewAction> ReviewActions => Set<ReviewAction>();

    /// <summary>Whom their actions speak of beside the faces.</summary>
    public DbSet<ActionPerson> ActionPeople => Set<ActionPerson>();

    /// <summary>What their actions did to each face.</summary>
    public DbSet<FaceEvent> FaceEvents => Set<FaceEvent>();

    /// <summary>What lies in the trash.</summary>
    public DbSet<TrashItem> TrashItems => Set<TrashItem>();

    /// <summary>The deleted photos, each a row of the same columns as <see cref="Photos"/>.</summary>
    public DbSet<Dictionary<string, object>> TrashedPhotos => Set<Dictionary<string, object>>(TrashedTables.NameOf(typeof(Photo)));

    /// <summary>How much room photos may take: one row, or none.</summary>
    public DbSet<StorageLimits> StorageLimits => Set<StorageLimits>();

    /// <summary>Trained classifiers.</summary>
    public DbSet<Classifier> Classifiers => Set<Classifier>();

    /// <summary>Training and suggesting jobs.</summary>
    public DbSet<JobRecord> Jobs => Set<JobRecord>();

    /// <summary>Browsers in which users are signed in.</summary>
    public DbSet<UserSession> UserSessions => Set<UserSession>();

    /// <summary>Keys for the HTTP API.</summary>
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    private DbConnection? Connection
    {
        get
        {
            try
            {
                return Database.GetDbConnection();
            }
            catch (ObjectDisposedException)
            {
                return null;
            }
        }
    }

    /// <summary>
    /// Gives the connection back, which stays open until then (<see cref="Sqlite.OnceOpened"/>): a context that is kept for the next one would keep it,
    /// and with it what SQLite knew of its indexes when it was opened.
    /// </summary>
    public override void Dispose()
    {
        Connection?.Close();
        base.Dispose();
    }

    /// <inheritdoc cref="Dispose"/>
    public override async ValueTask DisposeAsync()
    {
        if (Connection is { } connection)
            await connection.CloseAsync();
        await base.DisposeAsync();
    }

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(FaceWebDb).Assembly);
        TrashedTables.AddTwins(builder);
    }

    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // SQLite keeps no time zone: what is written is UTC, so what is read is UTC.
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();
    }

    private sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(
        value => value.Kind == DateTimeKind.Local ? value.ToUniversalTime() : value,
        value => DateTime.SpecifyKind(value, DateTimeKind.Utc));
}
