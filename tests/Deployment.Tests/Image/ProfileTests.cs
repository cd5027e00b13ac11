namespace Deployment.Tests.Image;

using System.IO.Compression;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using TestKit;

/// <summary>The recorded profile that the image's runtime compiles by, which says nothing when it cannot be used (ADR 35).</summary>
internal sealed class ProfileTests
{
    private const BindingFlags Everything =
        BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    [Test]
    public void The_runtime_knows_each_setting_that_the_image_gives_it()
    {
        var runtime = File.ReadAllBytes(Directory.GetFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*coreclr.*").Single());
        var settings = Dockerfile.All("ENV").Select(variable => variable.Split('=')[0]).ToList();

        Assert.That(settings, Has.Member("DOTNET_ReadPGOData").And.All.StartWith("DOTNET_"));
        foreach (var setting in settings)
            Assert.That(runtime.AsSpan().IndexOf(Encoding.Unicode.GetBytes(setting["DOTNET_".Length..])), Is.Positive, setting);
    }

    /// <summary>What it tells of a method that is not there, or no longer the same, is of no use: then it is time for `make profile`.</summary>
    [Test]
    public void The_profile_is_of_this_code()
    {
        var methods = Methods().Where(name => name.StartsWith("Procurement.", StringComparison.Ordinal) && !name.Contains('<')).ToHashSet();

        var known = methods.Where(IsThere).ToList();

        Assert.That(methods, Has.Count.GreaterThan(200));
        Assert.That(known.Count, Is.GreaterThan(0.8 * methods.Count), $"Not there: {string.Join(", ", methods.Except(known))}.");
    }

    /// <summary>Their types and names, without what stands for type parameters.</summary>
    private static IEnumerable<string> Methods()
    {
        using var profile = File.OpenRead(Path.Combine(EnvironmentFile.Root, "ops", "profile.pgo.gz"));
        using var lines = new StreamReader(new GZipStream(profile, CompressionMode.Decompress));
        Assert.That(lines.ReadLine(), Does.Match(@"^\*\*\* START PGO Data, max index = \d+ \*\*\*$"));
        const string Name = "MethodName: ";
        while (lines.ReadLine() is { } line)
        {
            if (!line.StartsWith(Name, StringComparison.Ordinal))
                continue;
            var (from, to) = (line.IndexOf('['), line.LastIndexOf(']'));
            yield return (from < 0 ? line : line.Remove(from, to + 1 - from))[Name.Length..];
        }
    }

    private static bool IsThere(string name)
    {
        // A constructor's own name begins with the point that parts it from its type.
        var end = name.EndsWith(".ctor", StringComparison.Ordinal) ? name.Length - ".ctor".Length - 1 : name.LastIndexOf('.');
        return Ours.Any(assembly => assembly.GetType(name[..end])?.GetMember(name[(end + 1)..], Everything).Length > 0);
    }

    private static readonly Assembly[] Ours =
    [
        .. Directory.GetFiles(AppContext.BaseDirectory, "Procurement.*.dll").Select(Assembly.LoadFrom),
        Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, "procurement.dll")),
    ];
}
