using FaceWeb.Data.Tracks;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceWeb.Data.Configurations;

internal sealed class TrackEmbeddingConfiguration : IEntityTypeConfiguration<TrackEmbedding>
{
    public void Configure(EntityTypeBuilder<TrackEmbedding> embedding)
    {
        embedding.HasKey(e => new { e.FaceId, e.At, e.Model });
        embedding.Property(e => e.Model).HasMaxLength(100);
    }
}
