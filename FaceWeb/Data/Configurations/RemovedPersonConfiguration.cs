using FaceWeb.Data.Decisions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceWeb.Data.Configurations;

internal sealed class RemovedPersonConfiguration : IEntityTypeConfiguration<RemovedPerson>
{
    public void Configure(EntityTypeBuilder<RemovedPerson> person)
    {
        // The key is the one that the person had.
        person.Property(p => p.Id).ValueGeneratedNever();
        person.Property(p => p.Name).HasMaxLength(Person.MaxNameLength).UseCollation("NOCASE");
        person.HasIndex(p => p.Name);
    }
}
