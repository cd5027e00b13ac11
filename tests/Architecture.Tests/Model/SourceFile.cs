namespace Architecture.Tests;

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

/// <summary>One C# file, parsed when a rule asks.</summary>
internal sealed class SourceFile(string path, string text)
{
    private readonly Lazy<SyntaxNode> root = new(() => CSharpSyntaxTree.ParseText(text, path: path).GetRoot());

    /// <summary>Relative to the root of the tree, with slashes.</summary>
    public string Path => path;

    public string Folder => System.IO.Path.GetDirectoryName(path)!.Replace('\\', '/');

    public string Text => text;

    public string[] Lines => text.TrimEnd('\n').Split('\n');

    public SyntaxNode Root => root.Value;

    public static int LineOf(SyntaxNodeOrToken node) => node.GetLocation()!.GetLineSpan().StartLinePosition.Line + 1;
}
