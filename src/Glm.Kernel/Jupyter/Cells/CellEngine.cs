using System.Text.RegularExpressions;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Commands;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Kernel.CSharp;
using Glm.Kernel.Outputs;
using Glm.Kernel.Running;
using Glm.Runtime;

namespace Glm.Kernel.Jupyter.Cells;

/// <summary>C# cells and <c>#!glm</c> behind Jupyter's protocol; with the same runner as without a server.</summary>
internal sealed partial class CellEngine : IKernelEngine
{
    private const int PracticeRounds = 3;
    private const int PracticeCells = 16;

    private static readonly TimeSpan PauseBetweenRounds = TimeSpan.FromMilliseconds(250);

    // With this many names, Tab is likely to be used; the completion service takes 45 MB, which an idle kernel saves.
    private const int NamesThatAskForCompletion = 5;

    private const int LongestPrompt = 20_000;

    private readonly Lazy<Bench> _bench;
    private bool _prepared;

    /// <param name="version">The program's version.</param>
    public CellEngine(string version)
    {
        Info = new(
            "glm",
            version,
            $"glm {version}: C# and #!glm, genomic language models in notebooks.",
            "C#",
            "14.0",
            "text/x-csharp",
            ".cs",
            "csharp"
        );
        _bench = new(() => new Bench(Comms));
    }

    public KernelInfo Info { get; }

    public CommRegistry Comms { get; } = new();

    public CellReply Execute(CellCode cell, CellOutput output, CancellationToken interrupt)
    {
        var bench = _bench.Value;
        if (Question().Match(cell.Code) is { Success: true } question)
        {
            var name = question.Groups["name"].Value;
            if (bench.Assistant.Describe(name, name.Length) is not { } about)
                return new CellReply(CellError.OneLine(nameof(GlmException), $"Nothing is known about {name}."));
            return new CellReply(null, Text(about));
        }
        // A client that takes no questions runs a notebook once, from top to bottom. A page that does not name its cells may run any of
        // them again.
        var cellId = cell.CellId ?? (cell.AllowsInput ? "" : null);
        var outcome = bench.Runner.RunAsync(cell.Code, output, cell.Count, cellId, cell.Language, interrupt).GetAwaiter().GetResult();
        PrepareCompletion(bench);
        return new CellReply(outcome.Error);
    }

    public (MimeBundle? Value, CellError? Error) Evaluate(string expression, CancellationToken interrupt)
    {
        var value = new ValueOutput();
        var outcome = _bench.Value.Runner.RunAsync(expression, value, 0, interrupt: interrupt).GetAwaiter().GetResult();
        return (value.Value, outcome.Error);
    }

    public CodeCompletion Complete(string code, int position)
    {
        if (MagicLine(code, position) is { } start)
            return CompleteMagic(code, start, position);
        if (IsText(code))
            return new CodeCompletion(position, position, []);
        var (span, items) = _bench.Value.Assistant.Complete(WithoutMagics(code), position);
        return new CodeCompletion(span.Start, span.End, [.. items.Select(item => new CodeMatch(item.Text, item.Kind, item.Description))]);
    }

    public MimeBundle? Inspect(string code, int position)
    {
        if (MagicLine(code, position) is { } start)
        {
            var line = LineAt(code, start);
            if (IsGlm(line))
                return CommandHover.Describe(line, position - start, _bench.Value.Session, _bench.Value.Host) is { } help
                    ? CommandHelpView.Create(help)
                    : null;
            return CellMagics.Find(line[2..].Split(' ')[0]) is { } magic ? Text(magic.Help) : null;
        }
        return !IsText(code) && _bench.Value.Assistant.Describe(WithoutMagics(code), position) is { } description
            ? Text(description)
            : null;
    }

    public CodeState IsComplete(string code)
    {
        // Nobody types that at a prompt. Prose of such length takes the parser minutes, and running it says what is wrong.
        if (code.Length > LongestPrompt)
            return CodeState.Complete;
        try
        {
            var owner = CellMagics.OwnerOf(code, out var rest);
            if (owner is { IsText: true })
                return CodeState.Complete;
            if (owner is not null)
                return IsComplete(rest);
            var segments = CellSplitter.Split(code);
            if (segments is not [.., { IsMagic: false } last])
                return CodeState.Complete;
            if (!CSharpEngine.IsCompleteSubmission(last.Text))
                return new CodeState("incomplete", last.Text.TrimEnd().EndsWith('{') ? "    " : "");
            return segments.Any(segment => !segment.IsMagic && CSharpEngine.CheckSyntax(segment.Text, "cell") is not null)
                ? CodeState.Invalid
                : CodeState.Complete;
        }
        catch (GlmException)
        {
            return CodeState.Invalid; // a magic line where none may stand
        }
    }

    public void WarmUp()
    {
        var bench = _bench.Value;
        ChildOutput.Begin(() => bench.Runner.NewestOutput);
        bench.Engine.Run("1 + 1", "warm-up", CancellationToken.None);
        bench.Runner.ToBundle(2);
        // The runtime makes its best code of what has run thirty times, counted from when nothing new has appeared for a tenth of a
        // second. So thirty cells run, of another engine, one at a time between those of the user.
        var practice = new CSharpEngine();
        for (var round = 0; round < PracticeRounds; round++)
        {
            for (var i = 0; i < PracticeCells; i++)
                practice.Run($"var a{i} = {i}; a{i} + 1", "warm-up", CancellationToken.None);
            Thread.Sleep(PauseBetweenRounds);
        }
        // Loading the compiler left more garbage than there is to keep.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    private void PrepareCompletion(Bench bench)
    {
        if (_prepared || bench.Engine.DeclaredNames < NamesThatAskForCompletion)
            return;
        _prepared = true;
        new Thread(() =>
        {
            Thread.Sleep(PauseBetweenRounds);
            bench.Assistant.Prepare();
        })
        {
            IsBackground = true,
            Name = "completion",
            Priority = ThreadPriority.BelowNormal,
        }.Start();
    }

    public void Dispose()
    {
        CellApi.Comms = null;
        if (_bench.IsValueCreated)
            _bench.Value.Runner.Dispose();
    }

    private CodeCompletion CompleteMagic(string code, int start, int position)
    {
        var line = LineAt(code, start);
        if (IsGlm(line))
        {
            var items = CommandCompletion.Complete(line, position - start, _bench.Value.Session, _bench.Value.Host);
            return items.Count == 0
                ? new CodeCompletion(position, position, [])
                : new CodeCompletion(
                    start + items[0].Start,
                    start + items[0].Start + items[0].Length,
                    [.. items.Select(item => new CodeMatch(item.Text, "magic", item.Description))]
                );
        }
        var typed = line[..(position - start)];
        var word = typed[2..].Split(' ')[0];
        if (typed.Length == word.Length + 2)
            return new CodeCompletion(
                start,
                position,
                [
                    .. CellMagics
                        .All.SelectMany(magic =>
                            magic.Aliases.Prepend(magic.Name).Select(name => new CodeMatch("#!" + name, "magic", magic.Summary))
                        )
                        .Where(match => match.Text.StartsWith(typed, StringComparison.Ordinal)),
                ]
            );
        var argument = typed[(word.Length + 3)..].TrimStart();
        var from = position - argument.Length;
        var offered = CellMagics.Find(word) switch
        {
            null => [],
            { Argument: not null } magic when !argument.StartsWith('-') => magic.Complete(argument, _bench.Value.Engine.WorkingDirectory),
            _ => "--help".StartsWith(argument, StringComparison.Ordinal) ? ["--help"] : Array.Empty<string>(),
        };
        return new CodeCompletion(from, position, [.. offered.Select(text => new CodeMatch(text, "magic"))]);
    }

    /// <summary>The start of the magic line that holds a position; null where it is on none.</summary>
    private static int? MagicLine(string code, int position)
    {
        var start = position == 0 ? 0 : code.LastIndexOf('\n', position - 1) + 1;
        while (start < position && code[start] is ' ' or '\t')
            start++;
        return string.CompareOrdinal(code, start, "#!", 0, 2) == 0 && position >= start + 2 ? start : null;
    }

    private static string LineAt(string code, int start)
    {
        var end = code.IndexOf('\n', start);
        return (end < 0 ? code[start..] : code[start..end]).TrimEnd('\r');
    }

    private static bool IsGlm(string line) =>
        line == CommandCatalogue.Magic || line.StartsWith(CommandCatalogue.Magic + " ", StringComparison.Ordinal);

    private static bool IsText(string code)
    {
        try
        {
            return CellMagics.OwnerOf(code, out _) is { IsText: true };
        }
        catch (GlmException)
        {
            return true; // another language's
        }
    }

    // Positions stay as they are.
    private static string WithoutMagics(string code) =>
        !code.Contains("#!", StringComparison.Ordinal)
            ? code
            : string.Join(
                '\n',
                code.Split('\n')
                    .Select(line =>
                        line.AsSpan().TrimStart().StartsWith("#!", StringComparison.Ordinal) ? new string(' ', line.Length) : line
                    )
            );

    // As in IPython: "name?" or "?name" asks for help. It is not C# that could run.
    [GeneratedRegex(@"^\s*(\?{1,2}\s*(?<name>[\w.@]+)|(?<name>[\w.@]+)\s*\?{1,2})\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Question();

    private static MimeBundle Text(string text) => new(text);

    /// <summary>All that takes time to make.</summary>
    private sealed class Bench
    {
        public Bench(CommRegistry comms)
        {
            (Runner, Session) = Workbench.Create();
            CellApi.Comms = new CellComms(comms, Runner);
            Assistant = new CodeAssistant(Runner.Engine);
            Host = new ReadOnlyHost(Runner.Engine);
        }

        public CellRunner Runner { get; }

        public CSharpEngine Engine => Runner.Engine;

        public GlmSession Session { get; }

        public CodeAssistant Assistant { get; }

        public INotebookHost Host { get; }
    }

    /// <summary>Keeps a cell's value and drops the rest.</summary>
    private sealed class ValueOutput : CellOutput
    {
        public MimeBundle? Value { get; private set; }

        protected override void OnText(bool isError, string text) { }

        protected override void OnDisplay(MimeBundle content, string displayId) { }

        protected override void OnUpdate(string displayId, MimeBundle content) { }

        protected override void OnResult(MimeBundle content) => Value = content;
    }
}
