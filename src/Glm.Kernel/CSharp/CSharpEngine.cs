using System.Reflection;
using System.Text;
using Glm.Interactive.CommandLanguage;
using Glm.Kernel.Outputs;
using Glm.Runtime;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace Glm.Kernel.CSharp;

/// <summary>
/// Runs C# cell after cell, each seeing what the earlier ones declared. <see cref="Run"/> executes on the calling thread, one cell of the
/// process at a time; the variables may be read and set from any thread.
/// </summary>
public sealed class CSharpEngine
{
    private static readonly Lock OneCellAtATime = new();
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest, DocumentationMode.None, SourceCodeKind.Script);
    private static readonly EmitOptions Emission = new(
        debugInformationFormat: DebugInformationFormat.PortablePdb,
        instrumentationKinds: [InstrumentationKind.StackOverflowProbing]
    );

    private const string CellAssembly = "cell_";

    private readonly Lock _state = new();
    private readonly CellAssemblyContext _context = new();
    private readonly NuGetPackages _packages = new();
    private readonly HashSet<string> _restored = new(StringComparer.Ordinal);
    private readonly List<MetadataReference> _packageReferences = []; // until a submission that refers to them compiles
    private readonly Dictionary<string, FieldInfo> _fields = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _slotOfField = new(StringComparer.Ordinal);
    private readonly ShadowedVariables _shadowed = new();
    private readonly Dictionary<string, Type> _cellTypes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (object? Value, Type Type)> _pending = new(StringComparer.Ordinal);
    private readonly List<SyntaxTree> _compiledTrees = [];
    private readonly List<MetadataReference> _addedReferences = [];
    private CSharpCompilation? _previous;
    private object?[] _submissions = new object?[16]; // slot 0 belongs to a globals object, which cells do without
    private bool _hasForwarders;
    private int _used = 1;
    private int _compiled;
    private Assembly? _newest;

    /// <summary>The folder that <c>#r</c> and <c>#load</c> start from.</summary>
    public string WorkingDirectory { get; set; } = Environment.CurrentDirectory;

    /// <summary>How long an interrupted cell may take to end by itself before its waits are broken.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>The variables, newest of each name, in order of name.</summary>
    public IReadOnlyList<CellVariable> Variables
    {
        get
        {
            lock (_state)
            {
                var set = _pending.Select(pair => new CellVariable(pair.Key, pair.Value.Type, pair.Value.Value));
                var declared = _fields
                    .Where(pair => !_pending.ContainsKey(pair.Key))
                    .Select(pair => new CellVariable(pair.Key, pair.Value.FieldType, Read(pair.Key)));
                return [.. set.Concat(declared).OrderBy(variable => variable.Name, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Parses without running.</summary>
    /// <returns>The syntax errors as one, or null.</returns>
    /// <exception cref="GlmException">The code is nested too deep to be parsed.</exception>
    public static CellError? CheckSyntax(string code, string name)
    {
        var outline = LargeCell.Outline(code, ParseOptions);
        var errors = SyntaxErrors(outline);
        if (errors.Length > 0 && outline != code)
            errors = SyntaxErrors(code); // for their columns
        if (LargeCell.IsLarge(code))
            CompilerCaches.Clear();
        return errors.Length == 0 ? null : CellErrors.FromDiagnostics(errors, (_, line) => LineOf(code, line));

        Diagnostic[] SyntaxErrors(string text) =>
            [.. Parse(text, name).GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error)];
    }

    /// <summary>Whether Enter would run the code at a prompt; so it does for code that no further text can repair.</summary>
    /// <exception cref="GlmException">The code cannot be parsed.</exception>
    internal static bool IsCompleteSubmission(string code) => SyntaxFactory.IsCompleteSubmission(Parse(code, ""));

    /// <summary>How many names the cells have declared.</summary>
    internal int DeclaredNames
    {
        get
        {
            lock (_state)
                return _fields.Count;
        }
    }

    /// <summary>What code of the next cell could refer to, for completion and help.</summary>
    internal CellScope Scope
    {
        get
        {
            lock (_state)
                return new CellScope(
                    [.. _compiledTrees],
                    [.. _pending.Select(pair => $"{CSharpName.InSource(pair.Value.Type)} @{pair.Key} = default!;")],
                    [.. _addedReferences]
                );
        }
    }

    /// <summary>Finds the newest variable of a name.</summary>
    public bool TryGetVariable(string name, out object? value)
    {
        lock (_state)
        {
            if (_pending.TryGetValue(name, out var pending))
            {
                value = pending.Value;
                return true;
            }
            value = _fields.ContainsKey(name) ? Read(name) : null;
            return _fields.ContainsKey(name);
        }
    }

    /// <summary>Makes a variable, or replaces it; the next C# that runs sees it under its static type.</summary>
    /// <param name="name">A C# name.</param>
    /// <param name="value">Null only where the type allows it.</param>
    /// <param name="type">The type the variable gets. Where cells cannot name it: its nearest public base class or interface, else
    /// object.</param>
    /// <exception cref="GlmException">The name is not a valid C# name.</exception>
    /// <exception cref="ArgumentException">The value is not of the type.</exception>
    public void SetVariable(string name, object? value, Type type)
    {
        if (!SyntaxFacts.IsValidIdentifier(name))
            throw new GlmException($"'{name}' cannot be a variable's name: use letters, digits and _, and do not begin with a digit.");
        if (value is null ? type.IsValueType && Nullable.GetUnderlyingType(type) is null : !type.IsInstanceOfType(value))
            throw new ArgumentException($"A {value?.GetType().Name ?? "null"} is not a {type}.", nameof(value));
        lock (_state)
        {
            var nameable = CellTypes.Nameable(type, IsNewestCellType);
            if (
                _fields.TryGetValue(name, out var field)
                && field.FieldType == nameable
                && field is { IsInitOnly: false, IsLiteral: false, IsStatic: false }
            )
            {
                _pending.Remove(name);
                field.SetValue(_submissions[_slotOfField[name]], value);
            }
            else
            {
                _pending[name] = (value, nameable);
            }
        }
    }

    /// <summary>
    /// Forgets a variable: whatever code still sees it finds the default of its type, so that its memory can be used again.
    /// </summary>
    /// <returns>False where there is no variable of the name.</returns>
    public bool Forget(string name)
    {
        lock (_state)
        {
            var isKnown = _pending.Remove(name);
            if (_fields.Remove(name, out var field))
            {
                isKnown = true;
                _shadowed.Add(name, field, _slotOfField[name], _used);
                _slotOfField.Remove(name);
            }
            _shadowed.Clear(name, _submissions);
            return isKnown;
        }
    }

    /// <summary>Runs code on the calling thread, to its end, including its awaits.</summary>
    /// <param name="code">C#; its lines count from 1 in messages.</param>
    /// <param name="name">What messages call it, for example "cell 3".</param>
    /// <param name="token">Interrupts: loops of the code, awaits, and waits such as <c>Thread.Sleep</c> stop. Native code cannot be
    /// stopped.</param>
    /// <returns>The value or the error; does not throw for what is wrong with the code.</returns>
    public CellResult Run(string code, string name, CancellationToken token)
    {
        lock (OneCellAtATime)
        {
            return Guarded(
                () =>
                {
                    DeclarePending();
                    _context.AddSource(name, SourceText.From(code, Encoding.UTF8));
                    return LargeCell.IsLarge(code) ? RunLarge(code, name, token) : RunPrepared(Prepare(code, name, token), name, token);
                },
                token
            );
        }
    }

    private CellResult RunLarge(string code, string name, CancellationToken token)
    {
        var cell = LargeCell.Reduce(code, ParseOptions, text => ParsePlain(UsingDeclarations.Blank(text), name));
        var isReduced = false;
        try
        {
            if (cell is not null && Prepare(cell.Code, name, token) is { Error: null } reduced)
            {
                isReduced = true;
                _context.AddSource(name, SourceText.From(cell.Shown, Encoding.UTF8));
                return RunPrepared(reduced, name, token);
            }
            // What is wrong with the code is told with its columns as the user wrote it.
            return RunPrepared(Prepare(code, name, token), name, token);
        }
        finally
        {
            cell?.Release(hasFunctions: isReduced);
            CompilerCaches.Clear();
        }
    }

    private CellResult RunPrepared(
        (Func<object?[], Task<object?>>? Start, CSharpCompilation Compilation, CellError? Error) prepared,
        string name,
        CancellationToken token
    )
    {
        if (prepared.Error is { } error)
            return CellResult.Failed(error);
        if (prepared.Start is not { } start)
            return CellResult.Nothing;
        if (_newest!.GetReferencedAssemblies().Any(MayTouchTensors))
            EnsureTorch();
        var value = Execute(start, token);
        var type = TypeOfLastExpression(prepared.Compilation, name);
        return type is not null || value is not null ? new CellResult(true, value, type, null) : CellResult.Nothing;
    }

    /// <summary>Calls a handler that a cell registered, on the calling thread, as a cell would run.</summary>
    internal CellResult Call(Action action, CancellationToken token)
    {
        lock (OneCellAtATime)
        {
            return Guarded(
                () =>
                {
                    Execute(
                        _ =>
                        {
                            action();
                            return Task.FromResult<object?>(null);
                        },
                        token
                    );
                    return CellResult.Nothing;
                },
                token
            );
        }
    }

    private CellResult Guarded(Func<CellResult> run, CancellationToken token)
    {
        try
        {
            return run();
        }
        catch (Exception exception) when ((token.IsCancellationRequested || CellInterrupt.Requested) && IsInterruption(exception))
        {
            return CellResult.Failed(CellError.Stopped);
        }
        catch (Exception exception)
        {
            return CellResult.Failed(CellErrors.FromException(exception));
        }
    }

    // libtorch takes 200 MB and a moment: it is loaded for the first cell that names this project's types, TorchSharp's or those of a
    // library of its own.
    private static bool MayTouchTensors(AssemblyName library) =>
        library.Name is "TorchSharp" or "Glm" or "Glm.Interactive"
        || !(CellReferences.PlatformNames.Contains(library.Name!) || library.Name!.StartsWith(CellAssembly, StringComparison.Ordinal));

    private static void EnsureTorch()
    {
        try
        {
            NativeTorch.Ensure();
        }
        catch (GlmException)
        {
            // C# that needs no tensors runs all the same; the commands, and the doctor, say what is missing.
        }
    }

    private object? Execute(Func<object?[], Task<object?>> start, CancellationToken token)
    {
        CellInterrupt.Requested = false;
        // Not disposed of: the thread that interrupts may look at it after the cell has ended. It holds no handle.
        var ended = new ManualResetEventSlim();
        var thread = Thread.CurrentThread;
        using var registration = token.Register(() =>
        {
            CellInterrupt.Requested = true;
            // A thread of its own: the cell may have taken all of the pool.
            new Thread(() => BreakWaits(thread, ended)) { IsBackground = true, Name = "cell interrupt" }.Start();
        });
        try
        {
            return CellPump.Run(() => start(_submissions), Grace, token);
        }
        finally
        {
            SwallowLateInterrupts(ended);
        }
    }

    // Thread.Interrupt only strikes a thread that waits, and only while the cell runs: a pending one would break the host's next wait.
    private void BreakWaits(Thread thread, ManualResetEventSlim ended)
    {
        var pause = Grace;
        while (!ended.Wait(pause))
        {
            lock (ended)
                if (!ended.IsSet && (thread.ThreadState & ThreadState.WaitSleepJoin) != 0)
                    thread.Interrupt();
            pause = TimeSpan.FromMilliseconds(100);
        }
    }

    private static void SwallowLateInterrupts(ManualResetEventSlim ended)
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            try
            {
                lock (ended)
                    ended.Set();
                Thread.Sleep(0);
                return;
            }
            catch (ThreadInterruptedException) { }
        }
    }

    private static bool IsInterruption(Exception exception) =>
        CellErrors.Unwrap(exception) switch
        {
            OperationCanceledException or ThreadInterruptedException => true,
            AggregateException several => several.Flatten().InnerExceptions.All(IsInterruption),
            _ => false,
        };

    private void DeclarePending()
    {
        (string Name, object? Value, Type Type)[] variables;
        lock (_state)
        {
            variables = [.. _pending.Select(pair => (pair.Key, pair.Value.Value, pair.Value.Type))];
            _pending.Clear();
        }
        if (variables.Length == 0)
            return;
        var code = new StringBuilder();
        for (var i = 0; i < variables.Length; i++)
        {
            var spelled = CSharpName.InSource(variables[i].Type);
            code.Append(spelled)
                .Append(" @")
                .Append(variables[i].Name)
                .Append(" = (")
                .Append(spelled)
                .Append(")global::Glm.Kernel.CSharp.CellHandover.Take(")
                .Append(i)
                .AppendLine(");");
        }
        var (start, _, error) = Prepare(code.ToString(), "variables", CancellationToken.None);
        if (error is not null || start is null)
            throw new InvalidOperationException(
                $"The variables {string.Join(", ", variables.Select(v => v.Name))} could not be declared: {error?.Message}"
            );
        CellHandover.Values = [.. variables.Select(variable => variable.Value)];
        try
        {
            start(_submissions).GetAwaiter().GetResult();
        }
        finally
        {
            CellHandover.Values = [];
        }
    }

    private (Func<object?[], Task<object?>>? Start, CSharpCompilation Compilation, CellError? Error) Prepare(
        string code,
        string name,
        CancellationToken token
    )
    {
        var written = PackageSources.Take(code, text => ParsePlain(text, name), out var sources);
        var tree = Lifted(ParsePlain(UsingDeclarations.Take(written), name));
        _packages.AddSources(sources, WorkingDirectory);
        AddForwarders(tree);
        RestorePackages(tree, token);
        var hasErrors = tree.GetDiagnostics().Any(d => d.Severity == DiagnosticSeverity.Error);
        var checkedText = hasErrors ? null : InterruptChecks.Insert(tree, name);
        var checkedTree = checkedText is null ? tree : CSharpSyntaxTree.ParseText(checkedText, ParseOptions, name);
        var compilation = Compile(checkedTree, withChecks: true);
        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        // The compiler is not given the token: half a second at most, and a cancelled one leaves nothing to say.
        var emitted = compilation.Emit(assembly, symbols, options: Emission, cancellationToken: CancellationToken.None);
        if (!emitted.Success)
        {
            var errors = emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).ToArray();
            if (errors.Length > 0)
            {
                // Columns as the user wrote them: ask once more without what was inserted.
                foreach (var candidate in new[] { Lifted(ParsePlain(UsingDeclarations.Blank(written), name)), tree })
                {
                    compilation = Compile(candidate, withChecks: false);
                    errors = [.. compilation.GetDiagnostics(CancellationToken.None).Where(d => d.Severity == DiagnosticSeverity.Error)];
                    if (errors.Length > 0)
                        return (
                            null,
                            compilation,
                            CellErrors.FromDiagnostics(
                                errors.Select(error => UsingDeclarations.Explain(error, compilation)),
                                _context.SourceLine
                            )
                        );
                }
                // Correct code that the checks have broken runs without them.
                assembly.SetLength(0);
                symbols.SetLength(0);
                emitted = compilation.Emit(assembly, symbols, options: Emission, cancellationToken: CancellationToken.None);
                if (emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).ToArray() is { Length: > 0 } late)
                    return (null, compilation, CellErrors.FromDiagnostics(late, _context.SourceLine));
            }
        }
        foreach (
            var library in compilation
                .DirectiveReferences.OfType<PortableExecutableReference>()
                .Select(reference => reference.FilePath)
                .OfType<string>()
                .Where(path => !CellReferences.PlatformNames.Contains(Path.GetFileNameWithoutExtension(path)))
        )
            _context.AddLibrary(library);
        _previous = compilation;
        lock (_state)
        {
            _compiledTrees.Add(tree);
            _addedReferences.AddRange(_packageReferences.Concat(compilation.DirectiveReferences).Except(_addedReferences));
        }
        _packageReferences.Clear();
        _compiled++;
        if (!emitted.Success)
            return (null, compilation, null); // nothing but directives and usings
        return (LoadSubmission(compilation, assembly, symbols), compilation, null);
    }

    private CSharpCompilation Compile(SyntaxTree tree, bool withChecks)
    {
        // References and imports go to the first submission only and are inherited: repeating them costs a megabyte a cell.
        var first = _previous is null;
        var number = _compiled.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            scriptClassName: CSharpName.ScriptClass + number,
            usings: first ? CellReferences.Imports : [],
            optimizationLevel: OptimizationLevel.Release,
            allowUnsafe: true,
            concurrentBuild: false,
            nullableContextOptions: NullableContextOptions.Annotations,
            sourceReferenceResolver: new CellSourceResolver(WorkingDirectory, ParseOptions, withChecks),
            metadataReferenceResolver: new CellReferenceResolver(WorkingDirectory),
            assemblyIdentityComparer: DesktopAssemblyIdentityComparer.Default
        );
        return CSharpCompilation.CreateScriptCompilation(
            CellAssembly + number,
            tree,
            first ? CellReferences.References.Concat(_packageReferences) : [.. _packageReferences],
            options,
            _previous,
            typeof(object)
        );
    }

    private Func<object?[], Task<object?>> LoadSubmission(CSharpCompilation compilation, MemoryStream assembly, MemoryStream symbols)
    {
        StackProbes.Add(assembly, symbols);
        assembly.Position = symbols.Position = 0;
        var loaded = _newest = _context.LoadCell(compilation.AssemblyName!, assembly, symbols);
        var entry = compilation.GetEntryPoint(CancellationToken.None)!;
        var type = loaded.GetType(entry.ContainingType.MetadataName)!;
        var start = type.GetMethod(entry.MetadataName, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!
            .CreateDelegate<Func<object?[], Task<object?>>>();
        lock (_state)
        {
            if (_used + 1 >= _submissions.Length)
                Array.Resize(ref _submissions, _submissions.Length * 2);
            var slot = _used++;
            foreach (
                var field in type.GetFields(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)
            )
            {
                if (field.Name.Contains('<'))
                    continue;
                if (_fields.TryGetValue(field.Name, out var before))
                    _shadowed.Add(field.Name, before, _slotOfField[field.Name], slot);
                _fields[field.Name] = field;
                _slotOfField[field.Name] = slot;
            }
            foreach (var nested in type.GetNestedTypes(BindingFlags.Public))
                _cellTypes[nested.Name] = nested;
            _shadowed.AddFunctions(slot, compilation.SyntaxTrees);
            _shadowed.Release(_submissions);
        }
        return start;
    }

    private void AddForwarders(SyntaxTree tree)
    {
        var root = (CompilationUnitSyntax)tree.GetRoot();
        if (_hasForwarders || (root.GetReferenceDirectives().Count == 0 && root.GetLoadDirectives().Count == 0))
            return;
        _hasForwarders = true;
        _packageReferences.AddRange(CellReferences.Forwarders);
    }

    private void RestorePackages(SyntaxTree tree, CancellationToken token)
    {
        var asked = ((CompilationUnitSyntax)tree.GetRoot())
            .GetReferenceDirectives()
            .Select(directive => directive.File.ValueText)
            .Where(NuGetPackages.IsPackage)
            .Where(reference => !_restored.Contains(reference))
            .Distinct()
            .ToArray();
        if (asked.Length == 0)
            return;
        var assets = _packages.Add(asked, token);
        _context.AddPackages(assets);
        _restored.UnionWith(asked);
        _packageReferences.AddRange(
            assets.Compile.Select(path => MetadataReference.CreateFromFile(path, documentation: CellDocumentation.Of(path)))
        );
    }

    private static SyntaxTree Parse(string code, string name) =>
        ParsePlain(UsingDeclarations.Blank(PackageSources.Take(code, text => ParsePlain(text, name), out _)), name);

    private static string? LineOf(string code, int line) =>
        code.Split('\n') is var lines && line >= 1 && line <= lines.Length ? lines[line - 1].TrimEnd('\r') : null;

    private static SyntaxTree Lifted(SyntaxTree tree) =>
        ExtensionClasses.Lift(tree) is { } text ? CSharpSyntaxTree.ParseText(text, ParseOptions, tree.FilePath) : tree;

    private static SyntaxTree ParsePlain(string code, string name)
    {
        CodeDepth.Require(code);
        return CSharpSyntaxTree.ParseText(SourceText.From(code, Encoding.UTF8), ParseOptions, name);
    }

    private static string? TypeOfLastExpression(CSharpCompilation compilation, string name)
    {
        // The other trees are of #load.
        var tree = compilation.SyntaxTrees.First(candidate => candidate.FilePath == name);
        if (
            ((CompilationUnitSyntax)tree.GetRoot()).Members.LastOrDefault()
            is not GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last }
        )
            return null;
        var type = compilation.GetSemanticModel(tree).GetTypeInfo(last.Expression).Type;
        return type is null || type.SpecialType == SpecialType.System_Void
            ? null
            : type.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);
    }

    private object? Read(string name)
    {
        var field = _fields[name];
        var owner = _submissions[_slotOfField[name]];
        return field.IsStatic ? field.GetValue(null)
            : owner is null ? null
            : field.GetValue(owner);
    }

    private bool IsNewestCellType(Type type) =>
        _context.IsCell(type.Assembly) && _cellTypes.TryGetValue(type.Name, out var newest) && newest == type;
}
