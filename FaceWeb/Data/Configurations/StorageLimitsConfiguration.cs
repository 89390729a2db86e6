using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceWeb.Data.Configurations;

internal sealed class StorageLimitsConfiguration : IEntityTypeConfiguration<StorageLimits>
{
    public void Configure(EntityTypeBuilder<StorageLimits> limits) => limits.Property(l => l.Id).ValueGeneratedNever();
}
