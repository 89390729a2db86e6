using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Layout;
using FaceWeb.Models;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Suggestions;

/// <summary>Names on undecided faces that another classifier than the one in use has suggested, as a cancelled pass leaves them.</summary>
public sealed class OldNames(IDbContextFactory<FaceWebDb> databases, ModelHost models)
{
    /// <summary>How many faces have such names.</summary>
    public async Task<int> CountAsync()
    {
        var model = models.Model;
        await using var db = await databases.CreateDbContextAsync();
        var active = await db.Classifiers.Where(c => c.Active && c.Model == model).Select(c => (long?)c.Id).FirstOrDefaultAsync();
        return await db.Faces.CountAsync(
            f => f.Decision == FaceDecision.Undecided && db.Suggestions.Any(s => s.FaceId == f.Id && s.Rank == 0 && s.ClassifierId != active));
    }

    /// <summary>The same as a sentence with a space before it and with what to do; empty for none.</summary>
    internal async Task<string> SentenceAsync()
    {
        var faces = await CountAsync();
        return faces == 0 ? ""
            : $" {Words.Count(faces, "face still has", "faces still have")} names by the classifier before: suggest names again to replace them.";
    }
}
