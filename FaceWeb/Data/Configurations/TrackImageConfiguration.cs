using FaceWeb.Data.Tracks;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceWeb.Data.Configurations;

internal sealed class TrackImageConfiguration : IEntityTypeConfiguration<TrackImage>
{
    public void Configure(EntityTypeBuilder<TrackImage> image)
    {
        image.HasKey(i => new { i.FaceId, i.At });
        image.HasMany(i => i.Embeddings).WithOne().HasForeignKey(e => new { e.FaceId, e.At }).OnDelete(DeleteBehavior.Cascade);
    }
}
