namespace Host.Tests.Contract;

using System.Reflection;
using Microsoft.Playwright;
using Procurement.BuildingBlocks.Hosting.Security;

/// <summary>The page under /docs in a real browser: what it offers to try works as it stands.</summary>
internal sealed class BrowserStories
{
    private const string Browser = "/usr/bin/chromium";

    /// <summary>Headless, as root in a container, and in touch with nobody but us.</summary>
    private static readonly string[] Flags =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    private Api api = null!;
    private IPlaywright playwright = null!;
    private IBrowser browser = null!;
    private IPage page = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        if (!File.Exists(Browser))
            Assert.Ignore($"There is no {Browser} here: apt-get install chromium brings it.");
        var driver = typeof(BrowserStories)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(a => a.Key == "Playwright")
            .Value;
        Environment.SetEnvironmentVariable("PLAYWRIGHT_DRIVER_SEARCH_PATH", driver);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Browser, Args = Flags });
        api = await Api.Start(onPostgres: false);
        page = await browser.NewPageAsync();
        await page.GotoAsync(new Uri(api.Address, "/docs/index.html").ToString());
        await page.Locator(".auth-wrapper button.authorize").ClickAsync();
        await page.Locator(".modal-ux input").FillAsync(api.Token("bob", [.. Roles.All]));
        await page.Locator(".modal-ux button.authorize").ClickAsync();
        await page.Locator(".modal-ux button.btn-done").ClickAsync();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
        if (api is not null)
            await api.DisposeAsync();
    }

    [TestCase("registerSupplier", ExpectedResult = "201")]
    [TestCase("listSuppliers", ExpectedResult = "200")]
    [TestCase("listPurchaseOrders", ExpectedResult = "200")]
    public async Task<string> Trying_it_out_with_its_own_example_succeeds(string operation) =>
        await Try(operation, _ => Task.CompletedTask);

    [Test]
    public async Task With_a_supplier_that_is_there_the_example_of_an_order_succeeds()
    {
        var supplier = await api.Supplier();

        var status = await Try(
            "createPurchaseOrder",
            async block =>
            {
                var body = block.Locator("textarea.body-param__text");
                var example = await body.InputValueAsync();
                await body.FillAsync(System.Text.RegularExpressions.Regex.Replace(example, "sup_[0-9a-f-]+", supplier));
            }
        );

        Assert.That(status, Is.EqualTo("201"));
    }

    /// <summary>The status that a press of "Execute" ends with.</summary>
    private async Task<string> Try(string operation, Func<ILocator, Task> fill)
    {
        var block = page.Locator($".opblock[id$='-{operation}']");
        await block.Locator(".opblock-summary-control").ClickAsync();
        await block.Locator("button.try-out__btn").ClickAsync();
        await fill(block);
        await block.Locator("button.execute").ClickAsync();
        var status = block.Locator(".live-responses-table .response .response-col_status").First;
        return (await status.InnerTextAsync()).Trim();
    }
}
