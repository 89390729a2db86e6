using System.Globalization;
using System.Text.RegularExpressions;
using FaceWeb.Data;
using FaceWeb.Tests.Albums;
using FaceWeb.Tests.Review;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaceWeb.Tests.Browser;

/// <summary>Who comes back to a long list is where they were: by the browser's button, by a link of the page, after loading the page anew.</summary>
[Collection(TestsInChromium.Name)]
public sealed class ListPlaceTests(FaceWebInChromium chromium)
{
    private const int Row = 3000;

    [SkippableFact]
    public async Task Back_from_row_three_thousand_of_the_people_one_is_at_row_three_thousand()
    {
        await chromium.StartOrSkipAsync();
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        await using (var db = await faceWeb.OpenDbAsync())
        {
            db.People.AddRange(Enumerable.Range(0, 20_000).Select(i => new Person { Name = string.Create(CultureInfo.InvariantCulture, $"Person {i:D5}") }));
            await db.SaveChangesAsync();
        }
        await using var window = await chromium.OpenOnAsync(faceWeb.Address);
        await window.SignInAsync();
        var page = window.Page;
        await page.GotoAsync("/people");
        await Expect(page.GetByText("20,000 people")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Order" }).SelectOptionAsync("Newest first");
        await Expect(page.Locator("a[href='/people/20000']")).ToBeVisibleAsync();
        var link = await ScrollToRowAsync(page, 216, "a[href^='/people/']");
        // Rows are as high as the list reckons, or so far down the same place would be another row each time the page is opened.
        var columns = await page.Locator(".fw-grid").EvaluateAsync<int>("grid => parseInt(getComputedStyle(grid).getPropertyValue('--columns'))");
        Assert.InRange((20_000 - int.Parse(link["/people/".Length..], CultureInfo.InvariantCulture)) / columns, Row - 2, Row + 4);
        await FollowAsync(page, link);
        await page.GoBackAsync();
        await Expect(page.Locator($"a[href='{link}']")).ToBeInViewportAsync();
        await Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "Order" })).ToHaveValueAsync("NewestFirst");

        // Forward, loaded anew there, and back again.
        await page.GoForwardAsync();
        await Expect(page).ToHaveURLAsync(new Regex(Regex.Escape(link) + "$"));
        await page.ReloadAsync();
        await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();
        await page.GoBackAsync();
        await Expect(page.Locator($"a[href='{link}']")).ToBeInViewportAsync();
        await page.ReloadAsync();
        await Expect(page.Locator($"a[href='{link}']")).ToBeInViewportAsync();

        // Another page begins at its top, and whoever scrolls while a list comes back goes where they want.
        await page.GetByRole(AriaRole.Link, new() { Name = "Jobs" }).ClickAsync();
        await window.Heading("Jobs").WaitForAsync();
        Assert.Equal(0, await page.EvaluateAsync<double>("() => scrollY"));
        Assert.Empty(window.Errors);
    }

    [SkippableFact]
    public async Task The_link_back_to_an_album_leads_to_where_one_left_it_and_pages_of_a_list_stand_in_the_address()
    {
        await chromium.StartOrSkipAsync();
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var person = await faceWeb.NewPersonAsync("Ada");
        var faces = await SuggestedFaces.WriteAsync(faceWeb, 16_000, [person], [Pictures.Jpeg(7, 60, 60)], "Long");
        await faceWeb.Client.PostAsync("faces/decisions", new { items = faces.Take(150).Select(id => new { faceId = id, decision = "confirmed", personId = person }) });
        await using var window = await chromium.OpenOnAsync(faceWeb.Address);
        await window.SignInAsync();
        var page = window.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Long" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Show" }).SelectOptionAsync("Analysed");
        var height = await page.Locator(".fw-grid-row").First.EvaluateAsync<double>("row => row.getBoundingClientRect().height");
        var link = await ScrollToRowAsync(page, height, "a[href^='/photos/']", rows: 400);
        await FollowAsync(page, link);
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Next") }).First.ClickAsync();
        await Expect(page).Not.ToHaveURLAsync(new Regex(Regex.Escape(link) + "$"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Back to the album" }).ClickAsync();
        await Expect(page.Locator($"a[href='{link}']")).ToBeInViewportAsync();
        await Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "Show" })).ToHaveValueAsync("Analysed");

        await page.GotoAsync($"/people/{person}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Page 3", Exact = true }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("[?]page=3$"));
        var shown = page.GetByRole(AriaRole.Listbox, new() { Name = "Confirmed faces of Ada" }).GetByRole(AriaRole.Option);
        await Expect(shown).ToHaveCountAsync(30);
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Main menu" }).GetByRole(AriaRole.Link, new() { Name = "People" }).ClickAsync();
        await window.Heading("People").WaitForAsync();
        await page.GoBackAsync();
        await Expect(shown).ToHaveCountAsync(30);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Current page 3" })).ToBeVisibleAsync();
    }

    private static async Task FollowAsync(IPage page, string link)
    {
        await page.Locator($"a[href='{link}']").First.ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex(Regex.Escape(link) + "$"));
        await page.WaitForFunctionAsync("() => scrollY === 0");
    }

    // To the row, by the window's own scrolling, and the address of a link in its middle.
    private static async Task<string> ScrollToRowAsync(IPage page, double height, string links, int rows = Row)
    {
        await page.Locator(links).First.WaitForAsync();
        var found = await page.WaitForFunctionAsync(
            """
            ([links, top]) => {
              // The list may still be on its way and not as long yet.
              if (Math.abs(scrollY - top) > 2) {
                scrollTo(0, top);
                return null;
              }
              const middle = [...document.querySelectorAll(links)].find(a => {
                const box = a.getBoundingClientRect();
                return box.top > innerHeight * 0.3 && box.bottom < innerHeight * 0.9 && box.height > 20;
              });
              // Rows that are just being drawn still move.
              const [address, now] = [middle?.getAttribute("href") ?? null, performance.now()];
              if (window.middle?.address !== address)
                window.middle = { address, since: now };
              return now - window.middle.since > 700 ? address : null;
            }
            """,
            new object[] { links, Math.Floor(rows * height) });
        return await found.JsonValueAsync<string>();
    }
}
