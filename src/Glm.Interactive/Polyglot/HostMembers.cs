using System.Collections;
using System.Reflection;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;

namespace Glm.Interactive.Polyglot;

/// <summary>The two members of the host that have to be read by name, and why.</summary>
internal static class HostMembers
{
    /// <summary>
    /// The line as the user wrote it; null if this host does not keep it. It is in a node of the host's parser, which is not public; the
    /// public command holds only what the parser understood, without repeated options and stray words, which must be errors here.
    /// </summary>
    public static string? LineOf(KernelCommand command) => (Member(Member(command, "DirectiveNode"), "FullText") as string)?.Trim();

    /// <summary>
    /// Names of the kernel's variables. The property is public, but its type is Roslyn's: using it would tie this library to the version
    /// of Roslyn it was compiled against, and each host has its own. <c>RequestValueInfos</c> would format every value to list the names.
    /// </summary>
    public static IEnumerable<string> VariableNames(CSharpKernel csharp) =>
        (Member(Member(csharp, "ScriptState"), "Variables") as IEnumerable)
            ?.Cast<object>()
            .Select(variable => Member(variable, "Name"))
            .OfType<string>()
            .Distinct()
            .ToArray()
        ?? [];

    private static object? Member(object? owner, string name)
    {
        for (var type = owner?.GetType(); type is not null; type = type.BaseType)
            if (
                type.GetProperty(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly) is
                { } member
            )
                return member.GetValue(owner);
        return null;
    }
}
