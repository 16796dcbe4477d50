using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;

namespace Glm.Kernel.CSharp;

/// <summary>Where compiled cells and what they refer to by <c>#r</c> are loaded.</summary>
internal sealed class CellAssemblyContext() : AssemblyLoadContext("cells")
{
    private readonly ConcurrentDictionary<string, Assembly> _cells = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _managed = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, string> _native = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, bool> _folders = new(StringComparer.Ordinal);

    public Assembly LoadCell(string name, Stream assembly, Stream symbols) => _cells[name] = LoadFromStream(assembly, symbols);

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
