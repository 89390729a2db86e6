using FaceWeb.Data.Tracks;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceWeb.Data.Configurations;

internal sealed class FaceConfiguration : IEntityTypeConfiguration<Face>
{
    public void Configure(EntityTypeBuilder<Face> face)
    {
        face.Property(f => f.Version).IsConcurrencyToken();

        // One index for each list that a page shows: a photo's faces, a person's faces, what is to be reviewed (surest first), groups.
        face.HasIndex(f => f.PhotoId);
        face.HasIndex(f => new { f.PersonId, f.Quality });
        face.HasIndex(f => new { f.Decision, f.BestProbability });
        face.HasIndex(f => new { f.Decision, f.BestPersonId, f.BestProbability });
        face.HasIndex(f => f.GroupId);
        face.HasOne(f => f.Person).WithMany(p => p.Faces).HasForeignKey(f => f.PersonId).OnDelete(DeleteBehavior.SetNull);
        face.HasMany(f => f.Embeddings).WithOne(e => e.Face).HasForeignKey(e => e.FaceId).OnDelete(DeleteBehavior.Cascade);
        face.HasMany(f => f.Suggestions).WithOne().HasForeignKey(s => s.FaceId).OnDelete(DeleteBehavior.Cascade);
        face.HasOne(f => f.Track).WithOne().HasForeignKey<VideoTrack>(t => t.FaceId).OnDelete(DeleteBehavior.Cascade);
        face.HasOne(f => f.Image).WithOne().HasForeignKey<FaceImage>(i => i.FaceId).OnDelete(DeleteBehavior.Cascade);
    }
}
