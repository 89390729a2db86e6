using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceWeb.Data.Configurations;

internal sealed class FaceEventConfiguration : IEntityTypeConfiguration<FaceEvent>
{
    public void Configure(EntityTypeBuilder<FaceEvent> e)
    {
        e.HasIndex(x => x.FaceId);
        e.HasIndex(x => x.AfterPersonId);
        e.HasOne<Face>().WithMany().HasForeignKey(x => x.FaceId).OnDelete(DeleteBehavior.Cascade);
    }
}
