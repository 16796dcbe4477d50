using System.Collections.Immutable;
using System.Text;
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
        var text = SourceText.From(File.ReadAllText(resolvedPath), Encoding.UTF8);
        return withChecks ? InterruptChecks.Insert(CSharpSyntaxTree.ParseText(text, options)) ?? text : text;
    }
}
