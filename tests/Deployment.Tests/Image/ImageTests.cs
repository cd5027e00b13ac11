namespace Deployment.Tests.Image;

using System.Xml.Linq;
using TestKit;

/// <summary>The Dockerfile against the tree it builds. No engine runs here; ops/image.sh carries its lines out.</summary>
internal sealed class ImageTests
{
    private static readonly string[] Stays =
    [
        ".git/config",
        ".data/postgres/data/PG_VERSION",
        "artifacts/publish/Procurement.Host/release/procurement",
        "env/development.env",
        "env/test.env",
        ".env",
        "Host/bin/Debug/procurement.dll",
        "Modules/Supplier/Core/obj/project.assets.json",
        "docs/openapi.json",
        "ops/cluster.sh",
        "tests/Deployment.Tests/Deployment.Tests.csproj",
    ];

    /// <summary>What publishing runs first; all that it refers to is the host's too.</summary>
    private const string CompileModels = "ops/compile-models/CompileModels.csproj";

    [Test]
    public void The_restore_layer_is_every_project_of_the_host_its_lock_file_and_what_decides_about_packages()
    {
        var expected = Projects("Host/Procurement.Host.csproj")
            .Distinct()
            .Append(CompileModels)
            .SelectMany(project => new[] { project, $"{Path.GetDirectoryName(project)}/packages.lock.json" })
            .Concat(["global.json", "Directory.Build.props", "Directory.Packages.props", "ops/publish.sh"]);

        Assert.That(Dockerfile.RestoreLayer, Is.EquivalentTo(expected));
    }

    [Test]
    public void What_is_copied_is_there_and_lands_where_it_was()
    {
        foreach (var copy in Dockerfile.All("COPY").Where(copy => !copy.StartsWith("--from", StringComparison.Ordinal) && copy != ". ."))
        {
            var words = copy.Split(' ');
            foreach (var file in words[..^1])
            {
                Assert.That(File.Exists(Path.Combine(EnvironmentFile.Root, file)), Is.True, file);
                Assert.That(DockerIgnore.Sends(file), Is.True, $"{file} is copied and not sent");
                Assert.That(Path.GetFullPath(Path.Combine("/", words[^1], Path.GetFileName(file))), Is.EqualTo(Path.Combine("/", file)));
            }
        }
    }

    [Test]
    public void What_is_compiled_is_sent_and_nothing_else()
    {
        var folders = new[] { "BuildingBlocks", "Host", "Modules", Path.GetDirectoryName(CompileModels)! };
        var code = folders.SelectMany(folder =>
            Directory.EnumerateFiles(Path.Combine(EnvironmentFile.Root, folder), "*.cs", SearchOption.AllDirectories)
        );
        foreach (var file in code.Select(file => Path.GetRelativePath(EnvironmentFile.Root, file)))
            Assert.That(DockerIgnore.Sends(file), Is.True, file);
        foreach (var file in new[] { ".editorconfig", "BannedSymbols.txt", "BannedSymbols.Console.txt" })
            Assert.That(DockerIgnore.Sends(file), Is.True, file);
        Assert.That(Stays.Where(DockerIgnore.Sends), Is.Empty);
    }

    [Test]
    public void Each_line_of_dockerignore_is_of_a_shape_that_its_readers_know_and_speaks_of_something()
    {
        Assert.That(DockerIgnore.Lines[0], Is.EqualTo("*"), "an allow-list");
        Assert.That(DockerIgnore.Lines, Has.All.Matches(@"^(\*|![\w./-]+|\*\*/(\*\.)?\w+)$"));
        foreach (var allowed in DockerIgnore.Lines.Where(line => line[0] == '!').Select(line => line[1..]))
            Assert.That(Path.Exists(Path.Combine(EnvironmentFile.Root, allowed)), Is.True, allowed);
    }

    [Test]
    public void Commands_of_the_build_are_those_of_the_script_that_is_tried_without_an_engine()
    {
        var commands = Dockerfile.All("RUN").Select(run => string.Join(' ', run.Split(' ').SkipWhile(word => word.StartsWith("--mount"))));

        Assert.That(commands, Is.EqualTo(new[] { "ops/publish.sh restore", "ops/publish.sh publish out" }));
        Assert.That(Dockerfile.All("COPY"), Does.Contain("--from=build /source/out /app/"));
    }

    [Test]
    public void What_is_started_is_the_host_by_its_own_number_and_stopped_by_SIGTERM()
    {
        var host = XDocument.Load(Path.Combine(EnvironmentFile.Root, "Host", "Procurement.Host.csproj"));
        var assembly = host.Descendants("AssemblyName").Single().Value;

        Assert.That(Dockerfile.Words(Dockerfile.All("ENTRYPOINT").Single()), Is.EqualTo(new[] { $"/app/{assembly}" }));
        Assert.That(Dockerfile.Words(Dockerfile.All("HEALTHCHECK").Single()), Is.EqualTo(new[] { $"/app/{assembly}", "healthcheck" }));
        Assert.That(Dockerfile.All("USER"), Is.EqualTo(new[] { "65532:65532" }));
        Assert.That(Dockerfile.All("STOPSIGNAL"), Is.EqualTo(new[] { "SIGTERM" }));
    }

    [Test]
    public void Base_images_have_a_version_and_can_be_named_by_digest()
    {
        var bases = Dockerfile.All("ARG").Where(argument => argument.Contains('=')).Select(argument => argument.Split('=')).ToList();

        Assert.That(bases.Select(pair => pair[0]), Is.EqualTo(new[] { "SDK", "RUNTIME" }));
        Assert.That(bases.Select(pair => pair[1]), Has.All.Matches(@"^[\w./-]+:10\.0[\w.-]*$"));
        Assert.That(Dockerfile.All("FROM"), Is.EqualTo(new[] { "${SDK} AS build", "${RUNTIME}" }));
    }

    [Test]
    public void Labels_say_what_it_is_and_of_which_commit()
    {
        var labels = Dockerfile.All("LABEL").Select(label => label.Split('=')[0]);

        Assert.That(
            labels,
            Is.EquivalentTo(new[] { "title", "description", "revision" }.Select(name => $"org.opencontainers.image.{name}"))
        );
    }

    /// <summary>A project and all that it refers to.</summary>
    private static IEnumerable<string> Projects(string project) =>
        XDocument
            .Load(Path.Combine(EnvironmentFile.Root, project))
            .Descendants("ProjectReference")
            .Select(reference => Path.Combine(EnvironmentFile.Root, Path.GetDirectoryName(project)!, reference.Attribute("Include")!.Value))
            .SelectMany(path => Projects(Path.GetRelativePath(EnvironmentFile.Root, path)))
            .Prepend(project);
}
