using FaceWeb.Data.Decisions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceWeb.Data.Configurations;

internal sealed class FaceSeparationConfiguration : IEntityTypeConfiguration<FaceSeparation>
{
    public void Configure(EntityTypeBuilder<FaceSeparation> separation)
    {
        separation.HasKey(s => new { s.ActionId, s.FaceId });
        separation.HasIndex(s => s.FaceId);
        separation.HasOne<ReviewAction>().WithMany().HasForeignKey(s => s.ActionId).OnDelete(DeleteBehavior.Cascade);
        separation.HasOne<Face>().WithMany().HasForeignKey(s => s.FaceId).OnDelete(DeleteBehavior.Cascade);
    }
}
