using FaceWeb.Data.Decisions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceWeb.Data.Configurations;

internal sealed class ActionPersonConfiguration : IEntityTypeConfiguration<ActionPerson>
{
    public void Configure(EntityTypeBuilder<ActionPerson> person)
    {
        person.ToTable("ActionPeople");
        person.HasKey(p => new { p.ActionId, p.PersonId });

        // No foreign key to people: the history outlives them.
        person.HasIndex(p => p.PersonId);
    }
}
