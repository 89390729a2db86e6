using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace FaceWeb.Data;

/// <summary>Lets the migrations tool make the context without starting the application.</summary>
public sealed class FaceWebDbDesign : IDesignTimeDbContextFactory<FaceWebDb>
{
    /// <inheritdoc />
    public FaceWebDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<FaceWebDb>().UseSqlite("Data Source=design.db").Options);
}
