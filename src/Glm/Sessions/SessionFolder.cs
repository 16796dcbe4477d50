using System.Security.Cryptography;
using Glm.Arrays.Storage;
using Glm.Runtime;

namespace Glm.Sessions;

/// <summary>
/// Named objects as a folder, and back: equal to the bit, each object once however many others refer to it, and all or nothing. A folder
/// from elsewhere can make nothing but data: it names no type that does anything, and every file in it is compared with its checksum.
/// </summary>
/// <remarks>
/// <c>session.json</c> lists variables and files; <c>001-scaffolds.objects</c> and the like hold the objects of a variable, see
/// <see cref="ObjectWriter"/>; <c>003-model</c> and the like are folders of models, which can be loaded by themselves.
/// </remarks>
public static class SessionFolder
{
    private const string Ending = ".objects";

    /// <summary>Saves objects. What cannot be saved, such as a function or a tensor, is left out and listed.</summary>
    /// <param name="folder">Made if absent. An earlier session in it is replaced once the new one is complete; a folder that holds
    /// anything else is refused.</param>
    /// <param name="variables">Names, all different, and objects, in the order that restoring shall keep.</param>
    /// <param name="describe">Says in one line what an object is, for <c>session.json</c>; null for nothing.</param>
    /// <param name="refuse">Says why an object shall not be saved, nor what holds it, as a part of a sentence; null for those that may
    /// be.</param>
    /// <param name="progress">Variables.</param>
    /// <param name="cancellation">Stops; an earlier session then stays.</param>
    /// <exception cref="GlmException">The folder holds something else, or cannot be written.</exception>
    public static SavedSession Save(
        string folder,
        IReadOnlyList<KeyValuePair<string, object>> variables,
        Func<object, string>? describe = null,
        Func<object, string?>? refuse = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        RequireFree(folder);
        using var place = new SessionPlace(folder);
        var removed = new List<string>();
        SavedSession? saved = null;
        StoredFolder.Replace(
            folder,
            stage =>
            {
                var manifest = Write(stage, place, variables, describe, refuse, progress, cancellation);
                manifest.Write(stage);
                foreach (var left in new DirectoryInfo(folder).GetFileSystemInfos().Where(entry => SessionManifest.IsName(entry.Name)))
                    if (!Path.Exists(Path.Combine(stage, left.Name)))
                        removed.Add(left is DirectoryInfo ? left.Name + "/" : left.Name);
                saved = Contents(manifest);
            },
            removed
        );
        return saved!;
    }

    /// <summary>What a folder holds, by its list alone.</summary>
    /// <exception cref="GlmException">It holds no session, or one of a later version.</exception>
    public static SavedSession Read(string folder) => Contents(SessionManifest.Read(folder));

    /// <summary>Makes the objects of a folder again: all, or none.</summary>
    /// <param name="folder">Where a session was saved.</param>
    /// <param name="only">Names of variables; null for all.</param>
    /// <param name="progress">Variables.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>Names and objects in the order in which they were saved. Models and corpora among them belong to the caller.</returns>
    /// <exception cref="GlmException">The folder holds no session, a variable is not in it, a file is damaged, missing or of another
    /// version, or a corpus is not where it was.</exception>
    public static IReadOnlyList<KeyValuePair<string, object>> Restore(
        string folder,
        IReadOnlyCollection<string>? only = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var manifest = SessionManifest.Read(folder);
        var wanted = Numbers(folder, manifest, only);
        var needed = new SortedSet<int>(wanted);
        for (var number = manifest.Variables.Count - 1; number >= 0; number--)
            if (needed.Contains(number))
                needed.UnionWith(manifest.Variables[number].Needs);

        using var place = new SessionPlace(folder);
        var objects = new Dictionary<int, IReadOnlyList<object?>>();
        var made = new List<KeyValuePair<string, object>>();
        foreach (var number in needed)
        {
            progress?.Report(new ProgressReport("restore", objects.Count, needed.Count, "variables"));
            var variable = manifest.Variables[number];
            CheckFiles(folder, manifest, variable, cancellation);
            var (root, all) = ReadObjects(folder, manifest, variable, objects, place, cancellation);
            objects.Add(number, all);
            if (wanted.Contains(number))
                made.Add(KeyValuePair.Create(variable.Name, root));
        }
        progress?.Report(new ProgressReport("restore", needed.Count, needed.Count, "variables"));
        place.Release();
        return made;
    }

    /// <summary>
    /// Why objects of a type can never be saved, as a part of a sentence; null where they can. Of an abstract type, why those of one of
    /// its kinds cannot.
    /// </summary>
    public static string? ReasonNotSaved(Type type) => SavedTypes.PlaceProblem(type);

    private static void RequireFree(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        StoredFolder.Recover(folder);
        if (!SessionManifest.IsIn(folder) && Directory.EnumerateFileSystemEntries(folder).Any(path => !IsHidden(path)))
            throw new GlmException($"{folder}: this folder holds something else than a saved session. Name a new folder.");

        static bool IsHidden(string path) => Path.GetFileName(path).StartsWith(".glm-", StringComparison.Ordinal);
    }

    private static SessionManifest Write(
        string stage,
        SessionPlace place,
        IReadOnlyList<KeyValuePair<string, object>> variables,
        Func<object, string>? describe,
        Func<object, string?>? refuse,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        var known = new Dictionary<object, (int, int)>(ReferenceEqualityComparer.Instance);
        var saved = new List<SessionManifest.Variable>();
        var leftOut = new List<LeftOutVariable>();
        for (var i = 0; i < variables.Count; i++)
        {
            progress?.Report(new ProgressReport("save", i, variables.Count, "variables"));
            var (name, value) = variables[i];
            var number = saved.Count;
            var file = SessionManifest.NameOf(number, name) + Ending;
            var folders = new List<string>();
            try
            {
                var writer = WriteObjects(Path.Combine(stage, file), value, known, place, NewFolder, refuse, cancellation);
                foreach (var (held, numbered) in writer.Written)
                    known.Add(held, (number, numbered));
                saved.Add(
                    new(
                        name,
                        SavedTypes.Find(value.GetType(), out _)?.ToString() ?? value.GetType().Name,
                        LineText.Shown(describe?.Invoke(value) ?? "", 200),
                        file,
                        folders,
                        [.. writer.Needed]
                    )
                );
            }
            catch (NotSavedException problem)
            {
                File.Delete(Path.Combine(stage, file));
                foreach (var made in folders.Where(made => Directory.Exists(Path.Combine(stage, made))))
                    Directory.Delete(Path.Combine(stage, made), recursive: true);
                leftOut.Add(new LeftOutVariable(name, problem.Message));
            }

            string NewFolder(string kind)
            {
                var made = SessionManifest.NameOf(number, folders.Count == 0 ? kind : $"{kind}-{folders.Count + 1}");
                folders.Add(made);
                return Path.Combine(stage, made);
            }
        }
        progress?.Report(new ProgressReport("save", variables.Count, variables.Count, "variables"));
        var files = Directory
            .EnumerateFiles(stage, "*", SearchOption.AllDirectories)
            .Select(path => new SessionManifest.StoredPart(
                Path.GetRelativePath(stage, path).Replace('\\', '/'),
                new FileInfo(path).Length,
                ChecksumOf(path, cancellation)
            ))
            .OrderBy(file => file.Path, StringComparer.Ordinal);
        return new SessionManifest(SessionManifest.OwnProgram, saved, [.. files], leftOut);
    }

    private static ObjectWriter WriteObjects(
        string path,
        object value,
        IReadOnlyDictionary<object, (int, int)> known,
        SessionPlace place,
        Func<string, string> newFolder,
        Func<object, string?>? refuse,
        CancellationToken cancellation
    )
    {
        ObjectWriter? writer = null;
        StoredFile.Replace(path, stream =>
        {
            writer = new ObjectWriter(stream, known, place, newFolder, refuse, cancellation);
            writer.WriteFile(value);
        });
        return writer!;
    }

    private static (object Root, IReadOnlyList<object?> All) ReadObjects(
        string folder,
        SessionManifest manifest,
        SessionManifest.Variable variable,
        Dictionary<int, IReadOnlyList<object?>> objects,
        SessionPlace place,
        CancellationToken cancellation
    )
    {
        var path = Path.Combine(folder, variable.File);
        var earlier = variable.Needs.Distinct().ToDictionary(number => number, number => objects[number]);
        var left = variable.Folders.ToHashSet(StringComparer.Ordinal);
        try
        {
            using var stream = StoredFile.OpenRead(path);
            var reader = new ObjectReader(
                stream,
                earlier,
                name => left.Remove(name) ? Path.Combine(folder, name) : null,
                place,
                cancellation
            );
            return (reader.ReadFile(), reader.Objects);
        }
        catch (DamagedObjectsException damage)
        {
            throw new GlmException(
                damage.IsOtherVersion
                    ? $"{path}: '{variable.Name}' was saved by {LineText.Shown(manifest.Program, 60)}, and this is "
                        + $"{SessionManifest.OwnProgram}: {damage.Message}. Restore it with that version, restore the other variables by "
                        + $"name, or make it again."
                    : $"{path}: '{variable.Name}' cannot be restored, since {damage.Message}. Restore the file from a copy, or save the "
                        + $"session again.",
                damage
            );
        }
        catch (Exception failure) when (StoredFile.Explain(path, "read", failure) is { } explained)
        {
            throw explained;
        }
    }

    private static HashSet<int> Numbers(string folder, SessionManifest manifest, IReadOnlyCollection<string>? only)
    {
        var names = manifest.Variables.Select(variable => variable.Name).ToList();
        if (only is null)
            return [.. Enumerable.Range(0, names.Count)];
        var numbers = new HashSet<int>();
        foreach (var name in only)
            if (names.IndexOf(name) is >= 0 and var number)
                numbers.Add(number);
            else
                throw new GlmException(
                    $"{folder}: the session has no variable {LineText.Quoted(name)}"
                        + (NearestName.Of(name, names) is { } near ? $"; '{near}' comes nearest." : ".")
                        + $" It has {LineText.Shown(string.Join(", ", names), 300)}."
                );
        return numbers;
    }

    /// <summary>Compares the files of a variable with the list, before anything is made of them.</summary>
    private static void CheckFiles(
        string folder,
        SessionManifest manifest,
        SessionManifest.Variable variable,
        CancellationToken cancellation
    )
    {
        var listed = FilesOf(manifest, variable);
        foreach (var file in listed)
        {
            var path = Path.Combine(folder, file.Path);
            if (!File.Exists(path))
                throw new GlmException(
                    $"{path}: this file is missing, which holds '{variable.Name}' of the session. Restore it from a copy, or restore the "
                        + $"other variables by name."
                );
            var bytes = new FileInfo(path).Length;
            var difference =
                bytes != file.Bytes ? $"{bytes} bytes, not {file.Bytes}"
                : ChecksumOf(path, cancellation) != file.Sha256 ? "its checksum is another"
                : null;
            if (difference is not null)
                throw new GlmException(
                    $"{path}: this file is not as it was saved ({difference}), so '{variable.Name}' cannot be restored. Restore the file "
                        + $"from a copy, or restore the other variables by name."
                );
        }
        foreach (var inner in variable.Folders.Select(name => Path.Combine(folder, name)).Where(Directory.Exists))
        foreach (var path in Directory.EnumerateFileSystemEntries(inner))
            if (!listed.Exists(file => file.Path == Path.GetRelativePath(folder, path).Replace('\\', '/')))
                throw new GlmException($"{path}: this is no file of the saved session. Move it elsewhere.");
    }

    private static SavedSession Contents(SessionManifest manifest) =>
        new(
            [
                .. manifest.Variables.Select(variable =>
                {
                    var files = FilesOf(manifest, variable);
                    return new SavedVariable(
                        variable.Name,
                        variable.Type,
                        variable.Description,
                        [.. files.Select(file => file.Path)],
                        files.Sum(file => file.Bytes)
                    );
                }),
            ],
            manifest.LeftOut,
            manifest.Program
        );

    private static List<SessionManifest.StoredPart> FilesOf(SessionManifest manifest, SessionManifest.Variable variable) =>
        [.. manifest.Files.Where(file => file.Path == variable.File || variable.Folders.Contains(file.Path.Split('/')[0]))];

    private static string ChecksumOf(string path, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return StoredFile.Read(path, file => Convert.ToHexStringLower(SHA256.HashData(file)));
    }
}
