using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceWeb.Data.Configurations;

internal sealed class FaceImageConfiguration : IEntityTypeConfiguration<FaceImage>
{
    public void Configure(EntityTypeBuilder<FaceImage> image)
    {
        image.HasKey(i => i.FaceId);
        image.Property(i => i.FaceId).ValueGeneratedNever();
    }
}
