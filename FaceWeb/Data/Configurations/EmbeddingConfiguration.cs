using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceWeb.Data.Configurations;

internal sealed class EmbeddingConfiguration : IEntityTypeConfiguration<Embedding>
{
    public void Configure(EntityTypeBuilder<Embedding> embedding)
    {
        embedding.Property(e => e.Model).HasMaxLength(100);
        embedding.HasIndex(e => new { e.FaceId, e.Model }).IsUnique();
    }
}
