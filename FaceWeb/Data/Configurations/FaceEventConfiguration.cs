using FaceWeb.Data.Decisions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceWeb.Data.Configurations;

internal sealed class FaceEventConfiguration : IEntityTypeConfiguration<FaceEvent>
{
    public void Configure(EntityTypeBuilder<FaceEvent> e)
    {
        e.HasIndex(x => x.FaceId);

        // A person's history, and whether anybody else has said something about a person.
        e.HasIndex(x => x.AfterPersonId);
        e.HasIndex(x => x.BeforePersonId);
        e.HasIndex(x => x.RejectedPersonId);
        e.HasOne<Face>().WithMany().HasForeignKey(x => x.FaceId).OnDelete(DeleteBehavior.Cascade);
    }
}
