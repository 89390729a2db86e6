using FaceWeb.Access;
using FaceWeb.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace FaceWeb.Tests.Running;

/// <summary>Users of a running FaceWeb, made and changed as its own services do it.</summary>
internal static class Accounts
{
    /// <summary>Adds a user.</summary>
    /// <returns>The user's key.</returns>
    public static async Task<string> AddUserAsync(this RunningFaceWeb faceWeb, string email, string password, string role)
    {
        await using var scope = faceWeb.App.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
        var user = new AppUser { UserName = email, Email = email };
        var made = await users.CreateAsync(user, password);
        Assert.True(made.Succeeded, string.Join(' ', made.Errors.Select(e => e.Description)));
        Assert.True((await users.AddToRoleAsync(user, role)).Succeeded);
        return user.Id;
    }

    /// <summary>Gives a user an API key with this text.</summary>
    public static async Task AddKeyAsync(this RunningFaceWeb faceWeb, string userId, string key)
    {
        await using var scope = faceWeb.App.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ApiKeyService>().AddAsync(userId, "tests", key);
    }

    /// <summary>Does something with one of the services that live as long as a request.</summary>
    public static async Task WithAsync<TService>(this RunningFaceWeb faceWeb, Func<TService, Task> use)
        where TService : notnull
    {
        await using var scope = faceWeb.App.Services.CreateAsyncScope();
        await use(scope.ServiceProvider.GetRequiredService<TService>());
    }
}
