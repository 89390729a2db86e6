using FaceWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Models;

/// <summary>What the change of models left behind: a classifier that was trained on others.</summary>
public sealed class ReplacedModel(IDbContextFactory<FaceWebDb> databases, ModelHost models)
{
    /// <summary>
    /// The models of a classifier that was in use before the models were changed, and that nothing has taken the place of yet; null when there
    /// is none.
    /// </summary>
    public async Task<string?> FindAsync()
    {
        var model = models.Model;
        await using var db = await databases.CreateDbContextAsync();
        return await db.Classifiers.Where(c => c.Active && c.Model != model).Select(c => c.Model).FirstOrDefaultAsync();
    }
}
