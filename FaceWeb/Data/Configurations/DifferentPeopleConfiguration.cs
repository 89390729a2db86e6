using FaceWeb.Data.Decisions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceWeb.Data.Configurations;

internal sealed class DifferentPeopleConfiguration : IEntityTypeConfiguration<DifferentPeople>
{
    public void Configure(EntityTypeBuilder<DifferentPeople> pair)
    {
        pair.HasKey(p => new { p.PersonId, p.OtherPersonId });
        pair.HasIndex(p => p.ActionId);
        pair.HasOne<Person>().WithMany().HasForeignKey(p => p.PersonId).OnDelete(DeleteBehavior.Cascade);
        pair.HasOne<Person>().WithMany().HasForeignKey(p => p.OtherPersonId).OnDelete(DeleteBehavior.Cascade);
        pair.HasOne<ReviewAction>().WithMany().HasForeignKey(p => p.ActionId).OnDelete(DeleteBehavior.Cascade);
    }
}
