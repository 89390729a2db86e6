using FaceWeb.Data.Decisions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceWeb.Data.Configurations;

internal sealed class ReviewActionConfiguration : IEntityTypeConfiguration<ReviewAction>
{
    public void Configure(EntityTypeBuilder<ReviewAction> action)
    {
        action.Property(a => a.Source).HasMaxLength(50);
        action.Property(a => a.Description).HasMaxLength(500);
        action.HasIndex(a => new { a.UserId, a.Id });

        // What a redo could do again: what was undone last.
        action.HasIndex(a => a.UndoneById);
        action.HasMany(a => a.People).WithOne().HasForeignKey(p => p.ActionId).OnDelete(DeleteBehavior.Cascade);
        action.HasMany(a => a.Events).WithOne(e => e.Action).HasForeignKey(e => e.ActionId).OnDelete(DeleteBehavior.Cascade);
    }
}
