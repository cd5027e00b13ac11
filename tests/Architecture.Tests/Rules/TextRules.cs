namespace Architecture.Tests.Rules;

using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

/// <summary>What only the text of the sources shows.</summary>
internal static partial class TextRules
{
    public static readonly Rule Schemas = new(12, "SQL names only the module's own schema", CheckSchemas);

    public static readonly Rule Tidiness = new(
        13,
        "Files have at most 400 lines, methods 50, folders 12 files, and no diagnostic is silenced without the number of an ADR",
        CheckTidiness
    );

    private const int LongestFile = 400;
    private const int LongestMethod = 50;
    private const int FullestFolder = 12;

    private static void CheckSchemas(Codebase code, Findings found)
    {
        var schemas = code.Modules.Select(module => module.ToLowerInvariant()).ToList();
        var literals = code
            .Projects.SelectMany(project =>
                project.Sources.SelectMany(Literals).Select(literal => (project, literal.File, literal.Line, literal.Text))
            )
            .Where(literal => !WireName().IsMatch(literal.Text));
        foreach (var (project, file, line, text) in found.All("texts", literals))
        foreach (var schema in schemas.Where(schema => schema != project.Module?.ToLowerInvariant()))
            found.Expect(
                !Regex.IsMatch(text, $@"\b{schema}""?\.""?\w", RegexOptions.IgnoreCase),
                $"{file.Path}:{line} names the schema {schema}"
            );
    }

    private static IEnumerable<(SourceFile File, int Line, string Text)> Literals(SourceFile file) =>
        file
            .Root.DescendantTokens()
            .Where(token => token.Kind() is SyntaxKind.InterpolatedStringTextToken || token.Value is string)
            .Where(token => !token.IsKind(SyntaxKind.IdentifierToken))
            .Select(token => (file, SourceFile.LineOf(token), token.ValueText));

    private static void CheckTidiness(Codebase code, Findings found)
    {
        foreach (var file in found.All("files", code.Files))
        {
            found.Expect(file.Lines.Length <= LongestFile, $"{file.Path} has {file.Lines.Length} lines");
            foreach (var method in file.Root.DescendantNodes().Where(IsMethod))
            {
                var span = method.GetLocation().GetLineSpan();
                var lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
                found.Expect(lines <= LongestMethod, $"{file.Path}:{SourceFile.LineOf(method)} is a method of {lines} lines");
            }
        }
        foreach (var folder in code.Files.GroupBy(file => file.Folder))
            found.Expect(folder.Count() <= FullestFolder, $"{folder.Key} has {folder.Count()} files");
        foreach (var file in code.Files.Concat(code.OtherTexts))
        foreach (var line in Silences(file))
            found.Expect(false, $"{file.Path}:{line} silences a diagnostic without the number of an ADR");
    }

    private static bool IsMethod(SyntaxNode node) =>
        node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax;

    /// <summary>The number stands on the line itself or on the one above.</summary>
    private static IEnumerable<int> Silences(SourceFile file)
    {
        var silencer = Path.GetExtension(file.Path) switch
        {
            ".cs" => SilencesCode(),
            ".editorconfig" => SilencesByConfiguration(),
            _ => SilencesBuild(),
        };
        var lines = file.Lines;
        // Of C# only what the compiler obeys counts, and not what stands in a string.
        var obeyed = file.Path.EndsWith(".cs", StringComparison.Ordinal) ? ObeyedLines(file) : Enumerable.Range(0, lines.Length);
        return obeyed
            .Where(i => silencer.IsMatch(lines[i]))
            .Where(i => !Adr().IsMatch(lines[i]) && (i == 0 || !Adr().IsMatch(lines[i - 1])))
            .Select(i => i + 1);
    }

    private static IEnumerable<int> ObeyedLines(SourceFile file)
    {
        var directives = file.Root.DescendantTrivia().Where(trivia => trivia.IsDirective).Select(trivia => trivia.GetLocation());
        var attributes = file
            .Root.DescendantNodes()
            .OfType<AttributeSyntax>()
            .Where(a => SilencesCode().IsMatch(a.Name.ToString()))
            .Select(attribute => attribute.GetLocation());
        return directives.Concat(attributes).Select(place => place.GetLineSpan().StartLinePosition.Line).Distinct();
    }

    [GeneratedRegex(@"^\s*#pragma\s+warning\s+disable|^\s*#nullable\s+disable|SuppressMessage")]
    private static partial Regex SilencesCode();

    [GeneratedRegex(
        @"<(NoWarn|WarningsNotAsErrors|MSBuildWarningsAsMessages)\b|<TreatWarningsAsErrors>\s*false|<Nullable>\s*disable",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex SilencesBuild();

    [GeneratedRegex(
        @"^\s*dotnet_(diagnostic|analyzer_diagnostic)\S*severity\s*=\s*(none|silent|suggestion|default)|generated_code\s*=\s*true"
    )]
    private static partial Regex SilencesByConfiguration();

    [GeneratedRegex(@"ADR \d{4}")]
    private static partial Regex Adr();

    [GeneratedRegex(@"^[a-z]+\.[a-z0-9-]+\.v\d+$")]
    private static partial Regex WireName();
}
