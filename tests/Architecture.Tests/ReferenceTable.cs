namespace Architecture.Tests;

/// <summary>What each kind of project references. Data: the table of the design's first section.</summary>
internal static class ReferenceTable
{
    /// <param name="Required">Project references it always has. X stands for its own module.</param>
    /// <param name="Allowed">Project references it may have besides. Y stands for a module of the module map, * for any name or none.</param>
    /// <param name="Packages">Packages and frameworks it may reference.</param>
    internal sealed record Row(string[] Required, string[] Allowed, string[] Packages);

    private const string Blocks = "Procurement.BuildingBlocks";
    private const string Persistence = $"{Blocks}.Persistence";
    private const string Messaging = $"{Blocks}.Messaging";
    public const string WebFramework = "Microsoft.AspNetCore.App";

    private static readonly string[] DatabasePackages =
    [
        "EFCore.NamingConventions",
        "Microsoft.EntityFrameworkCore.Relational",
        "Npgsql",
        "Npgsql.EntityFrameworkCore.PostgreSQL",
        "Polly.Core",
        "Scrutor",
    ];

    public static Row For(Project project) =>
        project.Kind switch
        {
            ProjectKind.BuildingBlocks => new([], [], []),
            // Persistence is the floor that the other two stand on, beside each other.
            ProjectKind.SharedInfrastructure when project.Name == Persistence => new([Blocks], [], DatabasePackages),
            ProjectKind.SharedInfrastructure when project.Name == Messaging => new(
                [Blocks, Persistence],
                [],
                ["MassTransit*", "Confluent.Kafka*"]
            ),
            ProjectKind.SharedInfrastructure => new([Blocks, Persistence], [], ["*"]),
            ProjectKind.Contracts => new([Blocks], [], []),
            ProjectKind.Core => new([Blocks, "Procurement.X.Contracts"], [], []),
            ProjectKind.Adapters => new(
                [Blocks, "Procurement.X.Contracts", "Procurement.X.Core"],
                [$"{Blocks}.*", "Procurement.Y.Contracts"],
                [
                    WebFramework,
                    "FluentValidation",
                    "MailKit",
                    "MassTransit.Abstractions",
                    "Microsoft.EntityFrameworkCore.Relational",
                    "Npgsql",
                    "Npgsql.EntityFrameworkCore.PostgreSQL",
                    "PublicHoliday",
                ]
            ),
            // The host also references the Adapters of every module that there is.
            ProjectKind.Host => new([Blocks], [$"{Blocks}.*"], []),
            _ => throw new ArgumentOutOfRangeException(nameof(project), project.Kind, "No row in the table."),
        };

    /// <summary>The only project that may reference the package of a decorating container.</summary>
    public static readonly (string Package, string User) Decoration = ("Scrutor", Persistence);

    /// <summary>Assemblies that a core, or Contracts, may reference: those with no way out to networks, processes or frameworks.</summary>
    public static readonly IReadOnlySet<string> BaseAssemblies = new HashSet<string>
    {
        "System.Collections",
        "System.Collections.Immutable",
        "System.Linq",
        "System.Memory",
        "System.Runtime",
        // Where the compiler finds what it fills lists with.
        "System.Runtime.InteropServices",
        "System.Runtime.Numerics",
        "System.Text.Json",
        "System.Text.RegularExpressions",
        "System.Threading",
    };
}
