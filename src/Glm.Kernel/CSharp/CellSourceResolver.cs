using System.Collections.Immutable;
using System.Text;
using Glm.Arrays.Storage;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Glm.Kernel.CSharp;

/// <summary>Answers <c>#load "file.csx"</c>; the loops of loaded files can be interrupted as well.</summary>
internal sealed class CellSourceResolver(string baseFolder, CSharpParseOptions options, bool withChecks)
    : SourceFileResolver(ImmutableArray<string>.Empty, baseFolder)
{
    public override SourceText ReadText(string resolvedPath)
    {
        StoredFile.RequireRegular(resolvedPath);
        var tree = CSharpSyntaxTree.ParseText(
            SourceText.From(UsingDeclarations.Take(File.ReadAllText(resolvedPath)), Encoding.UTF8),
            options,
            resolvedPath
        );
        if (ExtensionClasses.Lift(tree) is { } lifted)
            tree = CSharpSyntaxTree.ParseText(lifted, options, resolvedPath);
        return (withChecks ? InterruptChecks.Insert(tree, resolvedPath) : null) ?? tree.GetText();
    }
}
