namespace Deployment.Tests.Image;

using TestKit;

/// <summary>EF Core's models in what is published, beside those that are found out at run time, as all other tests have them (ADR 32).</summary>
internal sealed class CompiledModelStories
{
    [Test]
    public async Task What_is_published_has_models_that_say_what_those_say_which_are_found_out_at_run_time()
    {
        var (code, output) = await Check(Published.Folder);

        Assert.That(code, Is.Zero, output);
        Assert.That(output.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(3).And.All.Contains(", alike"));
    }

    [Test]
    public async Task What_was_only_built_is_told_from_that()
    {
        var (code, output) = await Check(AppContext.BaseDirectory);

        Assert.That(code, Is.EqualTo(1), output);
        Assert.That(output, Does.Contain("no compiled model"));
    }

    private static async Task<(int Code, string Output)> Check(string folder)
    {
        var program = Path.Combine(EnvironmentFile.Root, "artifacts", "bin", "CompileModels", "release", "CompileModels.dll");
        var (code, output, error) = await Programs.Run("dotnet", [program, "check", folder]);
        return (code, output + error);
    }
}
