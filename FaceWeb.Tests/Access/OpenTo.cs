namespace FaceWeb.Tests.Access;

/// <summary>Who may come in by which address. Whoever adds an address adds it here, or the test fails.</summary>
internal static class OpenTo
{
    /// <summary>The rank that an address asks for; null when the table does not know it.</summary>
    public static int? Rank(string key) =>
        key.StartsWith("FILE ", StringComparison.Ordinal) || Anybody.Contains(key) ? 0
            : Viewers.Contains(key) ? 1
            : Editors.Contains(key) ? 2
            : Admins.Contains(key) ? 3
            : null;

    private static readonly HashSet<string> Anybody =
    [
        "PAGE /sign-in", "PAGE /sign-in/code", "PAGE /sign-out", "PAGE /reset", "PAGE /set-up", "PAGE /not-allowed", "PAGE /not-found",
        "GET /health/live", "GET /health/ready",
        "GET /_framework/opaque-redirect",
    ];

    private static readonly HashSet<string> Viewers =
    [
        "PAGE /", "PAGE /account", "PAGE /albums/{Id:long}", "PAGE /photos/{Id:long}", "PAGE /faces/{Id:long}", "PAGE /people",
        "PAGE /people/{Id:long}", "PAGE /people/same", "PAGE /videos/{Id:long}", "PAGE /groups", "PAGE /review",
        "GET /_blazor", "POST /_blazor/negotiate", "GET /_blazor/initializers", "POST /_blazor/disconnect",
        "GET /openapi/{documentName}.json",
        "GET /api/v1/albums", "GET /api/v1/albums/{id:long}", "GET /api/v1/albums/{id:long}/photos", "GET /api/v1/photos/{id:long}",
        "GET /api/v1/photos/{id:long}/image", "GET /api/v1/photos/{id:long}/tracks", "GET /api/v1/photos/{id:long}/appearances",
        // Whoever may watch a video may have a film made that their browser plays.
        "POST /api/v1/photos/{id:long}/film", "POST /api/v1/photos/{id:long}/film/cancel", "GET /api/v1/photos/{id:long}/film",
        "GET /api/v1/photos/{id:long}/named-film",
        "GET /api/v1/photos/{id:long}/motion",
        "GET /api/v1/faces", "GET /api/v1/faces/{id:long}", "GET /api/v1/faces/{id:long}/chip", "GET /api/v1/faces/{id:long}/crop",
        "GET /api/v1/faces/{id:long}/explanation", "GET /api/v1/faces/{id:long}/gradients",
        "GET /api/v1/faces/{id:long}/hog-window", "GET /api/v1/faces/{id:long}/hog-template",
        "GET /api/v1/people", "GET /api/v1/people/{id:long}", "GET /api/v1/people/{id:long}/faces", "GET /api/v1/people/{id:long}/parts",
        "GET /api/v1/people/proposals",
        "GET /api/v1/groups", "GET /api/v1/groups/{id:long}", "GET /api/v1/groups/{id:long}/sub-groups",
        "GET /api/v1/jobs", "GET /api/v1/jobs/summary", "GET /api/v1/jobs/{id:long}",
        "GET /api/v1/classifier", "GET /api/v1/classifiers", "GET /api/v1/classifiers/{id:long}",
        "GET /api/v1/review/faces", "GET /api/v1/account/export", "GET /api/v1/account/storage", "GET /api/v1/review/details",
    ];

    private static readonly HashSet<string> Editors =
    [
        // The file as it was uploaded, with the place where it was taken, and who decided what, with e-mail addresses.
        "GET /api/v1/photos/{id:long}/image?size=original", "GET /api/v1/faces/{id:long}/history", "GET /api/v1/people/{id:long}/history",
        "POST /api/v1/albums", "PATCH /api/v1/albums/{id:long}", "DELETE /api/v1/albums/{id:long}", "POST /api/v1/albums/{id:long}/photos",
        "POST /api/v1/albums/{id:long}/uploads", "OPTIONS /api/v1/uploads", "HEAD /api/v1/uploads/{id}", "GET /api/v1/uploads/{id}",
        "PATCH /api/v1/uploads/{id}", "DELETE /api/v1/uploads/{id}",
        "POST /api/v1/albums/{id:long}/retry", "POST /api/v1/albums/{id:long}/analyse", "POST /api/v1/albums/{id:long}/cancel",
        "POST /api/v1/photos/{id:long}/retry", "POST /api/v1/photos/{id:long}/analyse", "DELETE /api/v1/photos/{id:long}",
        "POST /api/v1/photos/{id:long}/turn", "POST /api/v1/photos/{id:long}/cancel", "POST /api/v1/photos/{id:long}/every-frame",
        "POST /api/v1/photos/{id:long}/named-film", "POST /api/v1/photos/{id:long}/named-film/cancel",
         "POST /api/v1/faces/{id:long}/cut", "POST /api/v1/faces/{id:long}/join",
        "POST /api/v1/photos/{id:long}/faces", "PATCH /api/v1/faces/{id:long}",
        "PUT /api/v1/faces/{id:long}/decision", "POST /api/v1/faces/decisions", "POST /api/v1/faces/{id:long}/reaffirm",
        "PAGE /trash", "GET /api/v1/trash", "GET /api/v1/trash/summary", "GET /api/v1/trash/{id:long}/picture",
        "POST /api/v1/trash/{id:long}/bring-back", "DELETE /api/v1/trash/{id:long}", "DELETE /api/v1/trash", "POST /api/v1/people/{id:long}/trash",
        "POST /api/v1/decisions/undo", "POST /api/v1/decisions/redo",
        "POST /api/v1/people", "PATCH /api/v1/people/{id:long}", "DELETE /api/v1/people/{id:long}", "POST /api/v1/people/{id:long}/merge",
        "POST /api/v1/people/{id:long}/split", "POST /api/v1/people/different",
        "POST /api/v1/groups/{id:long}/name", "POST /api/v1/groups/{id:long}/ignore", "POST /api/v1/groups/{id:long}/take-out",
        "POST /api/v1/groups/{id:long}/split",
        "POST /api/v1/review/decisions", "POST /api/v1/review/undo", "POST /api/v1/review/redo", "GET /api/v1/review/steps",
    ];

    private static readonly HashSet<string> Admins =
    [
        "GET /metrics",
        "PAGE /admin/training", "PAGE /admin/training/{Id:long}", "PAGE /admin/jobs", "PAGE /admin/models", "PAGE /admin/users",
        "PAGE /admin/health", "PAGE /admin/backups",
        "GET /api/v1/backups", "POST /api/v1/backups", "POST /api/v1/backups/{name}/verify", "POST /api/v1/backups/{name}/restore",
        "DELETE /api/v1/backups/restore",
        "GET /hangfire/{**path}",

        // A face's numbers are what recognises it elsewhere, and cannot be changed like a password.
        "GET /api/v1/faces/{id:long}/embedding", "GET /api/v1/people/{id:long}/export",
        "GET /api/v1/storage", "PUT /api/v1/storage", "GET /api/v1/storage/accounts", "PUT /api/v1/storage/accounts/{id}",
        "GET /api/v1/health/queries", "DELETE /api/v1/health/queries",
        "POST /api/v1/jobs/{id:long}/cancel", "POST /api/v1/photos/analyse", "POST /api/v1/photos/cancel",
        "POST /api/v1/classifier/train", "POST /api/v1/classifiers/{id:long}/activate", "POST /api/v1/classifier/back",
        "POST /api/v1/classifier/suggest", "GET /api/v1/classifier/settings", "PUT /api/v1/classifier/settings",
    ];
}
