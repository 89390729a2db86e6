using FaceWeb.Data.Decisions;
using FaceWeb.Data.Tracks;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceWeb.Data.Deleted;

/// <summary>
/// Where deleted rows lie: for each table that something deleted has rows in, one of the same columns, and the item of the trash that each row
/// belongs to. A deleted row is in no table that anything else reads, so no query can forget to leave it out, and none pays for doing so.
/// The columns are copied from the model: a migration that adds one to a table adds it to its twin.
/// </summary>
public static class TrashedTables
{
    /// <summary>The column that names the item.</summary>
    public const string ItemColumn = "TrashItemId";

    /// <summary>What can lie in the trash, in the order in which rows are put back: what others refer to comes first.</summary>
    public static IReadOnlyList<Type> Types { get; } =
    [
        typeof(Person), typeof(DifferentPeople), typeof(Album), typeof(Photo), typeof(Face), typeof(Embedding), typeof(FaceImage), typeof(VideoTrack),
        typeof(TrackImage), typeof(TrackEmbedding), typeof(Rejection), typeof(FaceSeparation), typeof(FaceEvent),
    ];

    /// <summary>Those of them that belong to a face, by its key, in the same order.</summary>
    public static IReadOnlyList<Type> OfFaces { get; } = [.. Types.Where(type => type.GetProperty(nameof(Embedding.FaceId)) is not null)];

    /// <summary>The name in the model of what lies in the trash of a type.</summary>
    public static string NameOf(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return $"Trashed{type.Name}";
    }

    /// <summary>The table of a type, and the one of its deleted rows, as they are called in SQL.</summary>
    public static (string Living, string Deleted) TablesOf(DbContext db, Type type)
    {
        ArgumentNullException.ThrowIfNull(db);
        var living = db.Model.FindEntityType(type)!.GetTableName()!;
        return (living, $"Trashed{living}");
    }

    /// <summary>The columns that both tables of a type have, in quotes.</summary>
    /// <param name="db">The database.</param>
    /// <param name="type">The type.</param>
    /// <param name="prefix">Stands before each, for example <c>f.</c></param>
    public static string ColumnsOf(DbContext db, Type type, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(db);
        return string.Join(", ", db.Model.FindEntityType(type)!.GetProperties().Select(p => $"{prefix}\"{p.GetColumnName()}\""));
    }

    /// <summary>Makes the twins of all tables in the model.</summary>
    internal static void AddTwins(ModelBuilder builder)
    {
        foreach (var type in Types)
            AddTwin(builder, builder.Model.FindEntityType(type)!);
    }

    private static void AddTwin(ModelBuilder builder, IMutableEntityType living)
    {
        EntityTypeBuilder twin = builder.SharedTypeEntity<Dictionary<string, object>>(NameOf(living.ClrType));
        twin.ToTable($"Trashed{living.GetTableName()}");
        foreach (var property in living.GetProperties())
        {
            var copy = twin.IndexerProperty(property.ClrType, property.Name).IsRequired(!property.IsNullable).ValueGeneratedNever();
            if (property.GetMaxLength() is { } length)
                copy.HasMaxLength(length);
            if (property.GetValueConverter() is { } converter)
                copy.HasConversion(converter);
        }
        twin.IndexerProperty<long>(ItemColumn);
        twin.HasKey([.. living.FindPrimaryKey()!.Properties.Select(p => p.Name)]);
        twin.HasOne(typeof(TrashItem)).WithMany().HasForeignKey(ItemColumn).OnDelete(DeleteBehavior.Cascade);

        // Whether a stored file is still wanted, and what a forgotten person has in the trash.
        if (living.ClrType == typeof(Photo))
        {
            twin.HasIndex(nameof(Photo.Sha256));
            twin.HasIndex(nameof(Photo.ClipSha256));
            twin.HasOne(typeof(AppUser)).WithMany().HasForeignKey(nameof(Photo.UploaderId)).OnDelete(DeleteBehavior.SetNull);
        }
        if (living.ClrType == typeof(Face))
        {
            twin.HasIndex(nameof(Face.PhotoId));
            twin.HasIndex(nameof(Face.PersonId));
        }
        if (living.FindProperty(nameof(Embedding.FaceId)) is not null && living.FindPrimaryKey()!.Properties[0].Name != nameof(Embedding.FaceId))
            twin.HasIndex(nameof(Embedding.FaceId));
    }
}
