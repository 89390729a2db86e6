using FaceWeb.Pipeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceWeb.Data.Configurations;

internal sealed class PhotoConfiguration : IEntityTypeConfiguration<Photo>
{
    public void Configure(EntityTypeBuilder<Photo> photo)
    {
        photo.Property(p => p.FileName).HasMaxLength(255);
        photo.Property(p => p.Sha256).HasMaxLength(64);
        photo.Property(p => p.ClipSha256).HasMaxLength(64);
        photo.Property(p => p.MimeType).HasMaxLength(100);
        photo.Property(p => p.Turn).HasConversion(turn => turn.Degrees, degrees => PhotoTurn.OfDegrees(degrees));
        photo.Property(p => p.FaceTurn).HasConversion(turn => turn.Degrees, degrees => PhotoTurn.OfDegrees(degrees));

        // The same content twice in one album is a duplicate, whoever comes first.
        photo.HasIndex(p => new { p.AlbumId, p.Sha256 }).IsUnique();
        photo.HasIndex(p => new { p.AlbumId, p.State });
        photo.HasIndex(p => new { p.State, p.Id });
        photo.HasIndex(p => p.Sha256);
        photo.HasIndex(p => p.ClipSha256);

        // What somebody's photos take is summed up from the index alone, for every file that comes.
        photo.HasIndex(p => new { p.UploaderId, p.Bytes, p.ClipBytes });
        photo.HasOne<AppUser>().WithMany().HasForeignKey(p => p.UploaderId).OnDelete(DeleteBehavior.SetNull);

        // An album's order: date taken, then name.
        photo.HasIndex(p => new { p.AlbumId, p.TakenAt, p.FileName, p.Id });
        photo.HasMany(p => p.Faces).WithOne(f => f.Photo).HasForeignKey(f => f.PhotoId).OnDelete(DeleteBehavior.Cascade);
    }
}
