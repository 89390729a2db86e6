namespace FaceWeb.Api;

/// <summary>The page of a list that a request asks for.</summary>
/// <param name="Page">Which page, from 1.</param>
/// <param name="PageSize">Items on a page, 1 to <see cref="MaxPageSize"/>.</param>
public readonly record struct Paging(int Page, int PageSize)
{
    /// <summary>The largest page.</summary>
    public const int MaxPageSize = 500;

    /// <summary>Items before this page.</summary>
    public int Skip => (Page - 1) * PageSize;

    /// <summary>Reads a request's <c>page</c> (default 1) and <c>pageSize</c> (default 50).</summary>
    /// <exception cref="RefusedException">One of them is out of range.</exception>
    public static Paging From(int? page, int? pageSize)
    {
        if (page is < 1 or > 1_000_000)
            throw new RefusedException("page counts from 1: ask for a page between 1 and 1000000.");
        if (pageSize is < 1 or > MaxPageSize)
            throw new RefusedException($"pageSize must be between 1 and {MaxPageSize}.");
        return new Paging(page ?? 1, pageSize ?? 50);
    }
}
