using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceWeb.Data.Configurations;

internal sealed class ClassifierConfiguration : IEntityTypeConfiguration<Classifier>
{
    public void Configure(EntityTypeBuilder<Classifier> classifier)
    {
        classifier.Property(c => c.Model).HasMaxLength(100);
        classifier.HasIndex(c => c.TrainedAt);

        // At most one classifier is the active one, whatever two writers do.
        classifier.HasIndex(c => c.Active).IsUnique().HasFilter("\"Active\" = 1");
    }
}
