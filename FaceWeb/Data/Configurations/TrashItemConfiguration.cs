using FaceWeb.Data.Deleted;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceWeb.Data.Configurations;

internal sealed class TrashItemConfiguration : IEntityTypeConfiguration<TrashItem>
{
    public void Configure(EntityTypeBuilder<TrashItem> item)
    {
        item.Property(i => i.Name).HasMaxLength(255);
        item.Property(i => i.AlbumName).HasMaxLength(Album.MaxNameLength);

        // The page shows the newest first, the sweep looks for the oldest; an action is taken back as a whole.
        item.HasIndex(i => i.DeletedAt);
        item.HasIndex(i => i.ActionId);
        item.HasIndex(i => new { i.Kind, i.ItemKey });
    }
}
