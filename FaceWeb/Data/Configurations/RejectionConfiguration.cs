using FaceWeb.Data.Decisions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceWeb.Data.Configurations;

internal sealed class RejectionConfiguration : IEntityTypeConfiguration<Rejection>
{
    public void Configure(EntityTypeBuilder<Rejection> rejection)
    {
        rejection.HasKey(r => new { r.FaceId, r.PersonId });
        rejection.HasOne<Face>().WithMany().HasForeignKey(r => r.FaceId).OnDelete(DeleteBehavior.Cascade);
        rejection.HasOne<Person>().WithMany().HasForeignKey(r => r.PersonId).OnDelete(DeleteBehavior.Cascade);
    }
}
