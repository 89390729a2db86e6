using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceWeb.Data.Configurations;

internal sealed class AlbumConfiguration : IEntityTypeConfiguration<Album>
{
    public void Configure(EntityTypeBuilder<Album> album)
    {
        album.Property(a => a.Name).HasMaxLength(Album.MaxNameLength);
        album.HasIndex(a => a.CreatedAt);
        album.HasMany(a => a.Photos).WithOne(p => p.Album).HasForeignKey(p => p.AlbumId).OnDelete(DeleteBehavior.Cascade);
    }
}
