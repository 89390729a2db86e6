using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceWeb.Data.Configurations;

internal sealed class PersonConfiguration : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> person)
    {
        person.Property(p => p.Name).HasMaxLength(Person.MaxNameLength).UseCollation("NOCASE");

        // Not unique: two people may share a name and are kept apart by their keys.
        person.HasIndex(p => p.Name);
    }
}
