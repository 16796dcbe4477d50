using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis.Text;

namespace Glm.Kernel.CSharp;

/// <summary>Where compiled cells and what they refer to by <c>#r</c> are loaded.</summary>
internal sealed class CellAssemblyContext() : AssemblyLoadContext("cells")
{
    private const int LongestSource = 1_000_000;

    private readonly ConcurrentDictionary<string, Assembly> _cells = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _managed = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, string> _native = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, SourceText> _sources = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _folders = new(StringComparer.Ordinal);

    /// <summary>The symbols of the cells.</summary>
    public CellSymbols Symbols { get; } = new();

    public Assembly LoadCell(string name, MemoryStream assembly, MemoryStream symbols)
    {
        Symbols.Add(name, symbols.ToArray());
        return _cells[name] = LoadFromStream(assembly, symbols);
    }

    /// <summary>The context of an assembly that was compiled from a cell; null for any other assembly.</summary>
    public static CellAssemblyContext? Of(Assembly assembly) =>
        GetLoadContext(assembly) is CellAssemblyContext context && context.IsCell(assembly) ? context : null;

    /// <summary>Keeps the text of a cell for messages; a later cell of the same name replaces it.</summary>
    public void AddSource(string name, SourceText text)
    {
        if (text.Length <= LongestSource)
            _sources[name] = text;
        else
            _sources.TryRemove(name, out _);
    }

    /// <summary>A line (from 1) of a cell; null where there is none.</summary>
    public string? SourceLine(string name, int line) =>
        _sources.TryGetValue(name, out var text) && line >= 1 && line <= text.Lines.Count
            ? text.ToString(text.Lines[line - 1].Span)
            : null;

    public bool IsCell(Assembly assembly) =>
        assembly.GetName().Name is { } name && _cells.TryGetValue(name, out var cell) && cell == assembly;

    /// <summary>A library named by path; what it needs is looked for beside it.</summary>
    public void AddLibrary(string path)
    {
        _managed.TryAdd(Path.GetFileNameWithoutExtension(path), path);
        _folders.TryAdd(Path.GetDirectoryName(path)!, true);
    }

    public void AddPackages(NuGetAssets assets)
    {
        foreach (var path in assets.Managed)
            _managed[Path.GetFileNameWithoutExtension(path)] = path;
        foreach (var path in assets.Native)
            _native[Path.GetFileNameWithoutExtension(path)] = path;
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var name = assemblyName.Name!;
        if (_cells.TryGetValue(name, out var cell))
            return cell;
        if (CellReferences.PlatformNames.Contains(name))
            return null;
        if (_managed.TryGetValue(name, out var path))
            return LoadFromAssemblyPath(path);
        return Beside(name + ".dll") is { } neighbour ? LoadFromAssemblyPath(neighbour) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        string[] names = [unmanagedDllName, "lib" + unmanagedDllName, Path.GetFileNameWithoutExtension(unmanagedDllName)];
        foreach (var name in names)
            if (_native.TryGetValue(name, out var path))
                return LoadUnmanagedDllFromPath(path);
        string[] files = [unmanagedDllName, $"lib{unmanagedDllName}.so", $"lib{unmanagedDllName}.dylib", unmanagedDllName + ".dll"];
        return files.Select(Beside).FirstOrDefault(path => path is not null) is { } file ? LoadUnmanagedDllFromPath(file) : 0;
    }

    private string? Beside(string file) =>
        _folders.Keys.Select(folder => Path.Combine(folder, Path.GetFileName(file))).FirstOrDefault(File.Exists);
}
