using System.Net;
using FaceWeb.Access;
using FaceWeb.Accounts;
using FaceWeb.Tests.Running;

namespace FaceWeb.Tests.Accounts;

/// <summary>A FaceWeb that asks a second factor of all who may change something.</summary>
public sealed class SecondFactorNeedTests
{
    private const string Password = "a sentence nobody guesses";
    private const string EditorsKey = "fw_the-key-of-an-editor";
    private const string EditorsOnly = "/api/v1/trash";

    [Fact]
    public async Task Without_a_second_factor_an_editor_may_only_look_until_it_is_on()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync("--FaceWeb:Access:SecondFactor=Editors");
        var id = await faceWeb.AddUserAsync("editor@example.org", Password, Roles.Editor);
        await faceWeb.AddKeyAsync(id, EditorsKey);
        using var key = faceWeb.NewClient(EditorsKey);
        using (var before = await faceWeb.SignedInAsync("editor@example.org", Password))
        {
            foreach (var client in new[] { before, key })
            {
                Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/albums")).StatusCode);
                Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync(EditorsOnly)).StatusCode);
            }
        }

        SecondFactorSecret secret = null!;
        await faceWeb.WithAsync<SecondFactorService>(async service => secret = await service.PrepareAsync(id));
        await faceWeb.WithAsync<SecondFactorService>(service => service.TurnOnAsync(id, Totp.Now(secret.Secret)));
        using var after = faceWeb.NewClient(null, new CookieContainer());
        using var password = await after.SubmitAsync("/sign-in", "sign-in", ("Email", "editor@example.org"), ("Password", Password));
        using var code = await after.SubmitAsync("/sign-in/code", "sign-in-code", ("Code", Totp.Now(secret.Secret)));
        Assert.Equal(HttpStatusCode.Found, code.StatusCode);
        foreach (var client in new[] { after, key })
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(EditorsOnly)).StatusCode);
    }

    [Theory]
    [InlineData(SecondFactorNeed.Nobody, Roles.Admin, Roles.Admin)]
    [InlineData(SecondFactorNeed.Admins, Roles.Admin, Roles.Viewer)]
    [InlineData(SecondFactorNeed.Admins, Roles.Editor, Roles.Editor)]
    [InlineData(SecondFactorNeed.Editors, Roles.Admin, Roles.Viewer)]
    [InlineData(SecondFactorNeed.Editors, Roles.Editor, Roles.Viewer)]
    [InlineData(SecondFactorNeed.Editors, Roles.Viewer, Roles.Viewer)]
    public void It_is_asked_of_those_whom_the_setting_names(SecondFactorNeed need, string role, string without)
    {
        var acting = new ActingRole(Microsoft.Extensions.Options.Options.Create(new AccessOptions { SecondFactor = need }));
        Assert.Equal(without, acting.Of(role, secondFactor: false));
        Assert.Equal(role, acting.Of(role, secondFactor: true));
    }
}
