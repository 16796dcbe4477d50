using System.Diagnostics;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Completion;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.QuickInfo;
using Microsoft.CodeAnalysis.Text;

namespace Glm.Kernel.CSharp;

/// <summary>Completes the next cell and explains what stands at the cursor. Safe from any thread.</summary>
/// <param name="engine">Ran the earlier cells.</param>
internal sealed class CodeAssistant(CSharpEngine engine)
{
    /// <summary>The longest code that is looked at: a cell of some thousand lines. The time for it grows faster than the code.</summary>
    private const int LongestCode = 250_000;

    private const int MostItems = 1000;
    private const int MostSignatures = 12;

    private static readonly TimeSpan TimeForDescriptions = TimeSpan.FromMilliseconds(25);

    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Latest, DocumentationMode.Parse, SourceCodeKind.Script);

    private static readonly string[] Few = ["System.Private.CoreLib.dll", "System.Runtime.dll", "System.Console.dll"];
    private static readonly Lazy<MefHostServices> Host = new(() => MefHostServices.Create(MefHostServices.DefaultAssemblies));

    private readonly Lock _oneAtATime = new();
    private Solution? _solution;
    private DocumentId? _document;

    /// <summary>
    /// How long an answer may take; after that there is none. Far beyond what a cell that somebody writes takes: nothing else that the
    /// front end asks for is answered in the meantime.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What may stand at a position; nothing where the code is too long or nested too deep to be looked at.</summary>
    /// <returns>The span it replaces, and the texts with what they are, for example "method", and with their declaration and documentation
    /// as far as time allows.</returns>
    public (TextSpan Span, IReadOnlyList<(string Text, string Kind, string Description)> Items) Complete(string code, int position)
    {
        return Within(code, Answer) ?? (new TextSpan(position, 0), []);

        (TextSpan, IReadOnlyList<(string, string, string)>)? Answer(CancellationToken token)
        {
            var (document, before) = Document(code, position, token);
            var service = CompletionService.GetService(document)!;
            var list = service.GetCompletionsAsync(document, before + position, cancellationToken: token).GetAwaiter().GetResult();
            var start = Math.Clamp(list.Span.Start - before, 0, position);
            var typed = code[start..position];
            var items = list
                .ItemsList.Where(item => item.FilterText.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
                .OrderBy(item => !item.FilterText.StartsWith(typed, StringComparison.Ordinal))
                .ThenBy(item => item.SortText, StringComparer.OrdinalIgnoreCase)
                .DistinctBy(item => item.DisplayText)
                .Take(MostItems)
                .ToList();
            var described = Describe(service, document, items, token)
                .Select((description, i) => (items[i].DisplayText, items[i].Tags.FirstOrDefault()?.ToLowerInvariant() ?? "", description));
            return (TextSpan.FromBounds(start, Math.Clamp(list.Span.End - before, position, code.Length)), [.. described]);
        }
    }

    /// <summary>A description of each item, empty from where the time for them is used up: the names must not wait.</summary>
    private static IEnumerable<string> Describe(
        CompletionService service,
        Document document,
        List<CompletionItem> items,
        CancellationToken token
    )
    {
        var begun = Stopwatch.GetTimestamp();
        foreach (var item in items)
            yield return Stopwatch.GetElapsedTime(begun) > TimeForDescriptions
                ? ""
                : Plain(service.GetDescriptionAsync(document, item, token).GetAwaiter().GetResult()?.Text ?? "");
    }

    // Roslyn writes for a window of its own: no-break spaces and Windows' line ends.
    private static string Plain(string text) => text.ReplaceLineEndings("\n").Replace('\u00a0', ' ').Trim();

    /// <summary>
    /// Explains what stands at a position: a name's declaration and documentation; between a call's parentheses, its overloads. Null where
    /// there is nothing to say.
    /// </summary>
    public string? Describe(string code, int position)
    {
        return Within(code, token =>
        {
            var (document, before) = Document(code, position, token);
            var touchesName = position > 0 && IsPartOfName(code[position - 1]) || position < code.Length && IsPartOfName(code[position]);
            var at = before + (position > 0 && (position == code.Length || !IsPartOfName(code[position])) ? position - 1 : position);
            return (touchesName ? QuickInfo(document, at, token) : null)
                ?? Overloads(document, before + position, token)
                ?? QuickInfo(document, at, token);
        });

        static bool IsPartOfName(char c) => SyntaxFacts.IsIdentifierPartCharacter(c);
    }

    /// <summary>Asks the service, one question at a time; the default where it must not be asked or has no answer in time.</summary>
    private T? Within<T>(string code, Func<CancellationToken, T?> ask)
    {
        if (code.Length > LongestCode || CodeDepth.IsTooDeep(code))
            return default;
        lock (_oneAtATime)
        {
            using var limit = new CancellationTokenSource(Patience);
            try
            {
                return CodeDepth.IsTooDeepTree(code, Parsing, limit.Token) ? default : ask(limit.Token);
            }
            catch (Exception fault) when (fault is OperationCanceledException or InsufficientExecutionStackException)
            {
                return default;
            }
        }
    }

    private static string? QuickInfo(Document document, int position, CancellationToken token)
    {
        var info = QuickInfoService.GetService(document)!.GetQuickInfoAsync(document, position, token).GetAwaiter().GetResult();
        var text = info is null
            ? ""
            : string.Join("\n\n", info.Sections.Select(section => Plain(section.Text)).Where(text => text.Length > 0));
        return text.Length == 0 ? null : text;
    }

    private static string? Overloads(Document document, int position, CancellationToken token)
    {
        var root = document.GetSyntaxRootAsync(token).GetAwaiter().GetResult()!;
        var call = root.FindToken(Math.Max(0, position - 1))
            .Parent?.AncestorsAndSelf()
            .OfType<ArgumentListSyntax>()
            .FirstOrDefault(list =>
                list.OpenParenToken.Span.End <= position && (list.CloseParenToken.IsMissing || position <= list.CloseParenToken.SpanStart)
            )
            ?.Parent;
        if (call is null)
            return null;
        var model = document.GetSemanticModelAsync(token).GetAwaiter().GetResult()!;
        IEnumerable<ISymbol> symbols = call switch
        {
            InvocationExpressionSyntax invocation => model.GetMemberGroup(invocation.Expression, token),
            ObjectCreationExpressionSyntax creation => model.GetMemberGroup(creation, token) is { Length: > 0 } group ? group
            : model.GetSymbolInfo(creation.Type, token).Symbol is INamedTypeSymbol type ? type.InstanceConstructors
            : [],
            _ => [],
        };
        var arguments = call.ChildNodes().OfType<ArgumentListSyntax>().First();
        var active = arguments.Arguments.GetSeparators().Count(comma => comma.Span.End <= position);
        var chosen = model.GetSymbolInfo(call, token).Symbol;
        // Overloads that have a parameter at the cursor come first, and of them the one that the compiler would choose.
        var overloads = symbols
            .OfType<IMethodSymbol>()
            .OrderBy(overload => !Takes(overload, active))
            .ThenBy(overload => !SymbolEqualityComparer.Default.Equals(overload, chosen))
            .ToArray();
        if (overloads.Length == 0)
            return null;
        var text = new StringBuilder();
        foreach (var overload in overloads.Take(MostSignatures))
        {
            var isFirst = text.Length == 0;
            text.Append(overload.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)).Append('\n');
            if (isFirst && Takes(overload, active))
                text.Append("    here: ")
                    .Append(
                        overload
                            .Parameters[Math.Min(active, overload.Parameters.Length - 1)]
                            .ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)
                    )
                    .Append('\n');
        }
        if (overloads.Length > MostSignatures)
            text.Append("and ").Append(overloads.Length - MostSignatures).Append(" more overloads\n");
        return text.ToString().TrimEnd();

        static bool Takes(IMethodSymbol method, int argument) =>
            method.Parameters.Length > 0 && (argument < method.Parameters.Length || method.Parameters[^1].IsParams);
    }

    /// <summary>The earlier cells followed by the code, and by how much its positions move there.</summary>
    private (Document Document, int Before) Document(string code, int position, CancellationToken token)
    {
        code = UsingDeclarations.Blank(code);
        var scope = engine.Scope;
        var (usings, declarations) = scope.Flatten();
        // Usings stand before everything else, including those of this code.
        var head = EndOfUsings(code, token);
        if (_solution is null)
            (_solution, _document) = Create(CellReferences.References);
        // Kept: what did not change since the last call is not computed again.
        if (_solution.GetDocument(_document)!.Project.MetadataReferences.Count != CellReferences.References.Count + scope.References.Count)
            _solution = _solution.WithProjectMetadataReferences(_document!.ProjectId, CellReferences.References.Concat(scope.References));
        _solution = _solution.WithDocumentText(_document!, SourceText.From($"{usings}{code[..head]}\n{declarations}{code[head..]}"));
        var isInHead = position < head || position == head && code.AsSpan(0, head).TrimEnd().Length == head;
        return (_solution.GetDocument(_document)!, usings.Length + (head > 0 && isInHead ? 0 : 1 + declarations.Length));
    }

    private static int EndOfUsings(string code, CancellationToken token) =>
        code.Contains("using", StringComparison.Ordinal)
        && CSharpSyntaxTree.ParseText(code, Parsing, cancellationToken: token).GetCompilationUnitRoot(token).Usings is [.., var last]
            ? last.FullSpan.End
            : 0;

    /// <summary>
    /// Loads what completing needs apart from the libraries' names, by completing once among a few of them: JupyterLab does not wait over
    /// a second for the first answer. The names, most of the memory, come when they are asked for.
    /// </summary>
    public void Prepare()
    {
        lock (_oneAtATime)
        {
            if (_solution is not null)
                return;
            var (solution, id) = Create(
                CellReferences.References.Where(reference =>
                    Array.Exists(Few, name => reference.Display!.EndsWith(name, StringComparison.OrdinalIgnoreCase))
                )
            );
            const string code = "System.Console.Wr";
            var document = solution.WithDocumentText(id, SourceText.From(code)).GetDocument(id)!;
            var service = CompletionService.GetService(document)!;
            var list = service.GetCompletionsAsync(document, code.Length).GetAwaiter().GetResult();
            _ = service.GetDescriptionAsync(document, list.ItemsList[0]).GetAwaiter().GetResult();
        }
    }

    private static (Solution Solution, DocumentId Document) Create(IEnumerable<MetadataReference> references)
    {
        var project = ProjectId.CreateNewId();
        var document = DocumentId.CreateNewId(project);
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, usings: CellReferences.Imports, allowUnsafe: true);
        var info = ProjectInfo.Create(
            project,
            VersionStamp.Create(),
            "cells",
            "cells",
            LanguageNames.CSharp,
            compilationOptions: options,
            parseOptions: Parsing,
            metadataReferences: references,
            isSubmission: true
        );
        var solution = new AdhocWorkspace(Host.Value)
            .CurrentSolution.AddProject(info)
            .AddDocument(DocumentInfo.Create(document, "cell.csx", sourceCodeKind: SourceCodeKind.Script));
        return (solution, document);
    }
}
