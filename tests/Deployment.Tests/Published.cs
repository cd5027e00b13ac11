namespace Deployment.Tests;

using TestKit;

/// <summary>The service as it is deployed, which `make test` has published before.</summary>
internal static class Published
{
    public static string Folder
    {
        get
        {
            var folder = Path.Combine(EnvironmentFile.Root, "artifacts", "publish", "Procurement.Host", "release");
            Assert.That(
                Directory.Exists(folder),
                Is.True,
                "Nothing is published: run `dotnet publish -c Release Host/Procurement.Host.csproj`."
            );
            return folder;
        }
    }
}
