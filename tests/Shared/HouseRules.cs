using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Glm.Testing;

/// <summary>The conventions that hold in every library of this house.</summary>
internal static partial class HouseRules
{
    private const int LineLimit = 140;

    /// <summary>None of these libraries and packages is referenced.</summary>
    public static void ShouldNotReference(Assembly library, params string[] forbidden)
    {
        Assert.DoesNotContain(library.GetReferencedAssemblies(), reference =>
            forbidden.Any(start => reference.Name!.StartsWith(start, StringComparison.Ordinal))
        );
    }

    /// <summary>The rooms of a library use only the rooms that they may.</summary>
    /// <param name="library">The library.</param>
    /// <param name="roomOf">The room of a namespace.</param>
    /// <param name="allowed">For each room those that it may use.</param>
    public static void ShouldPointOneWay(Assembly library, Func<string, string> roomOf, IReadOnlyDictionary<string, string[]> allowed)
    {
        var faults = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var type in library.GetTypes().Where(IsOurs))
        {
            var room = roomOf(type.Namespace!);
            foreach (var used in CompiledCode.TypesUsedBy(type).Where(used => used.Assembly == library && IsOurs(used)))
                if (
                    roomOf(used.Namespace!) is var other
                    && other != room
                    && !(allowed.TryGetValue(room, out var others) && others.Contains(other))
                )
                    faults.Add($"{room} -> {other}: {type.FullName} uses {used.Name}");
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));

        static bool IsOurs(Type type) => type.Namespace?.StartsWith("Glm.", StringComparison.Ordinal) == true;
    }

    /// <summary>
    /// Numbers with a fraction, and numbers with a format, are written by an interpolated string only where a culture is given with it.
    /// </summary>
    /// <param name="library">The library.</param>
    /// <param name="except">Type.Method of those that may.</param>
    public static void ShouldWriteNumbersInOneCulture(Assembly library, params string[] except)
    {
        var faults = new List<string>();
        foreach (var type in library.GetTypes())
        foreach (var method in CompiledCode.Methods(type).Where(method => method.DeclaringType == type))
            if (!except.Contains($"{type.Name}.{method.Name}") && WritesByCurrentCulture(method))
                faults.Add($"{type.FullName}.{method.Name}");
        Assert.True(
            faults.Count == 0,
            $"Numbers are written in the culture of the host by {string.Join(", ", faults)}. Use string.Create or Append with "
                + $"CultureInfo.InvariantCulture."
        );
    }

    /// <summary>No string of a library speaks of options such as --min-genes or of <c>#!glm</c> commands.</summary>
    /// <param name="library">The library.</param>
    /// <param name="except">Strings that are meant for other programs.</param>
    public static void ShouldSpeakOfNoCommandLine(Assembly library, params string[] except)
    {
        var faults = library
            .GetTypes()
            .SelectMany(type => CompiledCode.Methods(type))
            .SelectMany(method => CompiledCode.Strings(method).Select(text => (method, text)))
            .Where(found => CommandLines().IsMatch(found.text) && !except.Contains(found.text))
            .Select(found => $"{found.method.DeclaringType?.FullName}.{found.method.Name}: {found.text}")
            .ToList();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    /// <summary>
    /// Folders are the glossary: a file's namespace is its folder, unless it says why it is in none, and it is named for the one public
    /// type it holds.
    /// </summary>
    /// <param name="library">The library's folder below src/.</param>
    /// <param name="together">Folders in which small types may stand with the one they serve.</param>
    public static void ShouldNameFilesForWhatTheyHold(string library, params string[] together)
    {
        var faults = new List<string>();
        var folder = Repository.PathOf("src", library);
        foreach (var file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(folder, file);
            if (relative.Split(Path.DirectorySeparatorChar)[0] is "bin" or "obj" or "Program.cs")
                continue;
            var text = File.ReadAllText(file);
            var expected = string.Join('.', Path.GetDirectoryName(Path.Combine(library, relative))!.Split(Path.DirectorySeparatorChar));
            if (Namespaces().Match(text).Groups[1].Value != expected && !text.Contains("\n// In no namespace: ", StringComparison.Ordinal))
                faults.Add($"{relative} is not in namespace {expected}");
            if (together.Contains(relative.Split(Path.DirectorySeparatorChar)[0]))
                continue;
            var types = PublicTypes().Matches(text).Select(match => match.Groups[1].Value).ToArray();
            if (types.Length > 1 || types is [var only] && only != Path.GetFileNameWithoutExtension(file))
                faults.Add($"{relative} holds {string.Join(", ", types)}");
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    /// <summary>No line of a library, of its tests or of the benchmarks is so long that it does not fit beside another file.</summary>
    /// <param name="folders">Folders below the repository's root.</param>
    public static void ShouldKeepLinesShort(params string[] folders)
    {
        var faults =
            from folder in folders
            from file in Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories)
            let relative = Path.GetRelativePath(Repository.Root, file)
            where !relative.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj")
            from line in File.ReadLines(file).Select((text, index) => (text, number: index + 1))
            where line.text.Length >= LineLimit
            select $"{relative}:{line.number} has {line.text.Length} characters";
        Assert.True(!faults.Any(), $"Lines end before column {LineLimit}:\n{string.Join('\n', faults)}");
    }

    private static bool WritesByCurrentCulture(MethodBase method)
    {
        // Interpolated strings nest: a stack of the handlers that are being filled, each with or without a culture.
        var handlers = new Stack<bool>();
        foreach (var reference in CompiledCode.References(method).OfType<MethodBase>())
        {
            var handler = reference.DeclaringType;
            if (handler == typeof(DefaultInterpolatedStringHandler) || handler == typeof(StringBuilder.AppendInterpolatedStringHandler))
            {
                if (reference.IsConstructor)
                    handlers.Push(reference.GetParameters().Any(parameter => parameter.ParameterType == typeof(IFormatProvider)));
                else if (
                    reference.Name == nameof(DefaultInterpolatedStringHandler.AppendFormatted)
                    && handlers.TryPeek(out var cultured)
                    && !cultured
                    && DependsOnCulture((MethodInfo)reference)
                )
                    return true;
            }
            if (
                reference.Name == nameof(DefaultInterpolatedStringHandler.ToStringAndClear)
                || reference
                    .GetParameters()
                    .Any(parameter =>
                        parameter.ParameterType.IsByRef
                        && parameter.ParameterType.GetElementType() is { } type
                        && (
                            type == typeof(DefaultInterpolatedStringHandler)
                            || type == typeof(StringBuilder.AppendInterpolatedStringHandler)
                        )
                    )
            )
                handlers.TryPop(out _);
        }
        return false;
    }

    private static bool DependsOnCulture(MethodInfo append)
    {
        if (!append.IsGenericMethod)
            return false;
        var type = append.GetGenericArguments()[0];
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (append.GetParameters().Length > 1 && append.GetParameters()[^1].ParameterType == typeof(string) && type.IsPrimitive)
            return true;
        return type == typeof(double)
            || type == typeof(float)
            || type == typeof(Half)
            || type == typeof(decimal)
            || type == typeof(DateTime)
            || type == typeof(DateTimeOffset);
    }

    [GeneratedRegex("(?<!-)--[a-z]|#!glm", RegexOptions.CultureInvariant)]
    private static partial Regex CommandLines();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespaces();

    [GeneratedRegex(
        @"^public (?:static |sealed |abstract |readonly |partial |ref |unsafe )*"
            + @"(?:class|record struct|record|struct|enum|interface|delegate [\w<>]+) (\w+)",
        RegexOptions.Multiline
    )]
    private static partial Regex PublicTypes();
}
