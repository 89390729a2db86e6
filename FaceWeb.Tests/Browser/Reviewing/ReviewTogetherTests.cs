using System.Text.RegularExpressions;
using FaceWeb.Access;
using FaceWeb.Data.Decisions;
using FaceWeb.Tests.Imaging;
using FaceWeb.Tests.Review;
using FaceWeb.Tests.Running;
using ImageMagick;
using static Microsoft.Playwright.Assertions;

namespace FaceWeb.Tests.Browser.Reviewing;

/// <summary>
/// Two people reviewing at once, each in a browser of their own: they see each other's decisions and neither overwrites the other's.
/// </summary>
[Collection(LongWorkInChromium.Name)]
public sealed class ReviewTogetherTests(FaceWebInChromium chromium) : IAsyncLifetime
{
    private const string Password = "a long enough password";
    private const string Email = "ben@example.org";

    private static readonly byte[] Crop = TestPictures.Quarters().ToByteArray(MagickFormat.Jpeg);

    private readonly List<IAsyncDisposable> toClose = [];
    private RunningFaceWeb faceWeb = null!;
    private ReviewWindow anna = null!;
    private ReviewWindow ben = null!;
    private long[] faces = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var one in Enumerable.Reverse(toClose))
            await one.DisposeAsync();
    }

    [SkippableFact]
    public async Task What_one_decides_the_other_sees_without_the_cursor_moving()
    {
        await OpenAsync(40);
        await anna.PressAsync("ArrowRight", "ArrowRight", "ArrowRight");
        await anna.IsOnAsync(faces[6]);
        var place = (await anna.Face(faces[6]).BoundingBoxAsync())!;

        // Ben decides one face before Anna's cursor and one after it.
        await ben.PressAsync("Enter", "ArrowRight", "ArrowRight", "ArrowRight", "i");
        await ben.SavedAsync();
        await Expect(anna.Face(faces[0])).ToHaveAttributeAsync("aria-label", new Regex("Ada: said meanwhile"));
        await Expect(anna.Face(faces[8])).ToHaveAttributeAsync("aria-label", new Regex("Ignored meanwhile"));
        await anna.IsOnAsync(faces[6]);
        var now = (await anna.Face(faces[6]).BoundingBoxAsync())!;
        Assert.Equal((place.X, place.Y), (now.X, now.Y));

        // They go when Anna moves on, and what she presses concerns the face that she saw.
        await anna.PressAsync("n");
        await Expect(anna.Face(faces[0])).ToHaveCountAsync(0);
        await anna.SavedAsync();
        Assert.Equal("notAFace", await faceWeb.StandsAsync(faces[6]));

        // Ben takes his back: it is there again for both.
        await ben.PressAsync("Control+z");
        await ben.IsOnAsync(faces[8]);
        await ben.SavedAsync();
        Assert.Equal("undecided", await faceWeb.StandsAsync(faces[8]));
        await Expect(ben.Face(faces[6])).ToHaveAttributeAsync("aria-label", new Regex("Not a face, said meanwhile"));
    }

    [SkippableFact]
    public async Task A_key_on_a_face_that_the_other_has_decided_is_refused_with_a_sentence_and_the_first_word_stands()
    {
        await OpenAsync(12);
        await ben.PressAsync("Enter");
        await Expect(anna.Face(faces[0])).ToHaveAttributeAsync("aria-label", new Regex("Ada: said meanwhile"));
        await anna.IsOnAsync(faces[0]);
        await anna.PressAsync("i");
        await Expect(anna.Alert).ToContainTextAsync("Somebody else has decided this face meanwhile (Ada: said meanwhile): that was kept.");
        await anna.IsOnAsync(faces[2]);
        await anna.SavedAsync();
        Assert.Equal("Ada", await faceWeb.StandsAsync(faces[0]));
        Assert.Equal("undecided", await faceWeb.StandsAsync(faces[2]));
    }

    [SkippableFact]
    public async Task A_decision_that_crosses_the_others_is_refused_by_the_server_and_the_rest_of_the_range_is_taken()
    {
        await OpenAsync(12);

        // Anna's request is on its way while Ben decides one of its faces.
        var onItsWay = new TaskCompletionSource();
        var benIsDone = new TaskCompletionSource();
        await anna.Page.RouteAsync("**/api/v1/review/decisions", async route =>
        {
            onItsWay.TrySetResult();
            await benIsDone.Task;
            await route.ContinueAsync();
        });
        await anna.PressAsync("Shift+ArrowRight", "Shift+ArrowRight", "i");
        await anna.IsOnAsync(faces[6]);
        await onItsWay.Task;
        await ben.PressAsync("ArrowRight", "2");
        await ben.SavedAsync();
        Assert.Equal("Bob", await faceWeb.StandsAsync(faces[2]));
        benIsDone.SetResult();

        await Expect(anna.Alert).ToContainTextAsync("Not taken: Somebody else said meanwhile that it is Bob: that was kept.");
        await anna.SavedAsync();
        await anna.IsOnAsync(faces[6]);
        Assert.Equal(("ignored", "Bob", "ignored"),
            (await faceWeb.StandsAsync(faces[0]), await faceWeb.StandsAsync(faces[2]), await faceWeb.StandsAsync(faces[4])));

        // Her undo takes back hers, and not Ben's.
        await anna.PressAsync("Control+z");
        await anna.SavedAsync();
        Assert.Equal(("undecided", "Bob", "undecided"),
            (await faceWeb.StandsAsync(faces[0]), await faceWeb.StandsAsync(faces[2]), await faceWeb.StandsAsync(faces[4])));
        await Expect(anna.Face(faces[2])).ToHaveCountAsync(0);
    }

    [SkippableFact]
    public async Task Both_work_through_the_same_list_at_once_and_every_face_stands_as_the_first_of_them_said()
    {
        await OpenAsync(80);
        await Task.WhenAll(
            Task.Run(async () =>
            {
                for (var i = 0; i < 40; i++)
                    await anna.PressAsync("i");
            }),
            Task.Run(async () =>
            {
                for (var i = 0; i < 40; i++)
                    await ben.PressAsync("n");
            }));
        await anna.SavedAsync();
        await ben.SavedAsync();
        await using var db = await faceWeb.OpenDbAsync();
        foreach (var face in faces)
        {
            // One event a face at most: nobody's word was written over another's.
            var events = db.FaceEvents.Where(e => e.FaceId == face).ToList();
            Assert.True(events.Count <= 1, $"Face {face} was decided {events.Count} times.");
            var stands = await faceWeb.StandsAsync(face);
            Assert.Equal(
                events.Count == 0 ? "undecided" : events[0].AfterDecision == FaceDecision.Ignored ? "ignored" : "notAFace", stands);
        }
        Assert.InRange(db.FaceEvents.Count(), 40, 80);
    }

    private async Task OpenAsync(int count)
    {
        await chromium.StartOrSkipAsync();
        toClose.Add(faceWeb = await RunningFaceWeb.StartAsync());
        var people = new[] { await faceWeb.NewPersonAsync("Ada"), await faceWeb.NewPersonAsync("Bob") };
        faces = await SuggestedFaces.WriteAsync(faceWeb, count, people, [Crop]);
        await faceWeb.NewUserAsync(Email, Password, Roles.Editor);
        (anna, ben) = (await SignedInAsync(RunningFaceWeb.Email, RunningFaceWeb.Password), await SignedInAsync(Email, Password));
        await anna.OpenAsync();
        await ben.OpenAsync();
    }

    private async Task<ReviewWindow> SignedInAsync(string email, string password)
    {
        var window = await chromium.OpenOnAsync(faceWeb.Address);
        toClose.Add(window);
        await window.SignInAsync(email, password);
        return new ReviewWindow(window);
    }
}
