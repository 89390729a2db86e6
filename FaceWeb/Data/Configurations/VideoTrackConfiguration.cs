using FaceWeb.Data.Tracks;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceWeb.Data.Configurations;

internal sealed class VideoTrackConfiguration : IEntityTypeConfiguration<VideoTrack>
{
    public void Configure(EntityTypeBuilder<VideoTrack> track)
    {
        track.HasKey(t => t.FaceId);
        track.Property(t => t.FaceId).ValueGeneratedNever();
        track.HasMany(t => t.Images).WithOne().HasForeignKey(i => i.FaceId).OnDelete(DeleteBehavior.Cascade);
    }
}
